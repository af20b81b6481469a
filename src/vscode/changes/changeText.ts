import type { Restoration } from '../../disk/backup';
import type { DeedTurn } from '../../disk/change/recordedChange';
import type { SessionWriteError } from '../../disk/sessionWriteError';
import { l10n } from '../host/l10n';
import { phraseIn } from '../host/phraseText';
import { isOne } from '../host/plural';
import { numberText } from '../host/treeRow';
import type { ChangeKind, KeptChange } from './keptChange';

/** What a kind of change does, as the command is called that makes it. */
export function changeVerb(kind: ChangeKind): string {
  switch (kind) {
    case 'create':
      return l10n.t('Create');
    case 'accept':
      return l10n.t('Accept');
    case 'setPending':
      return l10n.t('Set pending');
    case 'toggle':
      return l10n.t('Toggle status');
    case 'email':
      return l10n.t('Edit e-mail');
    case 'token':
      return l10n.t('Regenerate token');
    case 'editToken':
      return l10n.t('Edit token');
    case 'fix':
      return l10n.t('Fix');
    case 'delete':
      return l10n.t('Delete');
    case 'reset':
      return l10n.t('Reset');
    case 'restoreReset':
      return l10n.t('Restore reset');
    case 'restoreVersion':
      return l10n.t('Restore version');
    case 'restoreDeleted':
      return l10n.t('Restore deleted');
    case 'markPushed':
      return l10n.t('Mark as pushed');
  }
}

/** What a change is about: the session, or the number of them. */
export function changeSubject({ name, files }: Pick<KeptChange, 'name' | 'files'>): string {
  if (name !== undefined) return name;
  return isOne(files) ? l10n.t('{0} session', numberText(files)) : l10n.t('{0} sessions', numberText(files));
}

/** What was done and with what: *Accept: 5 sessions*. */
export function changeTitle(change: Pick<KeptChange, 'kind' | 'name' | 'files'>): string {
  return l10n.t('{0}: {1}', changeVerb(change.kind), changeSubject(change));
}

/** What is done with a change: it is undone, done again, or made. */
export type ChangeTurn = DeedTurn | 'made';

/**
 * What came of undoing a change, of doing it again, or of making it. `isWhole` is false when something was left as it is.
 * @param unreadable why some backups could not be read, so that their part was not tried
 */
export function turnText(
  change: KeptChange,
  turn: ChangeTurn,
  restorations: readonly Restoration[],
  unreadable: readonly SessionWriteError[] = [],
): { readonly text: string; readonly isWhole: boolean } {
  const restored = restorations.flatMap((each) => each.restored).length;
  const kept = restorations.flatMap((each) => each.kept);
  const failed = restorations.flatMap((each) => each.failed);
  const isWhole = kept.length + failed.length + unreadable.length === 0;
  const title = changeTitle(change);
  const parts = [];
  if (restored === 0 && !isWhole) parts.push(l10n.t('Nothing is changed: {0}.', title));
  else if (turn === 'undone') parts.push(l10n.t('Undone: {0}.', title));
  else if (turn === 'done') parts.push(l10n.t('Done again: {0}.', title));
  else parts.push(l10n.t('Done: {0}.', title));
  // The title names a single session already.
  if (kept.length === 1 && change.name !== undefined) {
    parts.push(l10n.t('It is left as it is, because it was changed since.'));
  } else if (kept.length > 0) {
    parts.push(
      l10n.t('Left as they are, because they were changed since: {0}', kept.slice(0, 3).join(', ')) +
        (kept.length > 3 ? '…' : ''),
    );
  }
  const [first] = failed;
  if (first) parts.push(l10n.t('{0} could not be put back: {1}', failed.length, phraseIn(first.error.phrase)));
  parts.push(...unreadable.slice(0, 1).map((error) => phraseIn(error.phrase)));
  return { text: parts.join(' '), isWhole };
}

/** That nothing of a change can be undone or done again, because its backups were removed. */
export function lostText(change: KeptChange): string {
  return l10n.t('Nothing is changed: {0}. The backups that had copies of this are gone.', changeTitle(change));
}
