import * as vscode from 'vscode';
import { readSetting } from '../host/settings';

/**
 * Whether the user says in `files.associations` which language this file has. By VS Code's own rules: upper and lower case
 * are the same; a pattern with a slash is for the whole path, one without for the name.
 */
export function hasUserAssociation({ uri, languageId }: vscode.TextDocument): boolean {
  const configured = readSetting<Record<string, string>>('files.associations', {}, uri);
  // All that VS Code's matcher asks for of a document.
  const inLowerCase = { uri: uri.with({ path: uri.path.toLowerCase() }), languageId } as vscode.TextDocument;
  return Object.keys(configured).some((text) => {
    const glob = text.toLowerCase();
    const pattern = glob.includes('/') ? glob : `**/${glob}`;
    return vscode.languages.match({ pattern }, inLowerCase) > 0;
  });
}
