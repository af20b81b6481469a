import assert from 'node:assert/strict';
import { Coalesced, type Timers } from '../../../src/core/base/coalesce';

describe('Coalesced', () => {
  /** Timers that run when the test says so. */
  class HandTimers implements Timers {
    readonly waiting = new Map<object, () => void>();
    readonly asked: number[] = [];

    start(run: () => void, ms: number): unknown {
      const timer = {};
      this.waiting.set(timer, run);
      this.asked.push(ms);
      return timer;
    }

    stop(timer: unknown): void {
      this.waiting.delete(timer as object);
    }

    elapse(): void {
      const due = [...this.waiting.values()];
      this.waiting.clear();
      for (const run of due) run();
    }
  }

  function coalesced() {
    const timers = new HandTimers();
    let runs = 0;
    const subject = new Coalesced(timers, 50, () => runs++);
    return { timers, subject, runs: () => runs };
  }

  it('a coalesced call runs once for many calls, and again for calls after that', () => {
    const { timers, subject, runs } = coalesced();
    subject.call();
    subject.call();
    assert.deepEqual(timers.asked, [50]);
    assert.equal(runs(), 0);
    timers.elapse();
    assert.equal(runs(), 1);
    timers.elapse();
    assert.equal(runs(), 1);
    subject.call();
    timers.elapse();
    assert.equal(runs(), 2);
  });

  it('a coalesced call does not run after it is disposed', () => {
    const { timers, subject, runs } = coalesced();
    subject.call();
    subject.dispose();
    subject.dispose();
    timers.elapse();
    assert.equal(runs(), 0);
  });

  it('a call that comes after it is disposed runs nothing', () => {
    const { timers, subject, runs } = coalesced();
    subject.dispose();
    subject.call();
    timers.elapse();
    assert.equal(runs(), 0);
  });
});
