import * as vscode from 'vscode';
import { isInLanguage, type Language } from '../host/declared';
import { readSetting } from '../host/settings';
import { VSCODE_SETTINGS } from '../host/vscodeContract';

/** Languages that VS Code itself gives to files without a language of their own. */
const BY_ITSELF = ['plaintext', 'json', 'jsonc'] as const;

/**
 * Whether the user has chosen the language of a document: in `files.associations`, or by picking one.
 * @param ours the language that the manifest gives to such files; having it is no choice of the user
 */
export function isLanguageChosen(document: vscode.TextDocument, ours: Language): boolean {
  const isGiven = [ours, ...BY_ITSELF].some((each) => isInLanguage(document, each));
  return !isGiven || isAssociated(document);
}

/**
 * Follows VS Code's own rules. The setting applies to the whole window, not to single folders. Case does not matter. A
 * pattern with a slash is matched against the whole path, another one against the name. A value that is no language is
 * ignored.
 */
function isAssociated({ uri }: vscode.TextDocument): boolean {
  const configured = readSetting(VSCODE_SETTINGS.filesAssociations);
  // VS Code's matcher reads nothing else of a document, as no pattern here names a language.
  const inLowerCase = { uri: uri.with({ path: uri.path.toLowerCase() }) } as vscode.TextDocument;
  return Object.entries(configured).some(([text, language]) => {
    const glob = text.toLowerCase();
    const pattern = glob.includes('/') ? glob : `**/${glob}`;
    return typeof language === 'string' && vscode.languages.match({ pattern }, inLowerCase) > 0;
  });
}
