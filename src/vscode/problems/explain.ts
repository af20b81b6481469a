import * as vscode from 'vscode';
import { ERROR_CODES, type FindingCode, HINT_CODES } from '../../core/compliance/finding';
import { HANDLER_CODES, type HandlerCode } from '../../core/handlers/handlerFinding';
import { type CommandRegistry, execute } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import { pick } from '../host/pick';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import { FINDING_COMMANDS } from './findingContract';

/**
 * Registers *Explain Finding*. It opens the shipped explanation of a finding code, and asks for the code if none is
 * given.
 */
export function registerExplain(commands: CommandRegistry, extensionUri: vscode.Uri): void {
  commands.register(FINDING_COMMANDS.findingExplain, async (code?: FindingCode | HandlerCode) => {
    const codes = [...[...ERROR_CODES].sort(), ...HINT_CODES, ...HANDLER_CODES];
    const title = l10n.t('Explain Finding');
    const chosen =
      codes.find((each) => each === code) ??
      (
        await pick(
          codes.map((label) => ({ label })),
          { title },
        )
      )?.label;
    if (chosen === undefined) return;
    const file = chosen.startsWith('handlers/') ? 'handlers.md' : 'findings.md';
    // The Markdown preview makes this anchor from the heading "mobi/1".
    const fragment = chosen.replace('/', '');
    const page = vscode.Uri.joinPath(extensionUri, 'media', file).with({ fragment });
    await execute(VSCODE_COMMANDS.showPreview, page);
  });
}
