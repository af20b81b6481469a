import type { JournalEntry } from '../../../core/protocol/journal';
import type { Unwritten } from '../store/log';

/**
 * An entry that is not written out yet. What it is made of has secrets in it, so only the store holds it, and only what
 * `write` gives leaves the store.
 */
export interface Draft extends Unwritten<Omit<JournalEntry, 'id'>> {
  /** Without secrets, bodies cut. */
  write(): Omit<JournalEntry, 'id'>;
}
