import { type Disposable, Emitter, type Event } from '../../../core/base/event';
import type { JournalEntry, JournalPage } from '../../../core/protocol/journal';
import { type Log, type LogEntry, Written } from '../store/log';
import type { Store } from '../store/store';
import type { Draft } from './draft';
import { checkEntry } from './entrySchema';

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

/** Minor: a crash may cost the last entries, when nobody has read them. */
export const JOURNAL: Log<Omit<JournalEntry, 'id'>> = { name: 'journal', isMinor: true, check: checkEntry };

/**
 * What the server answered and why, in the store. Bounded: the oldest entries go. Entries are written out, and their
 * secrets covered, when somebody looks: a request waits for none of that.
 */
export class Journal implements Disposable {
  private readonly added = new Emitter<JournalEntry>();
  private readonly log: Log<Omit<JournalEntry, 'id'>>;
  private readonly onError: (error: unknown) => void;
  private following: Disposable | undefined;
  /** What `onDidAdd` has not told yet. */
  private untold: LogEntry<Omit<JournalEntry, 'id'>>[] = [];
  private telling: NodeJS.Immediate | undefined;

  constructor(
    private readonly store: Store,
    options: JournalOptions = {},
  ) {
    this.log = { ...JOURNAL, most: options.maxEntries ?? 2000, mostSize: options.maxBytes ?? 8 * 1024 * 1024 };
    this.onError = options.onError ?? throwLater;
  }

  /** Each entry in its order, once the turn of the event loop in which it was added is over. */
  readonly onDidAdd: Event<JournalEntry> = (listener) => {
    // What was added before is not for a new listener.
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

  /** @returns its id; nobody who is answered waits for it */
  add(draft: Draft): Promise<number | undefined> {
    return this.store.append(this.log, draft.size > LONGEST_DRAFT ? new Written(draft.write()) : draft);
  }

  /** Tells now of what was added, for those who are to hear of something else afterwards. */
  tell(): void {
    clearImmediate(this.telling);
    this.telling = undefined;
    // One by one: a listener may call this again.
    for (let entry = this.untold.shift(); entry; entry = this.untold.shift()) {
      try {
        this.added.fire(entryOf(entry));
      } catch (error) {
        this.onError(error);
      }
    }
  }

  /**
   * @param after id of the last entry that is known already; 0 begins with the first that is still here
   * @param limit how many entries at most
   */
  async page(after = 0, limit?: number): Promise<JournalPage> {
    const page = await this.store.page(this.log, after, limit);
    return { ...page, entries: page.entries.map(entryOf) };
  }

  /** The youngest entries, the oldest of them first. */
  async latest(count: number): Promise<readonly JournalEntry[]> {
    return (await this.store.latest(this.log, count)).map(entryOf);
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
