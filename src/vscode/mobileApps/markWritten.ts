import type { WrittenFile } from '../../disk/change/writtenFile';
import { isSessionPlace, sessionKeyAt } from '../../disk/sessionPlace';
import type { Before, NotYetPushed } from './notYetPushed';

/**
 * Marks the sessions of files that were written as not yet pushed, or takes their marks away when they are again what the
 * server has. No server has a session in memory that counts as none.
 * @param before what was known of them before
 */
export function markWritten(
  pending: NotYetPushed,
  folder: string,
  written: readonly WrittenFile[],
  before: Before,
): void {
  for (const { from, to, now } of written) {
    if (from !== undefined && from !== to && isSessionPlace(folder, from)) {
      pending.deleted([sessionKeyAt(from)], before);
    }
    if (to === undefined || !isSessionPlace(folder, to)) continue;
    const key = sessionKeyAt(to);
    if (from === undefined) pending.restored([key], before);
    // A server does not see unsaved text.
    else if (now.kind === 'saved') pending.changed(key, before, now.text);
    else if (from !== to) pending.changed(key, before);
  }
}
