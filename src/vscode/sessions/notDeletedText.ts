import { l10n } from '../host/l10n';
import { isOne } from '../host/plural';

/** How many files could not be deleted, and why the first of them could not. */
export function notDeletedText(count: number, reason: string): string {
  return isOne(count)
    ? l10n.t('{0} could not be deleted: {1}', count, reason)
    : l10n.t('{0} could not be deleted. The first: {1}', count, reason);
}
