import assert from 'node:assert/strict';
import { Coalesced } from '../../../src/core/base/coalesce';
import { HandTimers } from '../../support/handTimers';

describe('Coalesced', () => {
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
    timers.end();
    assert.equal(runs(), 1);
    timers.end();
    assert.equal(runs(), 1);
    subject.call();
    timers.end();
    assert.equal(runs(), 2);
  });

  it('a coalesced call does not run after it is disposed', () => {
    const { timers, subject, runs } = coalesced();
    subject.call();
    subject.dispose();
    subject.dispose();
    timers.end();
    assert.equal(runs(), 0);
  });

  it('a call that comes after it is disposed runs nothing', () => {
    const { timers, subject, runs } = coalesced();
    subject.dispose();
    subject.call();
    timers.end();
    assert.equal(runs(), 0);
  });
});
