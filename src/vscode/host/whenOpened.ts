import * as vscode from 'vscode';

/**
 * Calls a function once: when a document is open that is meant. A change of its language counts as opening it.
 * @param known says when more is known of the documents that are open already
 * @returns what ends the waiting
 */
export function whenOpened(
  isMeant: (document: vscode.TextDocument) => boolean,
  found: () => void,
  known?: (listener: () => void) => { dispose(): unknown },
): vscode.Disposable {
  if (vscode.workspace.textDocuments.some(isMeant)) {
    found();
    return new vscode.Disposable(() => {});
  }
  const look = (documents: readonly vscode.TextDocument[]) => {
    if (!documents.some(isMeant)) return;
    waiting.dispose();
    found();
  };
  const waiting = vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument((document) => look([document])),
    ...(known ? [known(() => look(vscode.workspace.textDocuments))] : []),
  );
  return waiting;
}
