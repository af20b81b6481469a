import * as vscode from 'vscode';
import { regenerateToken } from '../../core/edit/sessionEdit';
import { decodeToken } from '../../core/session/connectionToken';
import type { SessionChanges } from '../changes/sessionChanges';
import { type CommandRegistry, execute } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import { uriOf } from '../mobileApps/sessionDocuments';
import { currentText, type SessionWriter } from '../mobileApps/sessionWriter';
import { tokenIn } from '../mobileApps/tokenText';
import { changeMany } from '../sessions/changeMany';
import type { SessionTargets, TreeArguments } from '../sessions/targets';
import { TOKEN_COMMANDS } from './tokenContract';
import { TokenFiles } from './tokenFiles';

/** Registers *Decode Connection Token*, *Edit Decoded Connection Token* and *Regenerate Connection Token*. */
export function registerTokenCommands(
  commands: CommandRegistry,
  targets: SessionTargets,
  writer: SessionWriter,
  changes: SessionChanges,
): void {
  commands.register(TOKEN_COMMANDS.tokenDecode, async (...args: TreeArguments) => {
    const text = selectedText(args) || (args[0] ? await tokenOfOne(targets, args) : await askForToken());
    if (text) await showDecoded(text);
  });
  commands.register(TOKEN_COMMANDS.tokenEditDecoded, async (...args: TreeArguments) => {
    const key = await targets.one(args);
    if (key) await execute(VSCODE_COMMANDS.open, TokenFiles.uriOf(key));
  });
  commands.register(TOKEN_COMMANDS.tokenRegenerate, async (...args: TreeArguments) => {
    const many = { kind: 'token', title: l10n.t('Regenerating the token'), changes } as const;
    await changeMany(targets.all(args), many, (key, record) => writer.edit(key, regenerateToken, record));
  });
}

/** What is selected in the active editor, if the command was not called on a row. */
function selectedText([given]: TreeArguments): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!editor || (given !== undefined && !(given instanceof vscode.Uri))) return undefined;
  return editor.document.getText(editor.selection).trim();
}

async function tokenOfOne(targets: SessionTargets, args: TreeArguments): Promise<string | undefined> {
  const key = await targets.one(args);
  return key && tokenIn(await currentText(uriOf(key)));
}

function askForToken(): Thenable<string | undefined> {
  return vscode.window.showInputBox({ title: l10n.t('Decode Connection Token'), prompt: l10n.t('A connection token') });
}

async function showDecoded(text: string): Promise<void> {
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
