import * as vscode from 'vscode';
import type { Restoration } from '../../disk/backup';
import { l10n } from '../host/l10n';
import { phraseIn } from '../host/phraseText';
import { isOne } from '../host/plural';

/** Tells what was restored, and what was not and why. */
export function tellRestoration(restorations: readonly Restoration[]): void {
  const restored = restorations.flatMap((each) => each.restored).length;
  const kept = restorations.flatMap((each) => each.kept);
  const failed = restorations.flatMap((each) => each.failed);
  const parts = [
    isOne(restored) ? l10n.t('{0} session file is back.', restored) : l10n.t('{0} session files are back.', restored),
  ];
  if (kept.length > 0) {
    parts.push(
      l10n.t('Left as they are, because there is a newer file of the same name: {0}', kept.slice(0, 3).join(', ')) +
        (kept.length > 3 ? '…' : ''),
    );
  }
  const [first] = failed;
  if (first) parts.push(l10n.t('{0} could not be put back: {1}', failed.length, phraseIn(first.error.phrase)));
  if (kept.length + failed.length > 0) void vscode.window.showWarningMessage(parts.join(' '));
  else void vscode.window.showInformationMessage(parts.join(' '));
}

/** How many files could not be deleted, and why the first of them could not. */
export function notDeletedText(count: number, reason: string): string {
  return isOne(count)
    ? l10n.t('{0} could not be deleted: {1}', count, reason)
    : l10n.t('{0} could not be deleted. The first: {1}', count, reason);
}
