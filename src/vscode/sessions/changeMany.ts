import * as vscode from 'vscode';
import type { SessionKey } from '../../core/index/sessionIndex';
import type { ChangeKind } from '../changes/keptChange';
import type { SessionChanges } from '../changes/sessionChanges';
import { execute } from '../host/commandRegistry';
import { errorText } from '../host/errorText';
import { l10n } from '../host/l10n';
import { isOne } from '../host/plural';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import type { ChangeRecord } from '../mobileApps/changeRecord';
import { MOBILE_APPS_COMMANDS } from '../mobileApps/mobileAppsContract';
import { uriOf } from '../mobileApps/sessionDocuments';

/** For this many sessions and more, the user is asked first. One click on an application means all of its users. */
const ASK_FROM = 20;
/** Fewer are done before anybody could read a progress notification. */
const PROGRESS_FROM = 10;

/** What is done with many sessions, and where it is kept to be undone. */
export interface ManyChanges {
  readonly kind: ChangeKind;
  /** For a question and for the progress. */
  readonly title: string;
  readonly changes: SessionChanges;
}

/**
 * Changes sessions one after the other. A failure does not stop the others. Failures are reported at the end, with a
 * button that shows the problem. Returns the sessions that were changed.
 */
export async function changeMany(
  keys: readonly SessionKey[],
  { kind, title, changes }: ManyChanges,
  change: (key: SessionKey, record: ChangeRecord) => Promise<boolean>,
): Promise<SessionKey[]> {
  if (keys.length >= ASK_FROM && !(await confirmed(title, keys.length))) return [];
  const changed: SessionKey[] = [];
  const failed: { key: SessionKey; message: string }[] = [];
  const run = async (
    record: ChangeRecord,
    progress?: vscode.Progress<{ increment: number }>,
    token?: vscode.CancellationToken,
  ) => {
    for (const key of keys) {
      if (token?.isCancellationRequested) break;
      try {
        if (await change(key, record)) changed.push(key);
      } catch (error) {
        failed.push({ key, message: errorText(error) });
      }
      progress?.report({ increment: 100 / keys.length });
    }
  };
  const location = vscode.ProgressLocation.Notification;
  await changes.record(kind, async (record) => {
    if (keys.length < PROGRESS_FROM) await run(record);
    else {
      await vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) =>
        run(record, progress, token),
      );
    }
  });
  if (failed.length > 0) await tell(failed, keys.length);
  return changed;
}

async function confirmed(title: string, count: number): Promise<boolean> {
  const go = l10n.t('Continue');
  const question = l10n.t('{0}: {1} sessions. Continue?', title, count);
  return (await vscode.window.showWarningMessage(question, { modal: true }, go)) === go;
}

async function tell(failed: readonly { key: SessionKey; message: string }[], of: number): Promise<void> {
  const [first] = failed;
  if (!first) return;
  const show = l10n.t('Show File');
  const message =
    of === 1
      ? first.message
      : isOne(failed.length)
        ? l10n.t('{0} of {1} sessions was left as it is: {2}', failed.length, of, first.message)
        : l10n.t('{0} of {1} sessions were left as they are. The first: {2}', failed.length, of, first.message);
  if ((await vscode.window.showErrorMessage(message, show)) !== show) return;
  await execute(MOBILE_APPS_COMMANDS.sessionOpen, { key: first.key });
  if (vscode.languages.getDiagnostics(uriOf(first.key)).length > 0) {
    await execute(VSCODE_COMMANDS.focusProblems);
  }
}
