import assert from 'node:assert/strict';
import fc from 'fast-check';
import { VirtualClock } from '../../src/server/kernel/clock/virtualClock';
import { type Log, WrittenEntry } from '../../src/server/kernel/store/log';
import type { Place, Space, Store, StoredEntry, StoreSnapshot } from '../../src/server/kernel/store/store';
import type { StoreWatcher } from '../../src/server/kernel/store/storeWatcher';
import { FakeTime, mustNotFail } from './fakeTime';
import { type MakeStore, poll } from './makeStore';
import { sorted } from './snapshotContract';

const TEXTS: Space<string> = { name: 'texts' };
const LINES: Log<string> = { name: 'lines' };

/** A copy of a store, made only from the calls of its watcher. */
class Copy implements StoreWatcher {
  private readonly spaces = new Map<string, Map<string, StoredEntry>>();
  private readonly logs = new Map<
    string,
    { readonly place: Place; next: number; values: { id: number; value: unknown }[] }
  >();
  isReplaced = false;

  put(space: Place, key: string, json: string, expiresAt: number | undefined): void {
    const { name, isLocal } = space;
    const values = this.spaces.get(nameOf(space)) ?? new Map<string, StoredEntry>();
    this.spaces.set(nameOf(space), values);
    const value: unknown = JSON.parse(json);
    values.set(key, {
      space: name,
      ...(isLocal && { isLocal }),
      key,
      value,
      ...(expiresAt !== undefined && { expiresAt }),
    });
  }

  removed(space: Place, key: string): void {
    this.spaces.get(nameOf(space))?.delete(key);
  }

  appended(log: Place, id: number, json: string, first: number): void {
    const kept = this.logs.get(nameOf(log)) ?? { place: log, next: 1, values: [] };
    this.logs.set(nameOf(log), kept);
    kept.values = [...kept.values, { id, value: JSON.parse(json) }].filter((each) => each.id >= first);
    kept.next = id + 1;
  }

  cleared(log: Place, next: number): void {
    this.logs.set(nameOf(log), { place: log, next, values: [] });
  }

  replaced(): void {
    this.isReplaced = true;
  }

  settle(): void {}

  waits(): void {}

  /** @param now virtual milliseconds since 1970; expired entries are omitted */
  snapshot(now: number): StoreSnapshot {
    return sorted({
      entries: [...this.spaces.values()]
        .flatMap((space) => [...space.values()])
        .filter(({ expiresAt }) => expiresAt === undefined || expiresAt > now),
      logs: [...this.logs.values()]
        .filter(({ next }) => next > 1)
        .map(({ place: { name, isLocal }, next, values }) => ({
          log: name,
          ...(isLocal && { isLocal }),
          next,
          values: values.map(({ value }) => value),
        })),
    });
  }

  /** Replaces the content by that of a snapshot. */
  take({ entries, logs }: StoreSnapshot): void {
    this.isReplaced = false;
    this.spaces.clear();
    this.logs.clear();
    for (const { space, isLocal, key, value, expiresAt } of entries) {
      this.put({ name: space, ...(isLocal && { isLocal }) }, key, JSON.stringify(value), expiresAt);
    }
    for (const { log, isLocal, next, values } of logs) {
      const place = { name: log, ...(isLocal && { isLocal }) };
      this.cleared(place, next);
      for (const [at, value] of values.entries()) {
        this.appended(place, next - values.length + at, JSON.stringify(value), next - values.length);
      }
    }
  }
}

function nameOf({ name, isLocal }: Place): string {
  return `${isLocal ? 'local' : 'shared'} ${name}`;
}

type Step = (store: Store, clock: VirtualClock) => unknown;

const place = fc
  .record({ name: fc.constantFrom('a', 'b'), isLocal: fc.boolean() })
  .map(({ name, isLocal }): Space<fc.JsonValue> & Log<fc.JsonValue> => (isLocal ? { name, isLocal: true } : { name }));
const key = fc.constantFrom('1', '2', '3');
const lifetime = fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined });
const expiring = (clock: VirtualClock, ms: number | undefined) =>
  ms === undefined ? {} : { expiresAt: clock.now() + ms };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(place, key, fc.jsonValue(), lifetime).map(
    ([p, k, value, ms]): Step =>
      (store, clock) =>
        store.put(p, k, value, expiring(clock, ms)),
  ),
  fc.tuple(place, key, fc.option(fc.nat(3), { nil: undefined }), lifetime).map(
    ([p, k, value, ms]): Step =>
      (store, clock) =>
        store.update(p, k, () => value, expiring(clock, ms)),
  ),
  fc.tuple(place, key).map(
    ([p, k]): Step =>
      (store) =>
        store.take(p, k),
  ),
  fc.tuple(place, key).map(
    ([p, k]): Step =>
      (store) =>
        store.delete(p, k),
  ),
  fc.tuple(place, fc.jsonValue()).map(
    ([p, value]): Step =>
      (store) =>
        store.append({ ...p, most: 3 }, new WrittenEntry(value)),
  ),
  place.map(
    (p): Step =>
      (store) =>
        store.clear({ ...p, most: 3 }),
  ),
  fc.nat(15).map(
    (advanceMs): Step =>
      (_, clock) =>
        clock.move({ advanceMs }),
  ),
  fc.constant<Step>(async (store) => store.restore(await store.snapshot())),
  fc.constant<Step>((store) => store.restore({ entries: [], logs: [] })),
);

