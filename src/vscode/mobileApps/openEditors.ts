import * as vscode from 'vscode';
import type { EditorChange, Editors } from '../../disk/fix/editors';
import { refusedByEditor, unsavedInEditor } from '../../disk/writeErrors';
import { openDocument, workspaceEdit } from './sessionWriter';

/** Changes what VS Code has open by ordinary edits, which Undo takes back there. */
export class OpenEditors implements Editors {
  unsaved(file: string): string | undefined {
    const document = openDocument(vscode.Uri.file(file));
    return document?.isDirty ? document.getText() : undefined;
  }

  async change({ from, to, before, edits }: EditorChange): Promise<boolean> {
    const uri = vscode.Uri.file(from);
    const document = openDocument(uri);
    // One that has not yet been loaded anew, or whose mixed line ends VS Code has evened out, is better changed on disk.
    if (document?.getText() !== before) return false;
    const wasDirty = document.isDirty;
    const edit = workspaceEdit(document, edits);
    const target = vscode.Uri.file(to);
    if (from !== to) edit.renameFile(uri, target, { overwrite: false });
    if (!(await vscode.workspace.applyEdit(edit))) throw refusedByEditor(from);
    // What was not saved before stays unsaved.
    if (wasDirty || (await openDocument(target)?.save()) !== false) return true;
    throw unsavedInEditor(to);
  }
}
