import { type Disposable, Emitter } from '../../core/base/event';
import type { JournalEntry, JournalPage } from '../../core/protocol/journal';

export interface JournalOptions {
  /** 2,000 unless given. */
  readonly maxEntries?: number;
  /** About how much all entries may take, in characters of text; 8 Mi unless given. The youngest entry always stays. */
  readonly maxBytes?: number;
}

/** Plain JSON of everything in a journal. */
export interface JournalSnapshot {
  /** Id of the next entry. */
  readonly nextId: number;
  readonly entries: readonly JournalEntry[];
}

/** What the server answered and why. Bounded: the oldest entries go. */
export class Journal implements Disposable {
  private readonly added = new Emitter<JournalEntry>();
  readonly onDidAdd = this.added.event;
  private readonly maxEntries: number;
  private readonly maxBytes: number;
  private entries: JournalEntry[] = [];
  private sizes: number[] = [];
  private bytes = 0;
  private nextId = 1;

  constructor(options: JournalOptions = {}) {
    this.maxEntries = options.maxEntries ?? 2000;
    this.maxBytes = options.maxBytes ?? 8 * 1024 * 1024;
  }

  /** @throws what a listener throws, when the entry is in */
  add(entry: Omit<JournalEntry, 'id'>): JournalEntry {
    const numbered = { id: this.nextId++, ...entry };
    this.push(numbered);
    this.added.fire(numbered);
    return numbered;
  }

  /**
   * @param after id of the last entry that is known already; 0 begins with the first that is still here
   * @param limit how many entries at most
   */
  page(after = 0, limit = this.maxEntries): JournalPage {
    const firstId = this.nextId - this.entries.length;
    const start = Math.max(after + 1, firstId) - firstId;
    const entries = this.entries.slice(start, start + limit);
    return {
      entries,
      dropped: Math.max(firstId - 1 - Math.max(after, 0), 0),
      more: start + entries.length < this.entries.length,
    };
  }

  /** The youngest entries, the oldest of them first. */
  latest(count: number): readonly JournalEntry[] {
    return count > 0 ? this.entries.slice(-count) : [];
  }

  /** Ids go on growing. */
  clear(): void {
    this.entries = [];
    this.sizes = [];
    this.bytes = 0;
  }

  snapshot(): JournalSnapshot {
    return { nextId: this.nextId, entries: [...this.entries] };
  }

  /** Replaces everything, and tells nobody. Entries get new ids when theirs are those of others that were here before. */
  restore(snapshot: JournalSnapshot): void {
    const { entries } = snapshot;
    const firstId = snapshot.nextId - entries.length;
    const usedUntil = this.nextId;
    this.clear();
    this.nextId = firstId < usedUntil ? usedUntil : firstId;
    for (const entry of entries) this.push({ ...entry, id: this.nextId++ });
  }

  dispose(): void {
    this.added.dispose();
  }

  private push(entry: JournalEntry): void {
    const size = sizeOf(entry);
    this.entries.push(entry);
    this.sizes.push(size);
    this.bytes += size;
    while (this.entries.length > 1 && (this.entries.length > this.maxEntries || this.bytes > this.maxBytes)) {
      this.entries.shift();
      this.bytes -= this.sizes.shift() ?? 0;
    }
  }
}

/** About how many characters a value has as JSON; without making them, as this runs for each request. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 8;
  let size = 2;
  for (const key in value) size += key.length + 4 + sizeOf((value as Record<string, unknown>)[key]);
  return size;
}
