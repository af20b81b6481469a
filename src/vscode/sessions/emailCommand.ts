import * as vscode from 'vscode';
import { emailWarning, setEmail } from '../../core/edit/sessionEdit';
import type { SessionIndex } from '../../core/index/sessionIndex';
import { COMMANDS } from '../contract';
import type { CommandRegistry } from '../host/commands';
import { phraseIn } from '../host/phraseText';
import { changeMany } from './changeMany';
import { deviceText } from './sessionText';
import type { SessionWriter } from './sessionWriter';
import type { SessionTargets, TreeArguments } from './targets';

/** Registers *Edit E-mail*: an input box with what is there; what looks wrong is said and taken all the same. */
export function registerEmailCommand(
  commands: CommandRegistry,
  index: SessionIndex,
  targets: SessionTargets,
  writer: SessionWriter,
): void {
  commands.register(COMMANDS.sessionEditEmail, async (...args: TreeArguments) => {
    const key = targets.one(args);
    const entry = key && index.entry(key);
    if (!key || !entry) return;
    const email = await vscode.window.showInputBox({
      title: vscode.l10n.t('E-mail of {0}', deviceText(entry)),
      prompt: vscode.l10n.t('Empty for a guest'),
      value: entry.fields.email ?? '',
      validateInput: (text) => {
        const warning = emailWarning(text);
        return warning && { message: phraseIn(warning), severity: vscode.InputBoxValidationSeverity.Warning };
      },
    });
    if (email === undefined) return;
    await changeMany([key], vscode.l10n.t('Changing the e-mail'), (each) =>
      writer.edit(each, (text) => setEmail(text, email)),
    );
  });
}
