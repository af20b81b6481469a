import { type Disposable, Emitter, type Event } from '../../../core/base/event';
import type { JournalEntry, JournalPage } from '../../../core/protocol/journal';
import type { Draft } from './draft';
import { WrittenEntry } from './writtenEntry';

export interface JournalOptions {
  /** 2,000 unless given. */
  readonly maxEntries?: number;
  /** About how much all entries may take, in characters of text; 8 Mi unless given. The youngest entry always stays. */
  readonly maxBytes?: number;
  /** Told what a listener of `onDidAdd` throws; it must not throw. Unless given, it is an uncaught error. */
  readonly onError?: (error: unknown) => void;
}

/** A draft of which its entry would be a small part, as a large body is cut, is written out at once. */
const LONGEST_DRAFT = 16 * 1024;

/** Plain JSON of everything in a journal. */
export interface JournalSnapshot {
  /** Id of the next entry. */
  readonly nextId: number;
  readonly entries: readonly JournalEntry[];
}

/**
 * What the server answered and why. Bounded: the oldest entries go. Entries are written out, and their secrets covered, when
 * somebody looks: a request waits for none of that.
 */
export class Journal implements Disposable {
  private readonly grown = new Emitter<void>();
  /** Fires at each entry, before anybody may read it. */
  readonly onDidGrow = this.grown.event;
  private readonly read = new Emitter<number>();
  /** Somebody was told of entries; with the id of the youngest. */
  readonly onDidRead = this.read.event;
  private readonly added = new Emitter<JournalEntry>();
  private readonly maxEntries: number;
  private readonly maxBytes: number;
  private readonly onError: (error: unknown) => void;
  /** A ring: the place of an entry is the rest of its id. Entries are written out when they are first read. */
  private places: (Draft | undefined)[] = [];
  private bytes = 0;
  private firstId = 1;
  private nextId = 1;
  /** Id of the first entry that `onDidAdd` has not told yet. */
  private untold = 1;
  private telling: NodeJS.Immediate | undefined;

  constructor(options: JournalOptions = {}) {
    this.maxEntries = options.maxEntries ?? 2000;
    this.maxBytes = options.maxBytes ?? 8 * 1024 * 1024;
    this.onError = options.onError ?? throwLater;
  }

  /** Each entry in its order, once the turn of the event loop in which it was added is over. */
  readonly onDidAdd: Event<JournalEntry> = (listener) => {
    // What was added before is not for a new listener.
    this.tell();
    return this.added.event(listener);
  };

  /**
   * @returns its id
   * @throws what a listener of `onDidGrow` throws, when the entry is in
   */
  add(draft: Draft): number {
    const id = this.nextId;
    this.push(draft.size > LONGEST_DRAFT ? new WrittenEntry({ id, ...draft.write() }) : draft);
    if (!this.added.hasListeners) this.untold = this.nextId;
    else this.telling ??= setImmediate(() => this.tell());
    this.grown.fire();
    return id;
  }

  /** Tells now of what was added, for those who are to hear of something else afterwards. */
  tell(): void {
    clearImmediate(this.telling);
    this.telling = undefined;
    if (this.untold < this.nextId) this.read.fire(this.nextId - 1);
    while (this.untold < this.nextId) {
      const entry = this.entry(this.untold++);
      try {
        this.added.fire(entry);
      } catch (error) {
        this.onError(error);
      }
    }
  }

  /**
   * @param after id of the last entry that is known already; 0 begins with the first that is still here
   * @param limit how many entries at most
   */
  page(after = 0, limit = this.maxEntries): JournalPage {
    const { firstId, nextId } = this;
    const start = Math.max(after + 1, firstId);
    const end = Math.min(start + limit, nextId);
    this.read.fire(end - 1);
    return {
      entries: this.entries(start, end),
      dropped: Math.max(firstId - 1 - Math.max(after, 0), 0),
      more: end < nextId,
    };
  }

  /** The youngest entries, the oldest of them first. */
  latest(count: number): readonly JournalEntry[] {
    this.read.fire(this.nextId - 1);
    return this.entries(Math.max(this.firstId, this.nextId - count), this.nextId);
  }

  /** The youngest of those that came after one, the oldest of them first; nobody is told of them. */
  since(id: number, most = this.maxEntries): JournalSnapshot {
    const { firstId, nextId } = this;
    return { nextId, entries: this.entries(Math.max(firstId, id + 1, nextId - most), nextId) };
  }

  /** Ids go on growing. */
  clear(): void {
    this.tell();
    this.places = [];
    this.bytes = 0;
    this.firstId = this.nextId;
  }

  snapshot(): JournalSnapshot {
    this.read.fire(this.nextId - 1);
    return this.since(0);
  }

  /** Replaces everything, and tells nobody. Entries get new ids when theirs are those of others that were here before. */
  restore(snapshot: JournalSnapshot): void {
    const { entries } = snapshot;
    const usedUntil = this.nextId;
    this.clear();
    this.firstId = Math.max(snapshot.nextId - entries.length, usedUntil);
    this.nextId = this.firstId;
    this.untold = this.nextId + entries.length;
    for (const entry of entries) this.push(new WrittenEntry({ ...entry, id: this.nextId }));
  }

  dispose(): void {
    clearImmediate(this.telling);
    this.grown.dispose();
    this.read.dispose();
    this.added.dispose();
  }

  private push(draft: Draft): void {
    if (this.nextId - this.firstId === this.maxEntries) this.drop();
    this.places[this.nextId++ % this.maxEntries] = draft;
    this.bytes += draft.size;
    while (this.bytes > this.maxBytes && this.nextId - this.firstId > 1) this.drop();
  }

  /** Lets the oldest go. */
  private drop(): void {
    // Nobody who listens misses an entry, however many there are at once.
    if (this.untold <= this.firstId) this.tell();
    const place = this.firstId++ % this.maxEntries;
    this.bytes -= this.places[place]?.size ?? 0;
    this.places[place] = undefined;
  }

  private entries(start: number, end: number): JournalEntry[] {
    return Array.from({ length: Math.max(end - start, 0) }, (_, at) => this.entry(start + at));
  }

  private entry(id: number): JournalEntry {
    const place = id % this.maxEntries;
    const draft = this.places[place] as Draft;
    if (draft instanceof WrittenEntry) return draft.entry;
    // Of the size of its draft, so that what is taken off later is what was added.
    const written = new WrittenEntry({ id, ...draft.write() }, draft.size);
    this.places[place] = written;
    return written.entry;
  }
}

function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
