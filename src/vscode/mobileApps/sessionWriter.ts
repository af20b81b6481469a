import { isUtf8 } from 'node:buffer';
import * as vscode from 'vscode';
import { type Phrase, phrase } from '../../core/compliance/phrase';
import type { SessionEdit } from '../../core/edit/sessionEdit';
import { applyEdits, type TextEdit } from '../../core/edit/textEdit';
import type { SessionKey } from '../../core/index/sessionIndex';
import { digestOf } from '../../disk/digest';
import { readRegular } from '../../disk/regularFile';
import { SESSION_LIMIT } from '../../disk/sessionFile';
import type { SessionStore } from '../../disk/sessionStore';
import { phraseIn } from '../host/phraseText';
import { readWorkspaceFile } from '../host/workspaceFile';
import type { ChangeRecord } from './changeRecord';
import type { NotYetPushed } from './notYetPushed';
import { uriOf } from './sessionDocuments';

/** A session that was not changed, and why. */
export class RefusedError extends Error {
  constructor(
    readonly key: SessionKey,
    reason: Phrase,
  ) {
    super(phraseIn(reason));
  }
}

/**
 * Changes session files in the same way for all commands. A file that is open in an editor is changed through an
 * ordinary edit, so that Undo works and unsaved text is kept. Another file is replaced atomically on disk.
 */
export class SessionWriter {
  constructor(
    private readonly store: SessionStore,
    private readonly pending: NotYetPushed,
  ) {}

  /**
   * Makes a change, and records it. Returns whether there was anything to change.
   * @throws RefusedError, or an error of the store
   */
  async edit(key: SessionKey, change: (text: string) => SessionEdit, record: ChangeRecord): Promise<boolean> {
    const document = openDocument(uriOf(key));
    return document && (await isCurrent(document))
      ? this.editOpen(document, key, change, record)
      : this.editFile(key, change, record);
  }

  private async editOpen(
    document: vscode.TextDocument,
    key: SessionKey,
    change: (text: string) => SessionEdit,
    record: ChangeRecord,
  ): Promise<boolean> {
    const before = document.getText();
    const edits = accepted(key, change(before));
    if (edits.length === 0) return false;
    const wasDirty = document.isDirty;
    const file = document.uri.fsPath;
    if (!wasDirty) await record.keep(file);
    if (!(await vscode.workspace.applyEdit(workspaceEdit(document, edits)))) {
      throw new RefusedError(key, phrase('The editor did not take the change; close the file and try again.'));
    }
    // A document that was unsaved before stays unsaved: saving it is up to the user.
    const place = { from: file, to: file, madeFolder: false };
    if (wasDirty) {
      record.wrote({ ...place, now: { kind: 'unsaved', before, after: document.getText() } });
      return true;
    }
    if (!(await document.save())) {
      throw new RefusedError(key, phrase('The change is made in the editor, but the file could not be saved.'));
    }
    record.wrote({ ...place, now: { kind: 'saved', digest: digestOf((await readRegular(file)).bytes) } });
    this.pending.edited(key, before, document.getText());
    return true;
  }

  private async editFile(
    key: SessionKey,
    change: (text: string) => SessionEdit,
    record: ChangeRecord,
  ): Promise<boolean> {
    let before = '';
    const file = uriOf(key).fsPath;
    const written = await this.store.edit(file, async (bytes) => {
      if (!isUtf8(bytes)) {
        throw new RefusedError(key, phrase('This file is not UTF-8, so that nothing in it can be changed safely.'));
      }
      before = bytes.toString('utf8');
      const edits = accepted(key, change(before));
      if (edits.length === 0) return undefined;
      await record.keep(file);
      return Buffer.from(applyEdits(before, edits));
    });
    if (written) {
      record.wrote({ from: file, to: file, madeFolder: false, now: { kind: 'saved', digest: digestOf(written) } });
      this.pending.edited(key, before, written.toString('utf8'));
    }
    return written !== undefined;
  }
}

/** The open document of a file. */
export function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((each) => !each.isClosed && each.uri.toString() === uri.toString());
}

/** The text of a file: from its editor when it is open, otherwise from disk, without a byte order mark. */
export async function currentText(uri: vscode.Uri): Promise<string> {
  return openDocument(uri)?.getText() ?? new TextDecoder().decode(await readWorkspaceFile(uri, SESSION_LIMIT));
}

/**
 * Whether a change belongs into the document: it has unsaved text, or the same text as the file. Otherwise VS Code has
 * not reloaded it yet, or has normalized mixed line endings. Then the file is changed on disk, and VS Code reloads it.
 */
export async function isCurrent(document: vscode.TextDocument): Promise<boolean> {
  if (document.isDirty) return true;
  const bytes = await readWorkspaceFile(document.uri, SESSION_LIMIT);
  return new TextDecoder().decode(bytes) === document.getText();
}

/** Edits of a document, in the form that VS Code expects. */
export function workspaceEdit(document: vscode.TextDocument, edits: readonly TextEdit[]): vscode.WorkspaceEdit {
  const made = new vscode.WorkspaceEdit();
  addEdits(made, document, edits);
  return made;
}

export function addEdits(
  to: vscode.WorkspaceEdit,
  document: vscode.TextDocument,
  edits: readonly TextEdit[],
  metadata?: vscode.WorkspaceEditEntryMetadata,
): void {
  for (const { start, end, text } of edits) {
    const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
    to.replace(document.uri, range, text, metadata);
  }
}

function accepted(key: SessionKey, edit: SessionEdit): readonly TextEdit[] {
  if (!edit.ok) throw new RefusedError(key, edit.reason);
  return edit.edits;
}
