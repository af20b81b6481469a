import type { JournalEntry } from '../../../core/protocol/journal';
import type { Draft } from './draft';

/** A draft that is written out: what it was made of, secrets and all, is let go. */
export class WrittenEntry implements Draft {
  constructor(
    readonly entry: JournalEntry,
    readonly size = sizeOf(entry),
  ) {}

  write(): JournalEntry {
    return this.entry;
  }
}

/** About how many characters a value has as JSON, without making them. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 8;
  let size = 2;
  for (const key in value) size += key.length + 4 + sizeOf((value as Record<string, unknown>)[key]);
  return size;
}
