import * as vscode from 'vscode';
import { documentsIn } from '../host/declared';
import { l10n } from '../host/l10n';
import { namedCode } from './codeNames';
import { HANDLER_FILES } from './handlerFiles';

/** Registers links from the classes and functions that HTTPHandlers.json names to the files that have them. */
export function registerHandlerLinks(): vscode.Disposable {
  const pattern = { scheme: 'file', pattern: HANDLER_FILES };
  return vscode.languages.registerDocumentLinkProvider(documentsIn(pattern), {
    provideDocumentLinks: async (document) =>
      (await namedCode(document.uri, document.getText())).flatMap(({ start, end, file, line }) => {
        // A class in another folder, by a link, is not the project's.
        if (!vscode.workspace.getWorkspaceFolder(file.uri) && vscode.workspace.getWorkspaceFolder(document.uri))
          return [];
        const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
        const target = line === undefined ? file.uri : file.uri.with({ fragment: `L${line + 1}` });
        const link = new vscode.DocumentLink(range, target);
        link.tooltip = l10n.t('Open {0}', file.uri.path.split('/').at(-1) ?? '');
        return [link];
      }),
  });
}
