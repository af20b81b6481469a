import * as vscode from 'vscode';

/** Whether the user wants what cannot be undone. */
export async function confirmed(question: string, detail: string, go: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, go)) === go;
}
