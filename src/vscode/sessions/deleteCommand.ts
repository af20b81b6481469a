import * as vscode from 'vscode';
import { visibleText } from '../../core/base/visibleText';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import type { KeptChange } from '../changes/keptChange';
import type { SessionChanges } from '../changes/sessionChanges';
import type { CommandRegistry } from '../host/commandRegistry';
import { errorText } from '../host/errorText';
import { l10n } from '../host/l10n';
import { isOne } from '../host/plural';
import { requireTrust } from '../host/trust';
import type { ChangeRecord } from '../mobileApps/changeRecord';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import { uriOf } from '../mobileApps/sessionDocuments';
import { sessionName } from '../mobileApps/sessionName';
import { openDocument } from '../mobileApps/sessionWriter';
import { notDeletedText } from './notDeletedText';
import { SESSION_COMMANDS } from './sessionsContract';
import type { Deletion, SessionTrash } from './sessionTrash';
import type { SessionTargets, TreeArguments } from './targets';

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
  changes: SessionChanges,
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
    let deletion: Deletion | undefined;
    let copies: readonly string[] = [];
    const change = await changes.record(
      'delete',
      async (record, open) => {
        deletion = await deleteWithProgress(trash, keys, record);
        copies = await open.places();
      },
      'delete',
    );
    if (!deletion) return;
    pending.deleted(deletion.deleted, before);
    await tell(changes, change, deletion, copies, names);
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

async function deleteWithProgress(
  trash: SessionTrash,
  keys: readonly SessionKey[],
  record: ChangeRecord,
): Promise<Deletion> {
  if (keys.length < PROGRESS_FROM) return trash.delete(keys, record);
  const location = vscode.ProgressLocation.Notification;
  const title = l10n.t('Deleting {0} sessions', keys.length);
  return vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) =>
    trash.delete(
      keys,
      record,
      () => progress.report({ increment: 100 / keys.length }),
      () => token.isCancellationRequested,
    ),
  );
}

async function tell(
  changes: SessionChanges,
  change: KeptChange | undefined,
  { deleted, failed, inTrash }: Deletion,
  [copy]: readonly string[],
  names: readonly string[],
): Promise<void> {
  const parts: string[] = [];
  if (deleted.length > 0) {
    parts.push(
      names.length === 1
        ? l10n.t('The session of {0} is deleted.', String(names[0]))
        : isOne(deleted.length)
          ? l10n.t('{0} session is deleted.', deleted.length)
          : l10n.t('{0} sessions are deleted.', deleted.length),
    );
    if (!inTrash && copy !== undefined) parts.push(l10n.t('There is no trash here, so a copy is in {0}.', copy));
  }
  const [first] = failed;
  if (first)
    parts.push(names.length === 1 ? errorText(first.error) : notDeletedText(failed.length, errorText(first.error)));
  const undo = l10n.t('Undo');
  const show = first ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const answer = change ? await show(parts.join(' '), undo) : await show(parts.join(' '));
  if (answer === undo) await changes.undo(() => change);
}

function nameOf(index: SessionIndex, key: SessionKey): string {
  const entry = index.entry(key);
  return entry ? sessionName(entry) : visibleText(key.name);
}
