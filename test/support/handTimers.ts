import type { Timers } from '../../src/core/base/coalesce';

/** Timers that stand still. The test ends each wait. */
export class HandTimers implements Timers {
  private readonly waiting = new Map<object, { run: () => void; ms: number }>();

  start(run: () => void, ms: number): object {
    const timer = {};
    this.waiting.set(timer, { run, ms });
    return timer;
  }

  stop(timer: unknown): void {
    this.waiting.delete(timer as object);
  }

  /** How long those that run are to wait, in milliseconds. */
  get asked(): number[] {
    return [...this.waiting.values()].map(({ ms }) => ms);
  }

  /** Ends all waits. Returns how many there were. */
  end(): number {
    const due = [...this.waiting.values()];
    this.waiting.clear();
    for (const { run } of due) run();
    return due.length;
  }
}
