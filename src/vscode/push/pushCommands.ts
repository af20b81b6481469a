import * as vscode from 'vscode';
import { addressError, originOf, type PushTarget, shownAddress } from '../../core/push/pushTarget';
import { type CommandRegistry, execute } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import { phraseIn } from '../host/phraseText';
import { pick } from '../host/pick';
import { requireTrust } from '../host/trust';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import type { Push } from './push';
import { PUSH_COMMANDS } from './pushContract';
import type { PushDestinations } from './pushDestinations';
import { type PushNode, type PushRequest, pushRequest, type RowOfFolder } from './pushNode';
import type { PushResults } from './pushResults';
import type { PushSecrets } from './pushSecrets';
import type { PushTargets } from './pushTargets';

/** The address that media/push.md uses. */
const EXAMPLE_ADDRESS = 'https://server.example/session-workbench/push';

/** What the commands about pushing need. */
export interface PushCommandTools {
  readonly push: Push;
  readonly destinations: PushDestinations;
  readonly targets: PushTargets;
  readonly secrets: PushSecrets;
  readonly results: PushResults;
  /** Shows the row of the last push of a MobileApps folder, even if a filter hides it. */
  readonly showRow: (row: PushNode) => Promise<void>;
  readonly extensionUri: vscode.Uri;
}

/** Registers *Push Sessions*, *Push Sessions To…*, the commands about the last push, and those about push targets. */
export function registerPushCommands(commands: CommandRegistry, tools: PushCommandTools): void {
  const { push, destinations, targets, secrets, results } = tools;
  const run = async (given: RowOfFolder | PushRequest | undefined, ask: boolean) => {
    requireTrust();
    const { to, folder = to === undefined ? destinations.folderInNeed() : undefined } = pushRequest(given);
    const destination = to === undefined ? await destinations.choose(folder, ask) : destinations.named(to);
    if (destination) await push.to(destination, folder);
  };
  commands.register(PUSH_COMMANDS.sessionsPush, (given) => run(given, false));
  commands.register(PUSH_COMMANDS.sessionsPushPending, () => run(undefined, false));
  commands.register(PUSH_COMMANDS.sessionsPushTo, (given) => run(given, true));
  commands.register(PUSH_COMMANDS.pushShowLast, (given) => showLast(pushRequest(given).folder, tools));
  commands.register(PUSH_COMMANDS.pushDismissLast, (given) => {
    const { folder } = pushRequest(given);
    for (const each of folder === undefined ? results.folders() : [folder]) results.dismiss(each);
  });
  commands.register(PUSH_COMMANDS.pushAddTarget, async () => {
    requireTrust();
    await addTarget(targets, secrets);
  });
  commands.register(PUSH_COMMANDS.pushRemoveTarget, async (name?: string) => {
    requireTrust();
    const target = await pickTarget(targets, l10n.t('Remove Push Target'), name);
    if (target) await targets.remove(target.name);
  });
  commands.register(PUSH_COMMANDS.pushSetSecret, async (name?: string) => {
    requireTrust();
    const target = await pickTarget(targets, l10n.t('Set Push Secret'), name);
    if (target) await secrets.ask(target);
  });
  commands.register(PUSH_COMMANDS.pushForgetSecret, async (name?: string) => {
    const target = await pickTarget(targets, l10n.t('Forget Push Secret'), name);
    if (!target) return;
    await targets.forgetSecret(target.name);
    void vscode.window.showInformationMessage(l10n.t('The secret of “{0}” is forgotten.', target.name));
  });
  commands.register(PUSH_COMMANDS.pushExplain, () =>
    execute(VSCODE_COMMANDS.showPreview, vscode.Uri.joinPath(tools.extensionUri, 'media', 'push.md')),
  );
}

/** Asks for address, name and secret. Undefined if the user cancels one of the first two. */
export async function addTarget(targets: PushTargets, secrets: PushSecrets): Promise<PushTarget | undefined> {
  const title = l10n.t('Add Push Target');
  const url = await vscode.window.showInputBox({
    title,
    prompt: l10n.t('The address on your 4D Server that refreshes its sessions'),
    placeHolder: EXAMPLE_ADDRESS,
    ignoreFocusOut: true,
    validateInput: (text) => {
      const error = addressError(text);
      return error && phraseIn(error);
    },
  });
  if (url === undefined) return undefined;
  const name = await vscode.window.showInputBox({
    title,
    prompt: l10n.t('What this server is called'),
    value: originOf(url).replace(/^https?:\/\//, ''),
    ignoreFocusOut: true,
    validateInput: (text) => {
      if (text.trim() === '') return l10n.t('A push target needs a name.');
      return targets.find(text.trim()) ? l10n.t('There is a push target of this name already.') : undefined;
    },
  });
  if (name === undefined) return undefined;
  await targets.put(name.trim(), url.trim());
  const target = targets.find(name.trim());
  if (target) await secrets.ask(target);
  return target;
}

async function pickTarget(targets: PushTargets, title: string, name?: string): Promise<PushTarget | undefined> {
  const list = targets.list();
  const named = list.find((each) => each.name === name);
  if (named) return named;
  if (list.length === 0) {
    const words = l10n.t('No push target is named. “Add Push Target…” makes one.');
    void vscode.window.showInformationMessage([words, targets.error()].filter(Boolean).join(' '));
    return undefined;
  }
  const items = list.map((target) => ({ label: target.name, description: shownAddress(target.url), target }));
  return (await pick(items, { title }))?.target;
}

async function showLast(folder: string | undefined, tools: PushCommandTools): Promise<void> {
  const [youngest] = tools.results.folders();
  const shown = folder !== undefined && tools.results.of(folder) ? folder : youngest;
  if (shown === undefined) {
    void vscode.window.showInformationMessage(l10n.t('Nothing was pushed since this window was opened.'));
    return;
  }
  await tools.showRow({ kind: 'push', folder: shown });
}
