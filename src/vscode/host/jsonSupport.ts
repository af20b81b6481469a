import * as vscode from 'vscode';
import { readSetting } from './settings';

/** Whether VS Code's own JSON support tells what is wrong with JSON at this place. */
export function isJsonValidated(uri: vscode.Uri): boolean {
  const validates = readSetting('json.validate.enable', true, uri);
  return validates && vscode.extensions.getExtension('vscode.json-language-features') !== undefined;
}
