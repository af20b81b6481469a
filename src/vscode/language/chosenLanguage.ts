import * as vscode from 'vscode';

/** Languages that VS Code chooses by itself for files without a language of their own. */
const BY_ITSELF = new Set(['plaintext', 'json', 'jsonc']);

/** Whether somebody has said which language a document has: in `files.associations`, or by picking one. */
export function isLanguageChosen(document: vscode.TextDocument): boolean {
  return !BY_ITSELF.has(document.languageId) || isAssociated(document);
}

/** Whether `files.associations` says which language a document has. */
export function isAssociated(document: vscode.TextDocument): boolean {
  const associations = vscode.workspace.getConfiguration('files', document).get<object>('associations', {});
  return Object.keys(associations).some((glob) => {
    // As VS Code has it: without a slash it is about the name alone.
    const pattern = glob.includes('/') ? glob : `**/${glob}`;
    return vscode.languages.match({ pattern }, document) > 0;
  });
}
