import * as vscode from 'vscode';
import { emailWarning, setEmail } from '../../core/edit/sessionEdit';
import type { SessionEntry } from '../../core/index/sessionEntry';
import type { SessionIndex } from '../../core/index/sessionIndex';
import type { SessionChanges } from '../changes/sessionChanges';
import type { CommandRegistry } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import { phraseIn } from '../host/phraseText';
import { deviceText } from '../mobileApps/sessionText';
import type { SessionWriter } from '../mobileApps/sessionWriter';
import { changeMany } from './changeMany';
import { SESSION_COMMANDS } from './sessionsContract';
import type { SessionTargets, TreeArguments } from './targets';

/**
 * Registers *Edit E-mail of Session*. The input box starts with the current address. An address that looks wrong gets a warning,
 * but is accepted.
 */
export function registerEmailCommand(
  commands: CommandRegistry,
  index: SessionIndex,
  targets: SessionTargets,
  writer: SessionWriter,
  changes: SessionChanges,
): void {
  commands.register(SESSION_COMMANDS.sessionEditEmail, async (...args: TreeArguments) => {
    const keys = targets.all(args);
    const email = await askEmail(keys.flatMap((key) => index.entry(key) ?? []));
    if (email === undefined) return;
    const many = { kind: 'email', title: l10n.t('Changing the e-mail'), changes } as const;
    await changeMany(keys, many, (key, record) =>
      writer.edit(key, (text) => setEmail(text, newEmail(index.entry(key), email, keys.length)), record),
    );
  });
}

/** For several sessions, `@example.org` is the domain of all addresses that there are. */
function newEmail(entry: SessionEntry | undefined, typed: string, count: number): string {
  if (count < 2 || !typed.startsWith('@')) return typed;
  const before = entry?.fields.email ?? '';
  return before === '' ? '' : `${before.replace(/@[^@]*$/, '')}${typed}`;
}

/** Asks for one address for all sessions, or for a domain. It starts with their current address, or empty if they differ. */
async function askEmail(entries: readonly SessionEntry[]): Promise<string | undefined> {
  const [first] = entries;
  if (!first) return undefined;
  const emails = new Set(entries.map(({ fields }) => fields.email ?? ''));
  const differ = emails.size > 1;
  const email = await vscode.window.showInputBox({
    title:
      entries.length === 1
        ? l10n.t('E-mail of {0}', deviceText(first))
        : l10n.t('E-mail of {0} sessions', entries.length),
    prompt:
      entries.length === 1
        ? l10n.t('Empty for a guest')
        : l10n.t('Empty for a guest; @example.org changes only the domain'),
    placeHolder: differ ? l10n.t('{0} different addresses', emails.size) : '',
    value: differ ? '' : (first.fields.email ?? ''),
    validateInput: (text) => {
      const words = emailWarning(entries.length > 1 && text.startsWith('@') ? `any${text}` : text);
      return words && { message: phraseIn(words), severity: vscode.InputBoxValidationSeverity.Warning };
    },
  });
  // Pressing Enter without typing would change more than the user expects.
  return email === '' && differ && !(await confirmedGuests(entries.length)) ? undefined : email;
}

async function confirmedGuests(count: number): Promise<boolean> {
  const go = l10n.t('Make Guests');
  const question = l10n.t('Take the addresses of all {0} sessions away, so that they are guests?', count);
  return (await vscode.window.showWarningMessage(question, { modal: true }, go)) === go;
}
