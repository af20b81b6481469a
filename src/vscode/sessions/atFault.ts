import type { SessionEntry } from '../../core/index/sessionEntry';
import type { Counts } from '../../core/index/sessionIndex';
import { l10n } from '../host/l10n';
import { isOne } from '../host/plural';

/** Whether a file has errors or cannot be read. */
export function isAtFault(entry: SessionEntry | undefined): boolean {
  return entry?.condition === 'atFault' || entry?.condition === 'unreadable';
}

/** The number of files that have errors or cannot be read. */
export function countAtFault({ conditions }: Counts): number {
  return conditions.atFault + conditions.unreadable;
}

export function atFaultText(count: number): string {
  return isOne(count) ? l10n.t('{0} session file is at fault', count) : l10n.t('{0} session files are at fault', count);
}
