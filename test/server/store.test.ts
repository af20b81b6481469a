import assert from 'node:assert/strict';
import { VirtualClock } from '../../src/server/kernel/clock/virtualClock';
import { nextTurn } from '../../src/server/kernel/slices/inSlices';
import { MemoryStore } from '../../src/server/kernel/store/memoryStore';
import type { Space } from '../../src/server/kernel/store/store';
import { collectGarbage } from '../support/collectGarbage';
import { FakeTime, mustNotFail } from './fakeTime';
import { laggingStore } from './laggingStore';
import { SharedStore } from './sharedStore';
import { storeContract } from './storeContract';

const NUMBERS: Space<number> = { name: 'numbers' };
const TEXTS: Space<string> = { name: 'texts' };

storeContract('A store in memory', (clock) => new MemoryStore(clock, mustNotFail));
storeContract('A store that answers late', (clock) => laggingStore(new MemoryStore(clock, mustNotFail)));
storeContract('A store that another server shares', (clock) =>
  new SharedStore(new MemoryStore(clock, mustNotFail)).view(),
);

describe('MemoryStore', () => {
  let time: FakeTime;
  let clock: VirtualClock;
  let store: MemoryStore;
  let errors: unknown[];

  beforeEach(() => {
    time = new FakeTime();
    clock = new VirtualClock(mustNotFail, time);
    errors = [];
    store = new MemoryStore(clock, (error) => errors.push(error));
  });
  afterEach(() => {
    store.dispose();
    clock.dispose();
  });

  it('a store goes on when a listener throws, and tells', async () => {
    const broken = new Error('broken');
    store.onDidExpire(() => {
      throw broken;
    });
    await store.put(NUMBERS, 'a', 1, { expiresAt: clock.now() + 10 });
    await store.put(NUMBERS, 'b', 2, { expiresAt: clock.now() + 20 });
    clock.move({ advanceMs: 20 });
    assert.deepEqual(errors, [broken, broken]);
    assert.deepEqual(await store.entries(NUMBERS), []);
  });

  it('a store goes on when a follower throws, tells the others, and says so', async () => {
    const broken = new Error('broken');
    const heard: string[] = [];
    const fail = () => {
      throw broken;
    };
    store.follow(NUMBERS, { changed: fail, replaced: fail });
    store.follow(NUMBERS, { changed: (key) => heard.push(key), replaced: () => heard.push('all') });
    await store.put(NUMBERS, 'a', 1);
    await store.restore({ entries: [], logs: [] });
    assert.deepEqual(heard, ['a', 'all']);
    assert.deepEqual(errors, [broken, broken]);
  });

  it('a store does not hang when a listener puts back a value that has just expired', async () => {
    let count = 0;
    store.onDidExpire(({ key }) => {
      count++;
      store.put(NUMBERS, key, 1, { expiresAt: clock.now() });
    });
    await store.put(NUMBERS, 'a', 1, { expiresAt: clock.now() + 10 });
    clock.move({ advanceMs: 10 });
    assert.equal(count, 1);
    assert.equal(await store.get(NUMBERS, 'a'), undefined);
  });

  it('a store has one timer for all lifetimes', async () => {
    for (let i = 0; i < 1000; i++) await store.put(NUMBERS, `key${i}`, i, { expiresAt: clock.now() + 1000 + i });
    assert.equal(time.timers.size, 1);
    assert.equal(time.started, 1);
  });

  it('a store keeps nothing of a million short-lived keys, expired, taken or renewed', async () => {
    const BATCH = 10_000;
    const calls: Promise<unknown>[] = [];
    let expired = 0;
    store.onDidExpire(() => expired++);
    const before = heapUsed();
    for (let batch = 0; batch < 100; batch++) {
      for (let i = 0; i < BATCH; i++) {
        const key = `${batch}-${i}`;
        calls.push(store.put(TEXTS, key, key, { expiresAt: clock.now() + 1000 + (i % 7) }));
        // A long lifetime that is given up must not stay until it would have been over.
        if (i % 4 === 0) calls.push(store.put(TEXTS, key, key, { expiresAt: clock.now() + 1e9 }));
        if (i % 2 === 0) calls.push(store.take(TEXTS, key));
      }
      await Promise.all(calls.splice(0));
      clock.move({ advanceMs: 2000 });
      assert.deepEqual(await store.entries(TEXTS), []);
      // What is over is reported in slices.
      for (let left = BATCH; expired < ((batch + 1) * BATCH) / 2 && left > 0; left--) await nextTurn();
    }
    assert.equal(expired, (100 * BATCH) / 2);
    assert.deepEqual(await store.snapshot(), { entries: [], logs: [] });
    // Even the quarter whose lifetime was given up would take more than that.
    const grown = heapUsed() - before;
    assert.ok(grown < 20e6, `${Math.round(grown / 1e6)} MB more`);
  });
});

/** Bytes in use after a garbage collection, so that only values with a reference to them count. */
function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
