import * as vscode from 'vscode';
import { readSetting } from '../host/settings';
import { VSCODE_SETTINGS } from '../host/vscodeContract';

/** Languages that VS Code chooses by itself for files without a language of their own. */
const BY_ITSELF = new Set(['plaintext', 'json', 'jsonc']);

/**
 * Whether somebody has said which language a document has: in `files.associations`, or by picking one.
 * @param ours the language of the manifest for such files, which nobody had to choose
 */
export function isLanguageChosen(document: vscode.TextDocument, ours: string): boolean {
  const { languageId } = document;
  return (languageId !== ours && !BY_ITSELF.has(languageId)) || isAssociated(document);
}

/**
 * By VS Code's own rules: the setting is the window's, for no folder another; upper and lower case are the same; a pattern
 * with a slash is for the whole path, one without for the name; what is no language is passed over.
 */
function isAssociated({ uri, languageId }: vscode.TextDocument): boolean {
  const configured = readSetting(VSCODE_SETTINGS.filesAssociations);
  // All that VS Code's matcher asks for of a document.
  const inLowerCase = { uri: uri.with({ path: uri.path.toLowerCase() }), languageId } as vscode.TextDocument;
  return Object.entries(configured).some(([text, language]) => {
    const glob = text.toLowerCase();
    const pattern = glob.includes('/') ? glob : `**/${glob}`;
    return typeof language === 'string' && vscode.languages.match({ pattern }, inLowerCase) > 0;
  });
}
