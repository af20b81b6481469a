import type { JournalEntry } from '../../../core/protocol/journal';
import type { Unwritten } from '../store/log';

/**
 * A journal entry that is not written out yet. Its parts hold secrets, so only the store has it. Only the result of
 * `write` leaves the store.
 */
export interface Draft extends Unwritten<Omit<JournalEntry, 'id'>> {
  /** The entry without secrets, and with bodies cut to the maximum length. */
  write(): Omit<JournalEntry, 'id'>;
}