/** Tests of what every store must tell to which of its listeners. */
export function describeListeners(name: string, make: MakeStore): void {
  describe(`${name}: listeners`, () => {
    let time: FakeTime;
    let clock: VirtualClock;
    let store: Store;

    beforeEach(async () => {
      time = new FakeTime();
      clock = new VirtualClock(mustNotFail, time);
      store = await make(clock);
    });
    afterEach(async () => {
      await store.dispose();
      clock.dispose();
    });

    it('a follower hears of each change in its space, in their order, with values of its own', async () => {
      const heard: [string, string | undefined][] = [];
      store.follow(TEXTS, { changed: (key, read) => heard.push([key, read?.()]) });
      await store.put(TEXTS, 'a', '1');
      await store.put(TEXTS, 'a', '2', { expiresAt: clock.now() + 10 });
      await store.update(TEXTS, 'b', () => '3');
      await store.update(TEXTS, 'b', () => undefined);
      await store.put(TEXTS, 'c', '4');
      await store.take(TEXTS, 'c');
      await store.delete(TEXTS, 'c');
      await store.put({ name: 'others' }, 'a', '5');
      await store.put({ name: 'texts', isLocal: true }, 'a', '6');
      clock.move({ advanceMs: 10 });
      await poll(() => heard.length >= 7);
      assert.deepEqual(heard, [
        ['a', '1'],
        ['a', '2'],
        ['b', '3'],
        ['b', undefined],
        ['c', '4'],
        ['c', undefined],
        ['a', undefined],
      ]);
    });

    it('whoever changes a value goes on when its followers have heard of it', async () => {
      let heard = 0;
      store.follow(TEXTS, { changed: () => heard++ });
      store.followLog(LINES, () => heard++);
      await store.put(TEXTS, 'a', '1');
      assert.equal(heard, 1);
      await store.take(TEXTS, 'a');
      assert.equal(heard, 2);
      await store.append(LINES, new WrittenEntry('1'));
      assert.equal(heard, 3);
    });

    it('a follower is given all of its space when a snapshot is put in, and no single change', async () => {
      const heard: unknown[] = [];
      await store.put(TEXTS, 'a', '1');
      store.follow(TEXTS, {
        changed: (key) => heard.push(key),
        replaced: (entries) => heard.push([...entries].map(([key, read]) => [key, read()])),
      });
      store.followLog(LINES, ({ id }) => heard.push(id));
      const entries = [
        { space: 'texts', key: 'b', value: '2' },
        { space: 'texts', key: 'c', value: '3' },
      ];
      await store.restore({ entries, logs: [{ log: 'lines', next: 2, values: ['1'] }] });
      assert.deepEqual(heard, [
        [
          ['b', '2'],
          ['c', '3'],
        ],
      ]);
      await store.restore({ entries: [], logs: [] });
      assert.deepEqual(heard.at(-1), []);
    });

    it('a follower of a log hears of each entry in its order, also of one that is gone when it is read', async () => {
      const heard: { readonly id: number; readonly value: string }[] = [];
      const log = { ...LINES, most: 2 };
      await store.append(log, new WrittenEntry('before'));
      const following = store.followLog(log, (entry) => heard.push(entry));
      for (const line of ['a', 'b', 'c', 'd']) await store.append(log, new WrittenEntry(line));
      await store.clear(log);
      following.dispose();
      await store.append(log, new WrittenEntry('after'));
      assert.deepEqual(
        heard.map(({ id, value }) => [id, value]),
        [
          [2, 'a'],
          [3, 'b'],
          [4, 'c'],
          [5, 'd'],
        ],
      );
    });

    it('the same follower twice is two, and each hears nothing after its end', async () => {
      let heard = 0;
      const follower = { changed: () => heard++ };
      const first = store.follow(TEXTS, follower);
      const second = store.follow(TEXTS, follower);
      await store.put(TEXTS, 'a', '1');
      assert.equal(heard, 2);
      first.dispose();
      first.dispose();
      await store.put(TEXTS, 'a', '2');
      assert.equal(heard, 3);
      second.dispose();
      await store.put(TEXTS, 'a', '3');
      assert.equal(heard, 3);
    });

    it('a watcher hears enough to know all that is there, whatever happens in whatever order', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
          const ownTime = new FakeTime();
          const ownClock = new VirtualClock(mustNotFail, ownTime);
          const watched = await make(ownClock);
          const copy = new Copy();
          watched.watch(copy);
          for (const run of steps) {
            await run(watched, ownClock);
            // Expired entries are removed in this turn.
            ownTime.pass(0);
            const whole = await watched.snapshot({ withLocal: true });
            if (copy.isReplaced) copy.take(whole);
            assert.deepEqual(copy.snapshot(ownClock.now()), sorted(whole));
          }
          await watched.dispose();
          ownClock.dispose();
        }),
        { numRuns: 200 },
      );
    });

    it('a watcher has heard of a change before anybody who follows it, and before the one who made it goes on', async () => {
      const order: string[] = [];
      const watcher = new Copy();
      watcher.put = () => void order.push('watcher');
      watcher.appended = () => void order.push('watcher');
      watcher.settle = () => void order.push('settled');
      store.watch(watcher);
      store.follow(TEXTS, { changed: () => order.push('follower') });
      store.followLog(LINES, () => order.push('follower'));
      await store.put(TEXTS, 'a', '1');
      order.push('caller');
      await store.append(LINES, new WrittenEntry('1'));
      order.push('caller');
      const each = ['watcher', 'settled', 'follower', 'caller'];
      assert.deepEqual(order, [...each, ...each]);
    });

    it('nobody is told of anything once a store is disposed of', async () => {
      const heard: unknown[] = [];
      store.onDidExpire(() => heard.push('expired'));
      store.follow(TEXTS, { changed: () => heard.push('changed') });
      await store.put(TEXTS, 'a', '1', { expiresAt: clock.now() + 10 });
      assert.deepEqual(heard, ['changed']);
      await store.dispose();
      clock.move({ advanceMs: 10 });
      time.pass(1000);
      assert.deepEqual(heard, ['changed']);
    });
  });
}
