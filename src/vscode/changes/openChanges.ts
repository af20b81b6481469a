import * as vscode from 'vscode';
import type { Host } from '../host/createHost';
import { l10n } from '../host/l10n';
import type { LateView } from '../host/lateView';
import { showChange } from './changeDiff';
import { ChangeRows } from './changeRows';
import { CHANGES_COMMANDS } from './changesContract';
import type { ChangesNeeds } from './changesFeature';
import { changeTitle } from './changeText';
import { ChangeTurns } from './changeTurns';
import type { KeptChange } from './keptChange';
import { SessionChanges } from './sessionChanges';

/** Builds the log of changes and the rows of its view, and registers what handles its commands. */
export async function openChanges(
  host: Pick<Host, 'disposables' | 'commands' | 'contextKeys' | 'memento' | 'backupRoot'>,
  { index, pending, store }: ChangesNeeds,
  late: LateView<KeptChange>,
): Promise<SessionChanges> {
  const { disposables, commands, contextKeys, memento: memory, backupRoot } = host;
  const turns = new ChangeTurns(await store.get(), pending, backupRoot);
  const log = disposables.add(
    new SessionChanges({ index, pending, turns, contextKeys, memory, backupRoot, now: () => Date.now() }),
  );
  late.show(disposables.add(new ChangeRows(log)));
  commands.register(CHANGES_COMMANDS.changesUndo, (row) => (row ? log.undo(() => row) : log.undo()));
  commands.register(CHANGES_COMMANDS.changesRedo, (row) => (row ? log.redo(() => row) : log.redo()));
  commands.register(CHANGES_COMMANDS.changesShow, async (row) => {
    const change = log.now(row);
    if (!change) return;
    const title = changeTitle(change);
    const shown = change.state === 'undone' ? l10n.t('{0} (undone)', title) : title;
    if (change.marks) void vscode.window.showInformationMessage(shown);
    else await showChange(shown, await log.parts(change), backupRoot);
  });
  return log;
}
