import * as vscode from 'vscode';
import type { EditorChange, Editors } from '../../disk/change/editors';
import { refusedByEditor, unsavedInEditor } from '../../disk/writeErrors';
import { openDocument, workspaceEdit } from './sessionWriter';

/** Changes open documents through ordinary edits, so that Undo works in the editor. */
export class OpenEditors implements Editors {
  unsaved(file: string): string | undefined {
    const document = openDocument(vscode.Uri.file(file));
    return document?.isDirty ? document.getText() : undefined;
  }

  async change({ from, to, before, edits }: EditorChange): Promise<boolean> {
    const uri = vscode.Uri.file(from);
    const document = openDocument(uri);
    // A document that VS Code has not reloaded yet, or whose mixed line endings it has normalized, is better changed on
    // disk.
    if (document?.getText() !== before) return false;
    const wasDirty = document.isDirty;
    const edit = workspaceEdit(document, edits);
    const target = vscode.Uri.file(to);
    if (from !== to) edit.renameFile(uri, target, { overwrite: false });
    if (!(await vscode.workspace.applyEdit(edit))) throw refusedByEditor(from);
    // A document that was unsaved before stays unsaved.
    if (wasDirty || (await openDocument(target)?.save()) !== false) return true;
    throw unsavedInEditor(to);
  }
}
