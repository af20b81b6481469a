import path from 'node:path';
import * as vscode from 'vscode';
import { visibleText } from '../../core/base/visibleText';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import { Backup, type SavedBackup } from '../../disk/backup';
import { removedFile } from '../../disk/change/writtenFile';
import type { CheckPool } from '../../disk/checkPool';
import { type ResetResult, resetSessions } from '../../disk/resetSessions';
import { sessionKeyAt } from '../../disk/sessionPlace';
import type { SessionChanges } from '../changes/sessionChanges';
import type { CommandRegistry } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import { phraseIn } from '../host/phraseText';
import { isOne } from '../host/plural';
import { requireTrust } from '../host/trust';
import { backupKeeping } from '../mobileApps/backupKeeping';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import { uriOf } from '../mobileApps/sessionDocuments';
import { timeText } from '../mobileApps/sessionText';
import { openDocument } from '../mobileApps/sessionWriter';
import type { ChosenPlace, PlaceChooser } from './choosePlace';
import { notDeletedText } from './notDeletedText';
import { SESSION_COMMANDS } from './sessionsContract';
import type { TreeNode } from './treeNode';

/** Fewer are done before anybody could read a progress notification. */
const PROGRESS_FROM = 20;

/** What resetting and restoring need. */
export interface ResetTools {
  readonly pool: CheckPool;
  readonly index: SessionIndex;
  readonly pending: NotYetPushed;
  readonly backupRoot: string;
  readonly changes: SessionChanges;
}

/** Registers *Reset Sessions* for an application and for a MobileApps folder, and *Restore Last Reset of MobileApps Folder*. */
export function registerResetCommands(commands: CommandRegistry, choose: PlaceChooser, tools: ResetTools): void {
  commands.register(SESSION_COMMANDS.applicationReset, async (node?: TreeNode) => {
    requireTrust();
    const place = await choose.application(node, l10n.t('Reset Sessions of Application'));
    if (place) await reset(place, tools);
  });
  commands.register(SESSION_COMMANDS.folderReset, async (node?: TreeNode) => {
    requireTrust();
    const place = await choose.folder(node, l10n.t('Reset Sessions of MobileApps Folder'));
    if (place) await reset(place, tools);
  });
  commands.register(SESSION_COMMANDS.folderRestoreReset, async (node?: TreeNode) => {
    requireTrust();
    const place = await choose.folder(node, l10n.t('Restore Last Reset of MobileApps Folder'));
    if (place) await restoreLast(place.folder, tools);
  });
}

async function reset(place: ChosenPlace, tools: ResetTools): Promise<void> {
  const keys = sessionsAt(place, tools.index);
  if (keys.length === 0) {
    void vscode.window.showInformationMessage(l10n.t('{0} has no sessions.', nameOf(place, tools.index)));
    return;
  }
  if (!(await confirmed(place, keys, tools.index))) return;
  const before = tools.pending.before(keys);
  const result = await vscode.window.withProgress(
    { location: progressPlace(keys.length), title: l10n.t('Resetting sessions') },
    (progress) => {
      let shown = 0;
      const onProgress = (done: number, total: number) => {
        const percent = Math.floor((done / total) * 100);
        // Each report is a message to the window. A hundred are enough, also for 20,000 files.
        if (percent > shown) progress.report({ increment: percent - shown });
        shown = percent;
      };
      return resetSessions(tools.pool, place.folder, {
        ...(place.application !== undefined && { application: place.application }),
        backupRoot: tools.backupRoot,
        keeping: backupKeeping(),
        onProgress,
      });
    },
  );
  tools.pending.deleted(result.removed.map(sessionKeyAt), before);
  await tellReset(result, place.folder, tools);
}

