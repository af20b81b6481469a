import * as vscode from 'vscode';

/**
 * Calls a function once: when a document is open that is meant. A change of its language counts as opening it.
 * @returns what ends the waiting
 */
export function whenOpened(isMeant: (document: vscode.TextDocument) => boolean, found: () => void): vscode.Disposable {
  if (vscode.workspace.textDocuments.some(isMeant)) {
    found();
    return new vscode.Disposable(() => {});
  }
  const waiting = vscode.workspace.onDidOpenTextDocument((document) => {
    if (!isMeant(document)) return;
    waiting.dispose();
    found();
  });
  return waiting;
}
