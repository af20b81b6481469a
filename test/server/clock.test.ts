import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import type { ClockMove, ClockState } from '../../src/core/protocol/clockState';
import { ClockMoveError } from '../../src/server/kernel/clock/clockMoveError';
import { DeadlineHeap } from '../../src/server/kernel/clock/deadlineHeap';
import { VirtualClock } from '../../src/server/kernel/clock/virtualClock';
import { FakeTime, mustNotFail } from './fakeTime';

const MINUTE = 60_000;
/** More than 2^31 ms. */
const MONTHS = 60 * 24 * 60 * MINUTE;

describe('The virtual clock', () => {
  let time: FakeTime;
  let clock: VirtualClock;
  let errors: unknown[];
  let start: number;

  beforeEach(() => {
    time = new FakeTime();
    errors = [];
    clock = new VirtualClock((error) => errors.push(error), time);
    start = clock.now();
  });
  afterEach(() => clock.dispose());

  /** Schedules one that notes its name and the time that it sees, counted from the start. */
  function note(log: string[], name: string, ms: number) {
    return clock.schedule(start + ms, () => log.push(`${name}@${clock.now() - start}`));
  }

  it('the virtual clock goes with real time until it is moved', () => {
    time.pass(1500);
    assert.deepEqual(clock.state(), { now: new Date(start + 1500).toISOString(), offsetMs: 0, paused: false });
  });

  it('the clock runs deadlines in the order of their times as real time goes on', () => {
    const log: string[] = [];
    note(log, 'late', 30);
    note(log, 'early', 10);
    note(log, 'early too', 10);
    note(log, 'never', 31);
    time.pass(30);
    assert.deepEqual(log, ['early@10', 'early too@10', 'late@30']);
  });

  it('the clock runs all deadlines that an advance passes before it answers, each at its own time', () => {
    const log: string[] = [];
    note(log, 'b', 2 * MINUTE);
    note(log, 'a', MINUTE);
    note(log, 'c', 3 * MINUTE);
    note(log, 'far', 4 * MINUTE);
    const state = clock.move({ advanceMs: 3 * MINUTE });
    assert.deepEqual(log, ['a@60000', 'b@120000', 'c@180000']);
    assert.deepEqual(state, {
      now: new Date(start + 3 * MINUTE).toISOString(),
      offsetMs: 3 * MINUTE,
      paused: false,
    });
    time.pass(MINUTE);
    assert.deepEqual(log.at(-1), 'far@240000');
  });

  it('a deadline that is scheduled by another one within an advance runs in its turn', () => {
    const log: string[] = [];
    let count = 0;
    const tick = () => {
      log.push(`tick@${clock.now() - start}`);
      if (++count < 3) clock.schedule(clock.now() + 10, tick);
    };
    clock.schedule(start + 10, tick);
    note(log, 'between', 25);
    clock.move({ advanceMs: 100 });
    assert.deepEqual(log, ['tick@10', 'tick@20', 'between@25', 'tick@30']);
  });

  it('the clock does not run for ever when a deadline schedules itself for now', () => {
    let count = 0;
    const again = () => {
      count++;
      clock.schedule(clock.now(), again);
    };
    const subscription = clock.schedule(start + 10, again);
    clock.move({ advanceMs: 20 });
    assert.equal(count, 1);
    subscription.dispose();
    clock.move({ advanceMs: 0 });
    assert.equal(count, 2);
  });

  it('a deadline for a time already reached runs in the next turn, not at once', () => {
    const log: string[] = [];
    note(log, 'past', -5);
    assert.deepEqual(log, []);
    time.pass(0);
    assert.deepEqual(log, ['past@0']);
  });

  it('the clock runs no deadline that was taken back, in the heap or among those held for the next turn', () => {
    const log: string[] = [];
    const second = note(log, 'second', 20);
    note(log, 'third', 30);
    clock.schedule(start + 10, () => {
      second.dispose();
      second.dispose();
      note(log, 'held', 0).dispose();
    });
    clock.move({ advanceMs: 100 });
    time.pass(100);
    assert.deepEqual(log, ['third@30']);
  });

  it('the clock stands still while paused; an advance still moves it', () => {
    const log: string[] = [];
    note(log, 'a', 50);
    note(log, 'b', 1050);
    time.pass(10);
    clock.move({ pause: true });
    time.pass(1000);
    assert.deepEqual(log, []);
    assert.deepEqual(clock.state(), { now: new Date(start + 10).toISOString(), offsetMs: -1000, paused: true });
    clock.move({ advanceMs: 100 });
    assert.deepEqual(log, ['a@50']);
    assert.equal(clock.now(), start + 110);
    clock.move({ pause: false });
    assert.deepEqual(clock.state(), { now: new Date(start + 110).toISOString(), offsetMs: -900, paused: false });
    time.pass(940);
    assert.deepEqual(log, ['a@50', 'b@1050']);
  });

  it('a paused clock runs the deadlines that its time has reached already', () => {
    const log: string[] = [];
    clock.move({ pause: true });
    note(log, 'now', 0);
    note(log, 'later', 1);
    time.pass(10);
    assert.deepEqual(log, ['now@0']);
  });

  it('a clock that goes back to real time runs no deadline again, and keeps the times of those to come', () => {
    const log: string[] = [];
    note(log, 'over', MINUTE);
    note(log, 'to come', 3 * MINUTE);
    clock.move({ advanceMs: 2 * MINUTE });
    clock.move({ pause: true });
    assert.deepEqual(clock.move({ reset: true }), { now: new Date(start).toISOString(), offsetMs: 0, paused: false });
    assert.deepEqual(log, ['over@60000']);
    time.pass(2 * MINUTE);
    assert.deepEqual(log, ['over@60000']);
    time.pass(MINUTE);
    assert.deepEqual(log, ['over@60000', 'to come@180000']);
  });

  it('a reset of the clock that leads forward passes the deadlines on its way', () => {
    const log: string[] = [];
    note(log, 'a', 10);
    clock.move({ pause: true });
    time.pass(100);
    clock.move({ reset: true });
    assert.deepEqual(log, ['a@10']);
    assert.equal(clock.now(), start + 100);
  });

  it('the clock waits longer than a timer can count, and notices that the machine slept', () => {
    const log: string[] = [];
    note(log, 'months', MONTHS);
    time.pass(MONTHS - 1);
    assert.deepEqual(log, []);
    time.pass(1);
    assert.deepEqual(log, [`months@${MONTHS}`]);
    assert.ok(time.longestMs < 2 ** 31);
    note(log, 'slept through', 2 * MONTHS);
    time.jump(MONTHS);
    time.pass(MINUTE);
    assert.deepEqual(log.length, 2);
  });

  it('the clock looks again when a timer wakes too early', () => {
    const log: string[] = [];
    note(log, 'a', 10);
    const [timer] = time.timers;
    time.pass(9);
    time.stop(timer as NonNullable<typeof timer>);
    timer?.run();
    assert.deepEqual(log, []);
    time.pass(1);
    assert.deepEqual(log, ['a@10']);
  });

  it('the clock has one timer, however many deadlines there are, and none when there are none', () => {
    const all = Array.from({ length: 1000 }, (_, i) => note([], 'x', 1000 + i));
    assert.equal(time.timers.size, 1);
    assert.equal(time.started, 1);
    for (const one of all) one.dispose();
    time.pass(2000);
    assert.equal(time.timers.size, 0);
  });

  it('when a deadline or a listener throws, the clock runs the others, and tells', () => {
    const log: string[] = [];
    const [broken, deaf] = [new Error('broken'), new Error('deaf')];
    clock.schedule(start + 10, () => {
      throw broken;
    });
    clock.onDidMove(() => {
      throw deaf;
    });
    note(log, 'other', 20);
    assert.equal(clock.move({ advanceMs: 20 }).offsetMs, 20);
    assert.deepEqual(log, ['other@20']);
    assert.deepEqual(errors, [broken, deaf]);
  });

  it('the clock tells of moves, and of nothing else', () => {
    const heard: ClockState[] = [];
    clock.onDidMove((state) => heard.push(state));
    note([], 'a', 10);
    time.pass(100);
    clock.restore(clock.snapshot());
    assert.deepEqual(heard, []);
    const answers = [{ advanceMs: 5 }, { pause: true }, { pause: false }, { reset: true as const }].map((move) =>
      clock.move(move),
    );
    assert.deepEqual(heard, answers);
  });

  it('a move that a deadline asks for is made when the other deadlines have run', () => {
    const log: string[] = [];
    clock.schedule(start + 10, () => clock.move({ advanceMs: 100 }));
    note(log, 'b', 20);
    note(log, 'c', 120);
    clock.move({ advanceMs: 20 });
    assert.deepEqual(log, ['b@20', 'c@120']);
    assert.equal(clock.now(), start + 120);
  });

  for (const move of [
    { advanceMs: -1 },
    { advanceMs: 0.5 },
    { advanceMs: 1e16 },
    { advanceMs: 3e14 },
    {},
    { pause: 1 },
    { reset: false },
    { pause: true, advanceMs: 1 },
  ])
    it(`the clock refuses ${JSON.stringify(move)}, and stays where it is`, () => {
      assert.throws(() => clock.move(move as ClockMove), ClockMoveError);
      assert.deepEqual(clock.state(), { now: new Date(start).toISOString(), offsetMs: 0, paused: false });
    });

  it('a clock is where it was after its snapshot was put in, and runs what is over by then in the next turn', () => {
    clock.move({ advanceMs: MINUTE });
    const moved = clock.snapshot();
    clock.move({ pause: true });
    const paused = clock.snapshot();
    clock.move({ reset: true });
    const log: string[] = [];
    note(log, 'a', 30_000);

    clock.restore(JSON.parse(JSON.stringify(paused)));
    assert.deepEqual(clock.state(), { now: new Date(start + MINUTE).toISOString(), offsetMs: MINUTE, paused: true });
    assert.deepEqual(log, []);
    time.pass(10);
    assert.deepEqual(log, ['a@60000']);
    clock.restore(JSON.parse(JSON.stringify(moved)));
    assert.deepEqual(clock.state(), {
      now: new Date(start + MINUTE + 10).toISOString(),
      offsetMs: MINUTE,
      paused: false,
    });
  });

  it('a clock runs nothing after it is disposed', () => {
    const log: string[] = [];
    note(log, 'a', 10);
    clock.dispose();
    note(log, 'b', 10);
    time.pass(100);
    assert.deepEqual(log, []);
    assert.equal(time.timers.size, 0);
  });

  it('the clock runs each deadline once, in order, whatever the moves', () => {
    const step = fc.oneof(
      fc.record({ schedule: fc.integer({ min: -5, max: 50 }) }),
      fc.record({ pass: fc.integer({ min: 0, max: 30 }) }),
      fc.record({ advanceMs: fc.integer({ min: 0, max: 30 }) }),
      fc.record({ pause: fc.boolean() }),
      fc.constant({ reset: true as const }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const real = new FakeTime();
        const virtual = new VirtualClock(mustNotFail, real);
        const pending = new Set<number>();
        let latest = virtual.now();
        let scheduled = 0;
        for (const move of steps) {
          if ('schedule' in move) {
            const at = virtual.now() + move.schedule;
            const id = scheduled++;
            pending.add(id);
            virtual.schedule(at, () => {
              assert.ok(pending.delete(id), 'ran once');
              assert.ok(virtual.now() >= at, 'not before its time');
            });
          } else if ('pass' in move) real.pass(move.pass);
          else virtual.move(move);
          latest = Math.max(latest, virtual.now());
        }
        virtual.move({ advanceMs: latest - virtual.now() + 50 });
        real.pass(0);
        assert.equal(pending.size, 0);
      }),
    );
  });

  it('the virtual clock works on the time of this machine', async () => {
    const real = new VirtualClock(mustNotFail);
    // The clock's own timer keeps nothing alive.
    const alive = setInterval(() => {}, 1000);
    try {
      const at = real.now() + 20;
      const seen = await new Promise<number>((resolve) => {
        real.schedule(at, () => resolve(real.now()));
      });
      assert.ok(seen >= at, `${seen} is before ${at}`);
    } finally {
      clearInterval(alive);
      real.dispose();
    }
  });

  it('the clock does not keep a process alive', async () => {
    const file = path.resolve(__dirname, '../../src/server/kernel/clock/virtualClock.js');
    const script = `const { VirtualClock } = require(${JSON.stringify(file)});
      const clock = new VirtualClock(() => {});
      clock.schedule(clock.now() + 1e9, () => {});
      process.stdout.write('scheduled');`;
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { timeout: 8000 });
    assert.equal(stdout, 'scheduled');
  });
});

describe('The heap of deadlines', () => {
  it('the heap gives deadlines in order, those of the same time as they came, whichever were removed', () => {
    const item = fc.record({ at: fc.integer({ min: 0, max: 20 }), isRemoved: fc.boolean() });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 100 }), (items) => {
        const heap = new DeadlineHeap<number>();
        const deadlines = items.map(({ at }, i) => heap.create(at, i));
        for (const deadline of deadlines) heap.insert(deadline);
        for (const [i, { isRemoved }] of items.entries()) {
          const deadline = deadlines[i];
          if (isRemoved && deadline) heap.remove(deadline);
        }
        const given: number[] = [];
        for (let { first } = heap; first; first = heap.first) {
          given.push(first.value);
          heap.remove(first);
          heap.remove(first);
        }
        const expected = [...items.keys()]
          .filter((i) => !items[i]?.isRemoved)
          .sort((a, b) => (items[a]?.at ?? 0) - (items[b]?.at ?? 0) || a - b);
        assert.deepEqual(given, expected);
        assert.equal(heap.size, 0);
      }),
    );
  });
});
