import * as vscode from 'vscode';
import type { SessionIndex } from '../../core/index/sessionIndex';
import type { CommandRegistry } from '../host/commandRegistry';
import type { AllFindings } from './allFindings';
import { ALL_FINDINGS_SCHEME } from './allFindingsUri';
import { FINDING_COMMANDS } from './findingContract';

/**
 * Registers the document that lists all findings, and what handles the command that opens it. Few users ever open it, so its code
 * is read then.
 */
export function registerAllFindings(index: SessionIndex, commands: CommandRegistry): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  let made: Promise<AllFindings> | undefined;
  const all = () => {
    made ??= import('./allFindings.js').then(({ AllFindings }) => new AllFindings(index, changed));
    return made;
  };
  commands.register(FINDING_COMMANDS.findingShowAll, async () => (await all()).show());
  return vscode.Disposable.from(
    changed,
    { dispose: async () => (await made)?.dispose() },
    vscode.workspace.registerTextDocumentContentProvider(ALL_FINDINGS_SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: async () => (await all()).provideTextDocumentContent(),
    }),
    vscode.languages.registerDocumentLinkProvider(
      { scheme: ALL_FINDINGS_SCHEME },
      {
        provideDocumentLinks: async (document) => (await all()).provideDocumentLinks(document),
        resolveDocumentLink: async (link) => (await all()).resolveDocumentLink(link),
      },
    ),
  );
}
