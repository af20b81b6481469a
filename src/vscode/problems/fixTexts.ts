import type { FileFix, FixedFile } from '../../disk/fix/fileFix';
import { l10n } from '../host/l10n';
import { phraseIn } from '../host/phraseText';
import { isOne } from '../host/plural';
import { deedLines } from './fixDeeds';
import type { FixOutcome, FolderPlan } from './sessionFixes';

/** The label of the button that makes the fixes. */
export function goText(files: number): string {
  return isOne(files) ? l10n.t('Fix {0} File', files) : l10n.t('Fix {0} Files', files);
}

/** The question before several files are changed: what would be done, in how many files, and how to undo it. */
export function questionText(plans: readonly FolderPlan[]): { message: string; detail: string } {
  const all = plans.flatMap(({ fixes }) => fixes);
  const changing = all.filter(({ repairs }) => repairs.length > 0);
  const repairs = changing.reduce((sum, fix) => sum + fix.repairs.length, 0);
  const lines = deedLines(changing);
  lines.push('');
  const left = all.filter(({ left }) => left.length > 0).length;
  if (left > 0) {
    lines.push(
      isOne(left)
        ? l10n.t('{0} will still be at fault: it needs a person.', left)
        : l10n.t('{0} will still be at fault: they need a person.', left),
    );
  }
  const unsaved = changing.filter((fix) => fix.unsaved).length;
  if (unsaved > 0) {
    lines.push(
      isOne(unsaved)
        ? l10n.t('{0} of them is open with unsaved changes: it is changed there, and not saved.', unsaved)
        : l10n.t('{0} of them are open with unsaved changes: they are changed there, and not saved.', unsaved),
    );
  }
  lines.push(l10n.t('A backup is made first, and “Undo Change of Sessions” takes all back.'));
  const message = isOne(changing.length)
    ? l10n.t('Fix {0} session file ({1})?', changing.length, repairsText(repairs))
    : l10n.t('Fix {0} session files ({1})?', changing.length, repairsText(repairs));
  return { message, detail: lines.join('\n') };
}

/** The message when there is nothing to do. */
export function nothingText(fixes: readonly FileFix[]): string {
  const left = fixes.filter((fix) => fix.left.length > 0).length;
  if (left === 0) return l10n.t('Nothing is at fault here.');
  return isOne(left)
    ? l10n.t('Nothing here can be fixed by itself: {0} session file is at fault and needs a person.', left)
    : l10n.t('Nothing here can be fixed by itself: {0} session files are at fault and need a person.', left);
}

/** The message about what was done and what is left. */
export function outcomeText(
  plans: readonly FolderPlan[],
  { results, cancelled }: Pick<FixOutcome, 'results' | 'cancelled'>,
): string {
  const files = results.flatMap((result) => result.files);
  const written = results.reduce((sum, result) => sum + result.written.length, 0);
  const failed = failuresOf({ results });
  const parts: string[] = [];
  if (written > 0) {
    parts.push(
      isOne(written)
        ? l10n.t('{0} session file was fixed.', written)
        : l10n.t('{0} session files were fixed.', written),
    );
  }
  const left = leftCount(plans, files);
  if (left > 0) parts.push(stillText(left, failed.length === 0 && !cancelled));
  const [first] = failed;
  if (first) parts.push(l10n.t('{0} could not be changed. The first: {1}', failed.length, phraseIn(first.phrase)));
  if (cancelled) parts.push(l10n.t('It was cancelled before the end.'));
  const backups = results.flatMap(({ backup }) => (backup && backup.size > 0 ? backup.path : []));
  if (backups.length > 0) parts.push(l10n.t('Backup: {0}', backups.join(', ')));
  return parts.join(' ');
}

export function failuresOf({ results }: Pick<FixOutcome, 'results'>) {
  return results.flatMap(({ files, failure }) => [
    ...(failure ? [failure] : []),
    ...files.flatMap((file) => file.failure ?? []),
  ]);
}

/**
 * The number of files that still have errors: those that were processed as they are now, and the others as they were.
 */
export function leftCount(plans: readonly FolderPlan[], files: readonly FixedFile[]): number {
  const reached = files.filter(({ left }) => left.length > 0).length;
  const done = new Set(files.map(({ before }) => before));
  const others = plans
    .flatMap(({ fixes }) => fixes)
    .filter(({ before, errors }) => !done.has(before) && errors.length > 0);
  return reached + others.length;
}

function repairsText(count: number): string {
  return isOne(count) ? l10n.t('{0} repair', count) : l10n.t('{0} repairs', count);
}

function stillText(count: number, needsPerson: boolean): string {
  if (!needsPerson)
    return isOne(count) ? l10n.t('{0} is still at fault.', count) : l10n.t('{0} are still at fault.', count);
  return isOne(count)
    ? l10n.t('{0} is still at fault: it needs a person.', count)
    : l10n.t('{0} are still at fault: they need a person.', count);
}
