import { setTimeout as pause } from 'node:timers/promises';

/** A process that ran this long did its work: what happens later is not more of the same. */
const LONG_RUN_MS = 60_000;
/** So many crashes in a row, each after a short run, are followed by a restart at once. */
const AT_ONCE = 2;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** So many starts in a row may say that they cannot. */
const MOST_FAILED_STARTS = 3;

/** The time by which restarts wait. */
export interface RestartTime {
  now(): number;
  /** @throws when the signal aborts the wait */
  wait(ms: number, signal: AbortSignal): Promise<unknown>;
  /**
   * How long a process may take to close its server, or to end. By default it is real time, which keeps no program running.
   * @throws when the signal aborts it
   */
  patience?(ms: number, signal: AbortSignal): Promise<unknown>;
}

export const REAL_RESTART_TIME: RestartTime = {
  now: () => Date.now(),
  wait: (ms, signal) => pause(ms, undefined, { signal }),
};

/**
 * How long a server that crashed waits before its restart. One that ran is always restarted, because its state has what
 * was answered to clients. It is given up only when its starts say themselves, again and again, that they cannot: a start
 * that is killed says nothing about the next one.
 */
export class Crashes {
  private inRow = 0;
  private failedStarts = 0;
  private startedAt = 0;

  constructor(private readonly time: Pick<RestartTime, 'now'>) {}

  /** The server runs. */
  started(): void {
    this.failedStarts = 0;
    this.startedAt = this.time.now();
  }

  /** The server ended by itself after it had run. @returns the milliseconds to wait before it is restarted */
  crashed(): number {
    this.inRow = this.time.now() - this.startedAt < LONG_RUN_MS ? this.inRow + 1 : 1;
    return this.waitMs;
  }

  /** A restart was ended from outside. @returns the milliseconds to wait before the next */
  killedAtStart(): number {
    this.inRow++;
    return this.waitMs;
  }

  /** A restart said that it cannot. @returns the milliseconds to wait before the next; undefined when it is given up */
  failedToStart(): number | undefined {
    this.inRow++;
    return ++this.failedStarts < MOST_FAILED_STARTS ? this.waitMs : undefined;
  }

  private get waitMs(): number {
    if (this.inRow <= AT_ONCE) return 0;
    return Math.min(FIRST_WAIT_MS * 2 ** (this.inRow - AT_ONCE - 1), LONGEST_WAIT_MS);
  }
}
