import * as vscode from 'vscode';
import { isHeaderValue, isReadableOnTheWay, originOf, type PushTarget } from '../../core/push/pushTarget';
import { l10n } from '../host/l10n';
import type { PushTargets } from './pushTargets';

/** Asks for the secret of a push target and stores it. */
export class PushSecrets {
  constructor(private readonly targets: PushTargets) {}

  /**
   * The secret for a push; undefined for none. If the stored one is for another address, the user is asked again.
   * `cancelled` if the user gives none.
   */
  async forPush(target: PushTarget): Promise<string | undefined | 'cancelled'> {
    const kept = await this.targets.secretOf(target);
    if (kept.kind === 'none') return undefined;
    if (kept.kind === 'known') return kept.secret;
    const why = l10n.t(
      'The secret of “{0}” was kept for {1}. Its address is now {2}.',
      target.name,
      kept.origin,
      originOf(target.url),
    );
    return (await this.ask(target, why)) ?? 'cancelled';
  }

  /** Asks for a secret and stores it for this address. Undefined if the user gives none. */
  async ask(target: PushTarget, why?: string): Promise<string | undefined> {
    const secret = await vscode.window.showInputBox({
      title: l10n.t('Push Secret of {0}', target.name),
      prompt: [
        why,
        l10n.t(
          'Sent to {0} in the header {1}, and kept in VS Code’s secret storage.',
          originOf(target.url),
          target.secretHeader,
        ),
      ]
        .filter(Boolean)
        .join(' '),
      password: true,
      ignoreFocusOut: true,
      validateInput: (text) =>
        isHeaderValue(text)
          ? undefined
          : l10n.t('A header cannot hold these characters; use plain letters and digits.'),
    });
    if (!secret || !(await this.confirmed(target))) return undefined;
    await this.targets.setSecret(target, secret);
    return secret;
  }

  /** Others can read what goes over a network without encryption. */
  private async confirmed(target: PushTarget): Promise<boolean> {
    if (!isReadableOnTheWay(target.url)) return true;
    const go = l10n.t('Use It All the Same');
    const question = l10n.t('{0} is not encrypted: others on the network can read the secret.', originOf(target.url));
    const detail = l10n.t('Give the push target an address that begins with https://.');
    return (await vscode.window.showWarningMessage(question, { modal: true, detail }, go)) === go;
  }
}
