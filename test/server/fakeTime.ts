import type { RealTime } from '../../src/server/kernel/clock/realTime';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Real time that only goes on when a test says so. Timers wake at their time, as the event loop would have it. */
export class FakeTime implements RealTime {
  readonly timers = new Set<Timer>();
  /** How many timers were started, and the longest of them. */
  started = 0;
  longestMs = 0;
  private time = Date.UTC(2026, 0, 1);

  now(): number {
    return this.time;
  }

  start(run: () => void, ms: number): Timer {
    const timer = { at: this.time + ms, run };
    this.timers.add(timer);
    this.started++;
    this.longestMs = Math.max(this.longestMs, ms);
    return timer;
  }

  stop(timer: Timer): void {
    this.timers.delete(timer);
  }

  /** Time goes on, and timers wake on the way; 0 is a turn of the event loop. */
  pass(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      const [next] = [...this.timers].filter((timer) => timer.at <= end).sort((one, other) => one.at - other.at);
      if (!next) break;
      this.time = Math.max(this.time, next.at);
      this.timers.delete(next);
      next.run();
    }
    this.time = end;
  }

  /** The machine sleeps, or somebody sets its time: no timer notices. */
  jump(ms: number): void {
    this.time += ms;
  }
}

/** For a clock or a store of which nothing may go wrong. */
export function mustNotFail(error: unknown): void {
  throw error;
}
