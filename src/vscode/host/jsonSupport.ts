import * as vscode from 'vscode';

/** Whether VS Code's own JSON support tells what is wrong with JSON at this place. */
export function isJsonValidated(uri: vscode.Uri): boolean {
  const validates = vscode.workspace.getConfiguration('json', uri).get<boolean>('validate.enable', true);
  return validates && vscode.extensions.getExtension('vscode.json-language-features') !== undefined;
}
