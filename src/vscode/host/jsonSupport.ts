import * as vscode from 'vscode';
import { readSetting } from './settings';
import { VSCODE_SETTINGS } from './vscodeContract';

/** Whether VS Code's own JSON support reports errors in JSON files at this place. */
export function isJsonValidated(uri: vscode.Uri): boolean {
  const validates = readSetting(VSCODE_SETTINGS.jsonValidate, uri);
  return validates && vscode.extensions.getExtension('vscode.json-language-features') !== undefined;
}
