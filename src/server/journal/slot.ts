import type { JournalEntry } from '../../core/protocol/journal';
import type { Draft } from './draft';

/** A draft of which its entry would be a small part, as a large body is cut, is written out at once. */
const LONGEST_DRAFT = 16 * 1024;

/** The place of one entry, which is written out when it is first read: most are never looked at, and covering secrets takes time. */
export class Slot {
  private draft: Draft | undefined;
  private written: JournalEntry | undefined;
  /** In characters of text, about. */
  readonly size: number;

  constructor(
    readonly id: number,
    draft: Draft,
  ) {
    this.draft = draft;
    this.size = draft.size > LONGEST_DRAFT ? sizeOf(this.entry) : draft.size;
  }

  get entry(): JournalEntry {
    if (this.draft) {
      this.written = { id: this.id, ...this.draft.write() };
      this.draft = undefined;
    }
    return this.written as JournalEntry;
  }
}

/** What an entry is that was written out before. */
export function draftOf({ id: _, ...entry }: JournalEntry): Draft {
  return { size: sizeOf(entry), write: () => entry };
}

/** About how many characters a value has as JSON, without making them. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 8;
  let size = 2;
  for (const key in value) size += key.length + 4 + sizeOf((value as Record<string, unknown>)[key]);
  return size;
}