async function confirmed(place: ChosenPlace, keys: readonly SessionKey[], index: SessionIndex): Promise<boolean> {
  const name = nameOf(place, index);
  const question =
    keys.length === 1
      ? l10n.t('Delete the only session of {0}?', name)
      : l10n.t('Delete all {0} sessions of {1}?', keys.length, name);
  const unsaved = keys.filter((key) => openDocument(uriOf(key))?.isDirty).length;
  const detail = [
    visibleText(vscode.workspace.asRelativePath(path.join(place.folder, place.application ?? ''))),
    '',
    l10n.t(
      'Only session files go: key.mobileapp, manifest.json, .p8, google-services.json, all other files and the folders stay.',
    ),
    l10n.t(
      'All users of these sessions are logged out at the next push. A backup is made first: “Restore Last Reset of MobileApps Folder” brings it back.',
    ),
  ];
  if (unsaved > 0) {
    detail.push(
      isOne(unsaved)
        ? l10n.t('{0} of them is open with unsaved changes, which stay in its editor.', unsaved)
        : l10n.t('{0} of them are open with unsaved changes, which stay in their editors.', unsaved),
    );
  }
  const go = l10n.t('Reset');
  const options = { modal: true, detail: detail.join('\n') };
  return (await vscode.window.showWarningMessage(question, options, go)) === go;
}

async function tellReset(
  { removed, failed, backup, pruned }: ResetResult,
  folder: string,
  tools: ResetTools,
): Promise<void> {
  const parts = [
    isOne(removed.length)
      ? l10n.t('{0} session file is deleted.', removed.length)
      : l10n.t('{0} session files are deleted.', removed.length),
  ];
  const [first] = failed;
  if (first) parts.push(notDeletedText(failed.length, phraseIn(first.error.phrase)));
  const restore = l10n.t('Restore');
  const show = first ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const written = removed.map(removedFile);
  const change = tools.changes.add('reset', [{ folder, written, backup, pruned }]);
  const answer = await (change ? show(parts.join(' '), restore) : show(parts.join(' ')));
  if (answer === restore) await tools.changes.undo(() => change);
}

async function restoreLast(folder: string, tools: ResetTools): Promise<void> {
  const damaged: string[] = [];
  const saved = await Backup.list(folder, tools.backupRoot, (why) => damaged.push(phraseIn(why.phrase)));
  const last = saved.find(({ purpose }) => purpose === 'reset');
  if (!last) {
    const none = l10n.t('No reset of {0} was made here.', folder);
    void vscode.window.showInformationMessage([none, ...damaged].join(' '));
    return;
  }
  const go = l10n.t('Restore');
  const question = isOne(last.files.length)
    ? l10n.t('Put back the {0} session file of the reset of {1}?', last.files.length, timeText(last.time))
    : l10n.t('Put back the {0} session files of the reset of {1}?', last.files.length, timeText(last.time));
  const detail = [l10n.t('Files that are there now are not overwritten.'), ...damaged].join('\n');
  if ((await vscode.window.showInformationMessage(question, { modal: true, detail }, go)) === go) {
    await putBack(last, tools);
  }
}

async function putBack(saved: SavedBackup, { changes }: ResetTools): Promise<void> {
  const known = changes.changes.find(
    ({ state, records }) => state === 'done' && records.some(({ backup }) => backup === saved.path),
  );
  if (known) {
    await changes.undo(() => known);
    return;
  }
  // Another window has made it, or an earlier one.
  const { folder, files } = saved;
  const written = files.map((file) => removedFile(path.join(folder, ...file.split('/'))));
  await changes.takeBack('restoreReset', [{ folder, written, backup: await Backup.open(saved.path) }]);
}

/** A notification that appears and vanishes at once would only push others away. */
function progressPlace(files: number): vscode.ProgressLocation {
  return files < PROGRESS_FROM ? vscode.ProgressLocation.Window : vscode.ProgressLocation.Notification;
}

function sessionsAt({ folder, application }: ChosenPlace, index: SessionIndex): SessionKey[] {
  const names = application === undefined ? index.applications(folder).map(({ name }) => name) : [application];
  return names.flatMap((each) =>
    [...index.entries(folder, each)].map(({ name }) => ({ folder, application: each, name })),
  );
}

function nameOf({ folder, application }: ChosenPlace, index: SessionIndex): string {
  if (application === undefined) return vscode.workspace.asRelativePath(folder, true);
  return index.applicationOf(folder, application)?.title ?? application;
}
