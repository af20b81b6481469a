import * as vscode from 'vscode';
import { errorsOf } from '../../core/compliance/finding';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import { execute } from '../host/commandRegistry';
import { editorRange } from '../host/ranges';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import { uriOf } from './sessionDocuments';

/**
 * Opens a session file. One at fault opens with the cursor at its first error, unless the user has it open already: then the cursor
 * stays where the user has put it.
 */
export async function openSession(index: SessionIndex, key: SessionKey): Promise<void> {
  const uri = uriOf(key);
  const [first] = errorsOf(index.entry(key)?.findings ?? []);
  if (!first || isOpen(uri)) {
    await execute(VSCODE_COMMANDS.open, uri);
    return;
  }
  const { start } = editorRange(first.range);
  // Not the whole value: a key that is typed would replace it.
  const place = new vscode.Range(start, start);
  await execute(VSCODE_COMMANDS.open, uri, { selection: place });
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.uri.toString() !== uri.toString()) return;
  // VS Code puts the error in the middle. The line above the text that says what is wrong is seen too, where there is room for both.
  // Where there is not, as in a file that is one long line, the error is what is seen: its repairs are at the cursor.
  editor.revealRange(new vscode.Range(0, 0, 0, 0), vscode.TextEditorRevealType.AtTop);
  editor.revealRange(place, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

function isOpen(uri: vscode.Uri): boolean {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString());
}
