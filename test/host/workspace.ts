import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';

/** The folder that is open in the window: a temporary one, made for this run. */
export function workspaceRoot(): string {
  const root = vscode.workspace.workspaceFolders?.[0];
  if (!root) throw new Error('The tests need a window with a folder.');
  return root.uri.fsPath;
}

/** A MobileApps folder in the open folder, of this name beneath it, made when its first file is. */
export class TestMobileApps {
  readonly folder: string;

  constructor(project: string, name = 'MobileApps') {
    this.folder = path.join(workspaceRoot(), project, name);
  }

  /** Writes a session file: the seed's unless told otherwise. */
  write(text = SEED_SESSION, application = SEED_APPLICATION, name = SEED_NAME): vscode.Uri {
    const file = path.join(this.folder, application, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    return vscode.Uri.file(file);
  }

  remove(): void {
    fs.rmSync(path.dirname(this.folder), { recursive: true, force: true });
  }
}

/** Codes of a file's problems, in their order. */
export function codes(uri: vscode.Uri): string[] {
  return vscode.languages.getDiagnostics(uri).map(({ code }) => String(typeof code === 'object' ? code.value : code));
}

/** Waits until a file has exactly these problems. The test's own time limit ends the waiting. */
export async function untilCodes(uri: vscode.Uri, wanted: string[]): Promise<void> {
  const has = () => codes(uri).join() === wanted.join();
  while (!has()) await next(vscode.languages.onDidChangeDiagnostics);
}

/** The next value of an event. */
export function next<T>(event: vscode.Event<T>): Promise<T> {
  return new Promise((resolve) => {
    const subscription = event((value) => {
      subscription.dispose();
      resolve(value);
    });
  });
}

/** Replaces a text in an open document, without saving. */
export async function replace(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const at = document.getText().indexOf(from);
  if (at < 0) throw new Error(`The document has no ${from}.`);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(at), document.positionAt(at + from.length));
  edit.replace(document.uri, range, to);
  await vscode.workspace.applyEdit(edit);
}

export async function closeEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
