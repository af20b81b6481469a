import { type Disposable, Emitter, type Event } from '../../../core/base/event';
import type { FaceName, JournalEntry, JournalPage } from '../../../core/protocol/journal';
import type { ReasonCodes } from '../../../core/protocol/reasonCode';
import { type Log, type LogEntry, WrittenEntry } from '../store/log';
import type { Store } from '../store/store';
import type { Draft } from './draft';
import { entryCheck } from './entrySchema';

export interface JournalOptions {
  /** Maximum number of entries. Defaults to 2,000. */
  readonly maxEntries?: number;
  /** Maximum size of all entries, in characters (approximate). Defaults to 8 Mi. The most recent entry always stays. */
  readonly maxBytes?: number;
  /**
   * Receives what a listener of `onDidAdd` throws. It must not throw. By default, the error is reported as uncaught.
   */
  readonly onError?: (error: unknown) => void;
}

/**
 * Drafts with more characters are written out at once. Large bodies are cut, so the entry is much smaller than its
 * draft.
 */
const LONGEST_DRAFT = 16 * 1024;

/** It is minor: a crash may lose the last entries that nobody has read. */
export const JOURNAL: Log<Omit<JournalEntry, 'id'>> = { name: 'journal', isMinor: true };

/** The log of the journal, whose check knows the reason codes and faces that an entry can have. */
export function journalLog(codes: ReasonCodes, faces: readonly FaceName[]): Log<Omit<JournalEntry, 'id'>> {
  return { ...JOURNAL, check: entryCheck(codes, faces) };
}

/**
 * The answers of the server and their reasons, in the store. It is bounded, so the oldest entries are dropped. Entries
 * are written out and redacted when they are read, so that no request waits for it.
 */
export class Journal implements Disposable {
  private readonly added = new Emitter<JournalEntry>();
  private readonly log: Log<Omit<JournalEntry, 'id'>>;
  private readonly onError: (error: unknown) => void;
  private following: Disposable | undefined;
  /** Entries that `onDidAdd` has not reported yet. */
  private untold: LogEntry<Omit<JournalEntry, 'id'>>[] = [];
  private telling: NodeJS.Immediate | undefined;

  constructor(
    private readonly store: Store,
    options: JournalOptions = {},
  ) {
    this.log = { ...JOURNAL, most: options.maxEntries ?? 2000, mostSize: options.maxBytes ?? 8 * 1024 * 1024 };
    this.onError = options.onError ?? throwLater;
  }

  /** Fires for each entry in order, in the turn of the event loop after the one that added it. */
  readonly onDidAdd: Event<JournalEntry> = (listener) => {
    // Earlier entries are not reported to a new listener.
    this.tell();
    this.following ??= this.store.followLog(this.log, (entry) => {
      this.untold.push(entry);
      this.telling ??= setImmediate(() => this.tell());
    });
    const subscription = this.added.event(listener);
    return {
      dispose: () => {
        subscription.dispose();
        if (!this.added.hasListeners) this.unfollow();
      },
    };
  };

  /**
   * Adds an entry. No answer waits for it.
   * @returns its id; undefined if there is no room for it
   */
  add(draft: Draft): Promise<number | undefined> {
    return this.store.append(this.log, draft.size > LONGEST_DRAFT ? new WrittenEntry(draft.write()) : draft);
  }

  /** Reports the waiting entries now, so that listeners get them before a later event. */
  tell(): void {
    clearImmediate(this.telling);
    this.telling = undefined;
    // One by one, because a listener may call this method again.
    for (let entry = this.untold.shift(); entry; entry = this.untold.shift()) {
      try {
        this.added.fire(entryOf(entry));
      } catch (error) {
        this.onError(error);
      }
    }
  }

  /**
   * @param after id of the last known entry; 0 begins with the oldest
   * @param limit maximum number of entries
   */
  async page(after = 0, limit?: number): Promise<JournalPage> {
    const page = await this.store.page(this.log, after, limit);
    return { ...page, entries: page.entries.map(entryOf) };
  }

  /** The most recent entries, oldest first. */
  async latest(count: number): Promise<readonly JournalEntry[]> {
    return (await this.store.latest(this.log, count)).map(entryOf);
  }

  /**
   * Waits for the next entry, which is not written out for it.
   * @param signal ends the wait
   * @returns `happened` resolves then, and after `stop`
   */
  onceAdded(signal: AbortSignal): { readonly happened: Promise<void>; stop(): void } {
    let stop = () => {};
    const happened = new Promise<void>((resolve) => {
      const following = this.store.followLog(this.log, () => stop());
      stop = () => {
        following.dispose();
        signal.removeEventListener('abort', stop);
        resolve();
      };
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    });
    return { happened, stop: () => stop() };
  }

  dispose(): void {
    this.unfollow();
    this.added.dispose();
  }

  private unfollow(): void {
    this.following?.dispose();
    this.following = undefined;
    clearImmediate(this.telling);
    this.telling = undefined;
    this.untold = [];
  }
}

function entryOf({ id, value }: LogEntry<Omit<JournalEntry, 'id'>>): JournalEntry {
  return { id, ...value };
}

function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
