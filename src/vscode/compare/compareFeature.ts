import * as vscode from 'vscode';
import type { SessionIndex } from '../../core/index/sessionIndex';
import type { Host } from '../host/createHost';
import { Later } from '../host/later';
import { RESTORABLE_SCHEME } from './compareContract';
import { COMPARED_SCHEME } from './comparedScheme';

/** Shows the sides of comparisons. VS Code may open one with the window, so they are there from the start; their code is not. */
export function registerCompare({ disposables }: Pick<Host, 'disposables'>, index: SessionIndex): void {
  const changed = disposables.add(new vscode.EventEmitter<vscode.Uri>());
  const sides = new Later(async () => {
    const { ComparedSessions } = await import('./comparedSessions.js');
    return disposables.add(new ComparedSessions(index, changed));
  });
  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    provideTextDocumentContent: async (uri) => (await sides.get()).text(uri),
  };
  for (const scheme of [COMPARED_SCHEME, RESTORABLE_SCHEME]) {
    disposables.add(vscode.workspace.registerTextDocumentContentProvider(scheme, provider));
  }
}
