import type { JournalEntry } from '../../../core/protocol/journal';

/**
 * An entry that is not written out yet. What it is made of has secrets in it, so only the journal holds it, and only what
 * `write` gives leaves the journal.
 */
export interface Draft {
  /** About how much it takes, in characters of text. */
  readonly size: number;
  /** Without secrets, bodies cut. It gives the same whenever it is called. */
  write(): Omit<JournalEntry, 'id'>;
}
