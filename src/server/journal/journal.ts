import { type Disposable, Emitter, type Event } from '../../core/base/event';
import type { JournalEntry, JournalPage } from '../../core/protocol/journal';
import type { Draft } from './draft';
import { draftOf, Slot } from './slot';

export interface JournalOptions {
  /** 2,000 unless given. */
  readonly maxEntries?: number;
  /** About how much all entries may take, in characters of text; 8 Mi unless given. The youngest entry always stays. */
  readonly maxBytes?: number;
  /** Told what a listener of `onDidAdd` throws; it must not throw. Unless given, it is an uncaught error. */
  readonly onError?: (error: unknown) => void;
}

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
  private readonly added = new Emitter<JournalEntry>();
  private readonly maxEntries: number;
  private readonly maxBytes: number;
  private readonly onError: (error: unknown) => void;
  private slots: Slot[] = [];
  private bytes = 0;
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
    const id = this.nextId++;
    this.push(new Slot(id, draft));
    if (!this.added.hasListeners) this.untold = this.nextId;
    else this.telling ??= setImmediate(() => this.tell());
    this.grown.fire();
    return id;
  }

  /** Tells now of what was added, for those who are to hear of something else afterwards. */
  tell(): void {
    clearImmediate(this.telling);
    this.telling = undefined;
    while (this.untold < this.nextId) {
      const slot = this.slots[this.untold++ - this.firstId] as Slot;
      try {
        this.added.fire(slot.entry);
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
    const { firstId } = this;
    const start = Math.max(after + 1, firstId) - firstId;
    const entries = this.slots.slice(start, start + limit).map(({ entry }) => entry);
    return {
      entries,
      dropped: Math.max(firstId - 1 - Math.max(after, 0), 0),
      more: start + entries.length < this.slots.length,
    };
  }

  /** The youngest entries, the oldest of them first. */
  latest(count: number): readonly JournalEntry[] {
    return count > 0 ? this.slots.slice(-count).map(({ entry }) => entry) : [];
  }

  /** Ids go on growing. */
  clear(): void {
    this.tell();
    this.slots = [];
    this.bytes = 0;
  }

  snapshot(): JournalSnapshot {
    return { nextId: this.nextId, entries: this.slots.map(({ entry }) => entry) };
  }

  /** Replaces everything, and tells nobody. Entries get new ids when theirs are those of others that were here before. */
  restore(snapshot: JournalSnapshot): void {
    const { entries } = snapshot;
    const firstId = snapshot.nextId - entries.length;
    const usedUntil = this.nextId;
    this.clear();
    this.nextId = firstId < usedUntil ? usedUntil : firstId;
    this.untold = this.nextId + entries.length;
    for (const entry of entries) this.push(new Slot(this.nextId++, draftOf(entry)));
  }

  dispose(): void {
    clearImmediate(this.telling);
    this.grown.dispose();
    this.added.dispose();
  }

  private get firstId(): number {
    return this.nextId - this.slots.length;
  }

  private push(slot: Slot): void {
    this.slots.push(slot);
    this.bytes += slot.size;
    while (this.slots.length > 1 && (this.slots.length > this.maxEntries || this.bytes > this.maxBytes)) {
      // Nobody who listens misses an entry, however many there are at once.
      if (this.untold <= this.firstId) this.tell();
      this.bytes -= this.slots.shift()?.size ?? 0;
    }
  }
}

function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
