import type { RealTime } from '../../src/server/kernel/clock/realTime';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/**
 * Real time that passes only when a test calls `pass`. Timers run when they are due, in the order of the event loop.
 */
export class FakeTime implements RealTime {
  readonly timers = new Set<Timer>();
  /** Number of timers that were started. `longestMs` is the longest of them, in milliseconds. */
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

  /** Lets time pass, and runs the timers that become due. With 0 it is one turn of the event loop. */
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

  /** Changes the time without running timers, as when the machine sleeps or somebody sets its clock. */
  jump(ms: number): void {
    this.time += ms;
  }
}

/** An error handler for clocks and stores in tests where no error is expected. */
export function mustNotFail(error: unknown): void {
  throw error;
}
