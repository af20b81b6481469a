import type { JournalEntry } from '../protocol/journal';

/** Why the answers of these entries were given: all rules, first to last. */
export function rulesIn(journal: readonly JournalEntry[]): string[] {
  return journal.flatMap(({ causes }) => causes.map(({ rule }) => rule));
}
