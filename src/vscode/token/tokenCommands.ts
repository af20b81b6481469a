import * as vscode from 'vscode';
import { regenerateToken } from '../../core/edit/sessionEdit';
import { decodeToken } from '../../core/session/connectionToken';
import type { SessionChanges } from '../changes/sessionChanges';
import { type CommandRegistry, execute } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import type { SessionWriter } from '../mobileApps/sessionWriter';
import { changeMany } from '../sessions/changeMany';
import type { SessionTargets, TreeArguments } from '../sessions/targets';
import { TOKEN_COMMANDS } from './tokenContract';
import { TokenFiles } from './tokenFiles';

/** Registers *Decode Token*, *Edit Decoded Token* and *Regenerate Token*. */
export function registerTokenCommands(
  commands: CommandRegistry,
  targets: SessionTargets,
  writer: SessionWriter,
  changes: SessionChanges,
): void {
  commands.register(TOKEN_COMMANDS.tokenDecode, decodeSelected);
  commands.register(TOKEN_COMMANDS.tokenEditDecoded, async (...args: TreeArguments) => {
    const key = await targets.one(args);
    if (key) await execute(VSCODE_COMMANDS.open, TokenFiles.uriOf(key));
  });
  commands.register(TOKEN_COMMANDS.tokenRegenerate, async (...args: TreeArguments) => {
    const many = { kind: 'token', title: l10n.t('Regenerating the token'), changes } as const;
    await changeMany(targets.all(args), many, (key, record) => writer.edit(key, regenerateToken, record));
  });
}

/** Decodes the selected text of any editor. Without a selection, the user pastes a token. */
async function decodeSelected(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const selected = editor?.document.getText(editor.selection).trim();
  const text =
    selected ||
    (await vscode.window.showInputBox({ title: l10n.t('Decode Token'), prompt: l10n.t('A connection token') }));
  if (!text) return;
  const token = text
    .trim()
    .replace(/^(Authorization:\s*)?Bearer\s+/i, '')
    .replace(/^"|",?$/g, '');
  const decoded = decodeToken(token);
  if (!decoded.ok) throw new Error(defectText(decoded.defect));
  const content = `${JSON.stringify(decoded.value, undefined, 2)}\n`;
  const document = await vscode.workspace.openTextDocument({ language: 'json', content });
  await vscode.window.showTextDocument(document, { preview: true, viewColumn: vscode.ViewColumn.Beside });
}

function defectText(defect: Extract<ReturnType<typeof decodeToken>, { ok: false }>['defect']): string {
  switch (defect) {
    case 'notBase64':
      return l10n.t('This is no connection token: it is not base64.');
    case 'notUtf8':
      return l10n.t('This is no connection token: it is not base64 of UTF-8 text.');
    case 'notJson':
      return l10n.t('This is no connection token: it is not base64 of JSON.');
    case 'tooDeep':
      return l10n.t('This is no connection token: its JSON is nested too deeply.');
    case 'notAnObject':
      return l10n.t('This is no connection token: it is not base64 of a JSON object.');
  }
}
