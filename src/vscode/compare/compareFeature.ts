import * as vscode from 'vscode';
import type { SessionIndex } from '../../core/index/sessionIndex';
import type { Host } from '../host/createHost';
import { Later } from '../host/later';
import { COMPARED_SCHEME } from './comparedUri';

/** Shows the sides of comparisons. VS Code may open one with the window, so they are there from the start; their code is not. */
export function registerCompare({ disposables }: Pick<Host, 'disposables'>, index: SessionIndex): void {
  const changed = disposables.add(new vscode.EventEmitter<vscode.Uri>());
  const sides = new Later(async () => {
    const { ComparedSessions } = await import('./comparedSessions.js');
    return disposables.add(new ComparedSessions(index, changed));
  });
  disposables.add(
    vscode.workspace.registerTextDocumentContentProvider(COMPARED_SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: async (uri) => (await sides.get()).text(uri),
    }),
  );
}
