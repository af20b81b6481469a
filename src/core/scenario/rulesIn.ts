import type { JournalEntry } from '../protocol/journal';

/** The reason codes of these journal entries, first to last. */
export function rulesIn(journal: readonly JournalEntry[]): string[] {
  return journal.flatMap(({ causes }) => causes.map(({ rule }) => rule));
}
