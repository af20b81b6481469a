import * as vscode from 'vscode';
import { readSetting } from '../host/settings';
import { VSCODE_SETTINGS } from '../host/vscodeContract';

/** Languages that VS Code itself gives to files without a language of their own. */
const BY_ITSELF = new Set(['plaintext', 'json', 'jsonc']);

/**
 * Whether the user has chosen the language of a document: in `files.associations`, or by picking one.
 * @param ours the language that the manifest gives to such files; having it is no choice of the user
 */
export function isLanguageChosen(document: vscode.TextDocument, ours: string): boolean {
  const { languageId } = document;
  return (languageId !== ours && !BY_ITSELF.has(languageId)) || isAssociated(document);
}

/**
 * Follows VS Code's own rules. The setting applies to the whole window, not to single folders. Case does not matter. A
 * pattern with a slash is matched against the whole path, another one against the name. A value that is no language is
 * ignored.
 */
function isAssociated({ uri, languageId }: vscode.TextDocument): boolean {
  const configured = readSetting(VSCODE_SETTINGS.filesAssociations);
  // VS Code's matcher reads nothing else of a document.
  const inLowerCase = { uri: uri.with({ path: uri.path.toLowerCase() }), languageId } as vscode.TextDocument;
  return Object.entries(configured).some(([text, language]) => {
    const glob = text.toLowerCase();
    const pattern = glob.includes('/') ? glob : `**/${glob}`;
    return typeof language === 'string' && vscode.languages.match({ pattern }, inLowerCase) > 0;
  });
}
