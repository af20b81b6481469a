import path from 'node:path';
import * as vscode from 'vscode';
import { visibleText } from '../../core/base/visibleText';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import { sessionKeyAt } from '../../disk/sessionPlace';
import type { CommandRegistry } from '../host/commandRegistry';
import { errorText } from '../host/errorText';
import { l10n } from '../host/l10n';
import { isOne } from '../host/plural';
import { requireTrust } from '../host/trust';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import { uriOf } from '../mobileApps/sessionDocuments';
import { sessionName } from '../mobileApps/sessionName';
import { openDocument } from '../mobileApps/sessionWriter';
import { notDeletedText, tellRestoration } from './restorationText';
import { SESSION_COMMANDS } from './sessionsContract';
import type { Deletion, SessionTrash } from './sessionTrash';
import type { SessionTargets, TreeArguments } from './targets';
import type { Tour } from './tour';

/** The question names this many sessions. The rest is counted. */
const NAMED = 5;
/** Fewer are done before anybody could read a progress notification. */
const PROGRESS_FROM = 20;

/** Registers *Delete*. It asks once, moves the files to the trash, and shows a notification that can undo it. */
export function registerDeleteCommand(
  commands: CommandRegistry,
  index: SessionIndex,
  targets: SessionTargets,
  trash: SessionTrash,
  pending: NotYetPushed,
  tour: Tour,
): void {
  commands.register(SESSION_COMMANDS.sessionDelete, async (...args: TreeArguments): Promise<void> => {
    requireTrust();
    const isKey = args[0] !== undefined && 'from' in args[0];
    const rows = targets.rows(args) ?? [];
    const sessions = rows.filter(({ kind }) => kind === 'session');
    if (rows.length > sessions.length || (isKey && sessions.length === 0)) return tellOnlySessions();
    const keys = targets.all([sessions[0], sessions]);
    if (keys.length === 0 || !(await confirmed(index, keys))) return;
    const names = keys.map((key) => nameOf(index, key));
    const before = pending.before(keys);
    const deletion = await deleteWithProgress(trash, keys);
    pending.deleted(deletion.deleted, before);
    if (deletion.deleted.length > 0) tour.done('sessionsDeleted');
    await tell(trash, pending, deletion, names);
  });
}

function tellOnlySessions(): void {
  void vscode.window.showInformationMessage(
    l10n.t('Select the sessions to delete. All sessions of an application go with “Reset Sessions of Application”.'),
  );
}

async function confirmed(index: SessionIndex, keys: readonly SessionKey[]): Promise<boolean> {
  const [first] = keys;
  if (!first) return false;
  const question =
    keys.length === 1
      ? l10n.t('Delete the session of {0}?', nameOf(index, first))
      : l10n.t('Delete {0} sessions?', keys.length);
  const lines: string[] = [];
  if (keys.length === 1) lines.push(visibleText(vscode.workspace.asRelativePath(uriOf(first))));
  else {
    for (const key of keys.slice(0, NAMED)) lines.push(nameOf(index, key));
    if (keys.length > NAMED) lines.push(l10n.t('…and {0} more', keys.length - NAMED));
  }
  const unsaved = keys.filter((key) => openDocument(uriOf(key))?.isDirty).length;
  const goes =
    keys.length === 1
      ? l10n.t('The file goes to the trash, where there is one. You can undo this.')
      : l10n.t('The files go to the trash, where there is one. You can undo this.');
  lines.push('', ...unsavedText(unsaved, keys.length), goes);
  const go = l10n.t('Delete');
  const answer = await vscode.window.showWarningMessage(question, { modal: true, detail: lines.join('\n') }, go);
  return answer === go;
}

/** VS Code keeps an editor with unsaved changes open even when its file is deleted. */
function unsavedText(unsaved: number, of: number): string[] {
  if (unsaved === 0) return [];
  return [
    of === 1
      ? l10n.t('It is open with unsaved changes: they stay in the editor, and saving them would bring the file back.')
      : isOne(unsaved)
        ? l10n.t(
            '{0} of them is open with unsaved changes: they stay in its editor, and saving them would bring the file back.',
            unsaved,
          )
        : l10n.t(
            '{0} of them are open with unsaved changes: they stay in their editors, and saving them would bring the files back.',
            unsaved,
          ),
  ];
}

async function deleteWithProgress(trash: SessionTrash, keys: readonly SessionKey[]): Promise<Deletion> {
  if (keys.length < PROGRESS_FROM) return trash.delete(keys);
  const location = vscode.ProgressLocation.Notification;
  const title = l10n.t('Deleting {0} sessions', keys.length);
  return vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) =>
    trash.delete(
      keys,
      () => progress.report({ increment: 100 / keys.length }),
      () => token.isCancellationRequested,
    ),
  );
}

async function tell(
  trash: SessionTrash,
  pending: NotYetPushed,
  deletion: Deletion,
  names: readonly string[],
): Promise<void> {
  const { deleted, failed, inTrash, backups } = deletion;
  const parts: string[] = [];
  if (deleted.length > 0) {
    parts.push(
      names.length === 1
        ? l10n.t('The session of {0} is deleted.', String(names[0]))
        : isOne(deleted.length)
          ? l10n.t('{0} session is deleted.', deleted.length)
          : l10n.t('{0} sessions are deleted.', deleted.length),
    );
    if (!inTrash && backups[0]) parts.push(l10n.t('There is no trash here, so a copy is in {0}.', backups[0].path));
  }
  const [first] = failed;
  if (first)
    parts.push(names.length === 1 ? errorText(first.error) : notDeletedText(failed.length, errorText(first.error)));
  const undo = l10n.t('Undo');
  const show = first ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const answer = deleted.length > 0 ? await show(parts.join(' '), undo) : await show(parts.join(' '));
  if (answer === undo) {
    const before = pending.before(deleted);
    const restorations = await trash.undo(deletion);
    const files = deletion.backups.flatMap(({ folder }, at) =>
      (restorations[at]?.restored ?? []).map((file) => path.join(folder, file)),
    );
    pending.restored(files.map(sessionKeyAt), before);
    tellRestoration(restorations);
    // What could not be restored is still in the backups.
    if (restorations.every(({ kept, failed }) => kept.length + failed.length === 0)) await trash.forget(deletion);
  } else if (inTrash) {
    await trash.forget(deletion);
  }
}

function nameOf(index: SessionIndex, key: SessionKey): string {
  const entry = index.entry(key);
  return entry ? sessionName(entry) : visibleText(key.name);
}
