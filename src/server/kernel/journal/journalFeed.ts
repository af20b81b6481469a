import type { Disposable } from '../../../core/base/event';
import type { JournalEntry, JournalPage } from '../../../core/protocol/journal';
import type { Journal } from './storedJournal';

/** As many entries as a journal has. */
const MOST_LEFT = 2_000;

/** What somebody asks for who waits. */
interface Asked {
  /** Number of the last known entry. */
  readonly after: number;
  readonly limit: number;
  /** How long to wait, in real milliseconds. */
  readonly waitMs: number;
}

/**
 * The journal for those who wait for the next entries, such as the lines of `serve`. A reset or a snapshot takes away what is
 * in the journal. What was not read by then is told all the same. What a snapshot puts in was not answered here, so it is not told.
 */
export class JournalFeed implements Disposable {
  /** Number of the last entry that was told. Undefined while nobody has asked. */
  private told: number | undefined;
  /** Entries that were taken away before they were told. */
  private left: readonly JournalEntry[] = [];
  /** How many before them are told by nobody any more. */
  private lost = 0;
  /** Number of the last entry that is not to be told, as a snapshot has put it in. */
  private putIn = 0;
  private readonly waiting = new Set<AbortController>();

  constructor(private readonly journal: Pick<Journal, 'page' | 'latest' | 'onceAdded'>) {}

  /**
   * The entries after a known one. If there are none, it waits for the next.
   * @param gone ends the wait; the page is empty then
   */
  async next({ after, limit, waitMs }: Asked, gone: AbortSignal): Promise<JournalPage> {
    const wait = new AbortController();
    const end = () => wait.abort();
    const timer = setTimeout(end, waitMs).unref();
    if (gone.aborted) end();
    else gone.addEventListener('abort', end, { once: true });
    this.waiting.add(wait);
    try {
      const page = await this.pageSoon(after, limit, wait.signal);
      this.told = Math.max(this.told ?? 0, page.entries.at(-1)?.id ?? after);
      return page;
    } finally {
      clearTimeout(timer);
      gone.removeEventListener('abort', end);
      this.waiting.delete(wait);
    }
  }

  /** Ends all waits. */
  dispose(): void {
    for (const wait of this.waiting) wait.abort();
  }

  /** Before the journal is emptied, or replaced by a snapshot. A server that nobody follows has no work with it. */
  async keep(): Promise<void> {
    if (this.told === undefined) return;
    const { entries, dropped } = await this.journal.page(Math.max(this.told, this.putIn));
    const all = [...this.left, ...entries];
    this.left = all.slice(-MOST_LEFT);
    this.lost += dropped + all.length - this.left.length;
  }

  /** The journal was emptied or replaced. */
  async replaced(): Promise<void> {
    const last = (await this.journal.latest(1)).at(-1)?.id;
    // An empty journal tells by what was dropped how far its numbers were used.
    this.putIn = last ?? (await this.journal.page(0, 1)).dropped;
  }

  private async pageSoon(after: number, limit: number, signal: AbortSignal): Promise<JournalPage> {
    const left = this.left.filter(({ id }) => id > after);
    if (left.length > 0) {
      const dropped = this.lost;
      this.lost = 0;
      return { entries: left.slice(0, limit), dropped, more: true };
    }
    this.left = [];
    // Asked for before the journal is read, or an entry that comes in between would be waited for.
    const added = this.journal.onceAdded(signal);
    const page = await this.pageNow(after, limit);
    if (page.entries.length > 0) {
      added.stop();
      return page;
    }
    await added.happened;
    return this.pageNow(after, limit);
  }

  private pageNow(after: number, limit: number): Promise<JournalPage> {
    return this.journal.page(Math.max(after, this.putIn), limit);
  }
}
