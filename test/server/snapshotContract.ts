import assert from 'node:assert/strict';
import fc from 'fast-check';
import { VirtualClock } from '../../src/server/kernel/clock/virtualClock';
import { type Log, WrittenEntry } from '../../src/server/kernel/store/log';
import type { Space, Store, StoreSnapshot } from '../../src/server/kernel/store/store';
import { FakeTime, mustNotFail } from './fakeTime';
import { type MakeStore, poll } from './makeStore';

const NUMBERS: Space<number> = { name: 'numbers' };
const TEXTS: Space<string> = { name: 'texts' };
const LINES: Log<string> = { name: 'lines' };
const OWN: Space<string> = { name: 'texts', isLocal: true };
const OWN_LINES: Log<string> = { name: 'lines', isLocal: true };
const EMPTY: StoreSnapshot = { entries: [], logs: [] };

/**
 * Sorts the spaces and logs of a snapshot, because their order depends on which was used first. The order of entries in
 * each stays the same.
 */
export function sorted({ entries, logs }: StoreSnapshot): StoreSnapshot {
  const place = ({ isLocal = false }: { readonly isLocal?: boolean }, name: string) => `${isLocal} ${name}`;
  const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
  return {
    entries: entries.toSorted((one, other) => compare(place(one, one.space), place(other, other.space))),
    logs: logs.toSorted((one, other) => compare(place(one, one.log), place(other, other.log))),
  };
}

/** Tests of what every store must do, apart from single spaces and logs. */
export function describeWhole(name: string, make: MakeStore): void {
  describe(`${name}: snapshots`, () => {
    let time: FakeTime;
    let clock: VirtualClock;
    let store: Store;
    let other: Store;

    beforeEach(async () => {
      time = new FakeTime();
      clock = new VirtualClock(mustNotFail, time);
      store = await make(clock);
      other = await make(clock);
    });
    afterEach(async () => {
      await store.dispose();
      await other.dispose();
      clock.dispose();
    });

    it('a snapshot of a store is plain JSON, and restores it with lifetimes, order and numbers', async () => {
      const expiresAt = clock.now() + 1000;
      await store.put(TEXTS, 'b', 'x');
      await store.put(NUMBERS, 'n', 1, { expiresAt });
      await store.put(TEXTS, 'a', 'y');
      await store.put(TEXTS, 'over', 'z', { expiresAt: clock.now() });
      for (const line of ['1', '2']) await store.append(LINES, new WrittenEntry(line));
      const snapshot = JSON.parse(JSON.stringify(await store.snapshot()));
      assert.deepEqual(sorted(snapshot), {
        entries: [
          { space: 'numbers', key: 'n', value: 1, expiresAt },
          { space: 'texts', key: 'b', value: 'x' },
          { space: 'texts', key: 'a', value: 'y' },
        ],
        logs: [{ log: 'lines', next: 3, values: ['1', '2'] }],
      });

      const expired: string[] = [];
      other.onDidExpire(({ key }) => expired.push(key));
      await other.put(TEXTS, 'old', 'gone', { expiresAt: expiresAt - 1 });
      await other.restore(snapshot);
      assert.deepEqual(sorted(await other.snapshot()), sorted(snapshot));
      assert.equal(await other.get(TEXTS, 'old'), undefined);
      assert.equal(await other.append(LINES, new WrittenEntry('3')), 3);
      clock.move({ advanceMs: 1000 });
      await poll(() => expired.length > 0);
      assert.deepEqual(expired, ['n']);
      assert.deepEqual(await other.entries(TEXTS), [
        ['b', 'x'],
        ['a', 'y'],
      ]);
    });

    it('a value whose lifetime is over when a snapshot is restored expires afterwards, and cannot be read before', async () => {
      const expired: unknown[] = [];
      store.onDidExpire((gone) => expired.push(gone));
      const snapshot = { entries: [{ space: 'numbers', key: 'n', value: 1, expiresAt: clock.now() - 5 }], logs: [] };
      await store.restore(snapshot);
      assert.equal(await store.get(NUMBERS, 'n'), undefined);
      time.pass(0);
      await poll(() => expired.length > 0);
      assert.deepEqual(expired, [{ space: 'numbers', key: 'n', value: 1 }]);
    });

    it('a log never gives a number twice, whatever snapshot is restored', async () => {
      const given = new Set<number | undefined>();
      const append = async () => {
        const id = await store.append(LINES, new WrittenEntry('line'));
        assert.ok(!given.has(id), `${id} was given before`);
        given.add(id);
      };
      for (let i = 0; i < 3; i++) await append();
      const early = await store.snapshot();
      for (let i = 0; i < 3; i++) await append();
      for (const snapshot of [early, EMPTY, early, await store.snapshot(), EMPTY]) {
        await store.restore(snapshot);
        const restored = (await store.page(LINES)).entries.map(({ id }) => id);
        for (const id of restored) assert.ok(!given.has(id), `${id} was given before`);
        for (const id of restored) given.add(id);
        await append();
      }
    });

    it('local values are in no snapshot, and stay when one is restored or the store is emptied', async () => {
      await store.put(OWN, 'a', 'secret');
      await store.append(OWN_LINES, new WrittenEntry('secret'));
      await store.put(TEXTS, 'a', 'shared');
      const snapshot = await store.snapshot();
      assert.doesNotMatch(JSON.stringify(snapshot), /secret/);
      for (const given of [snapshot, EMPTY]) {
        await store.restore(given);
        assert.equal(await store.get(OWN, 'a'), 'secret');
        assert.deepEqual(
          (await store.latest(OWN_LINES, 9)).map(({ id, value }) => [id, value]),
          [[1, 'secret']],
        );
      }
      assert.equal(await store.get(TEXTS, 'a'), undefined);
      await other.restore(snapshot);
      assert.equal(await other.get(OWN, 'a'), undefined);
    });

    it('local values are removed with the rest when the caller asks for that', async () => {
      await store.put(OWN, 'a', 'secret', { expiresAt: clock.now() + 1000 });
      await store.append(OWN_LINES, new WrittenEntry('secret'));
      await store.put(TEXTS, 'a', 'shared');
      const snapshot = JSON.parse(JSON.stringify(await store.snapshot({ withLocal: true })));
      await other.put(OWN, 'b', 'gone');
      await other.restore(snapshot, { withLocal: true });
      assert.deepEqual(sorted(await other.snapshot({ withLocal: true })), sorted(snapshot));
      assert.deepEqual(await other.entries(OWN), [['a', 'secret']]);
      clock.move({ advanceMs: 1000 });
      assert.equal(await other.get(OWN, 'a'), undefined);
    });

    const broken: Record<string, unknown> = {
      'no entries': { logs: [] },
      'no logs': { entries: [] },
      'a value without its key': { entries: [{ space: 'texts', value: 1 }], logs: [] },
      'no value': { entries: [{ space: 'texts', key: 'b' }], logs: [] },
      'a time that is none': { entries: [{ space: 'texts', key: 'b', value: 1, expiresAt: Number.NaN }], logs: [] },
      'something local': { entries: [{ space: 'texts', isLocal: true, key: 'b', value: 1 }], logs: [] },
      'a log without its name': { entries: [], logs: [{ next: 1, values: [] }] },
      'a log without values': { entries: [], logs: [{ log: 'lines', next: 1 }] },
      'a value of a log that is no JSON': { entries: [], logs: [{ log: 'lines', next: 2, values: [undefined] }] },
      'a number that is none': { entries: [], logs: [{ log: 'lines', next: 1.5, values: [] }] },
      'a number below 1': { entries: [], logs: [{ log: 'lines', next: 0, values: [] }] },
      'a number that is too large to go on': { entries: [], logs: [{ log: 'lines', next: 2 ** 53, values: [] }] },
      'a local log': { entries: [], logs: [{ log: 'lines', isLocal: true, next: 1, values: [] }] },
    };
    for (const [what, snapshot] of Object.entries(broken)) {
      it(`a snapshot with ${what} is refused, and changes nothing`, async () => {
        await store.put(TEXTS, 'a', 'x', { expiresAt: clock.now() + 1000 });
        await store.append(LINES, new WrittenEntry('1'));
        await store.put(OWN, 'a', 'secret');
        const before = await store.snapshot({ withLocal: true });
        const told: unknown[] = [];
        store.follow(TEXTS, { changed: (key) => told.push(key), replaced: () => told.push('all') });
        const good = { space: 'texts', key: 'new', value: 'new' };
        const { entries = [] } = snapshot as { entries?: object[] };
        await assert.rejects(
          store.restore(
            (what === 'no entries' ? snapshot : { ...(snapshot as object), entries: [good, ...entries] }) as never,
          ),
          (error) => error instanceof TypeError || error instanceof RangeError,
        );
        assert.deepEqual(await store.snapshot({ withLocal: true }), before);
        assert.equal(await store.append(LINES, new WrittenEntry('2')), 2);
        assert.deepEqual(told, []);
      });
    }

    it('a store has the same content after its snapshot is restored, whatever the content is', async () => {
      const names = fc.constantFrom('', 'a', 'b', '__proto__', 'é😀');
      const entry = fc.record({
        space: names,
        key: names,
        value: fc.jsonValue(),
        ms: fc.option(fc.nat(20), { nil: undefined }),
      });
      const lines = fc.record({ log: names, values: fc.array(fc.jsonValue(), { maxLength: 4 }) });
      await fc.assert(
        fc.asyncProperty(fc.array(entry), fc.array(lines), fc.nat(25), async (entries, logs, passMs) => {
          const ownTime = new FakeTime();
          const ownClock = new VirtualClock(mustNotFail, ownTime);
          const [from, to] = [await make(ownClock), await make(ownClock)];
          for (const { space, key, value, ms } of entries) {
            const options = ms === undefined ? {} : { expiresAt: ownClock.now() + ms };
            await from.put({ name: space }, key, value, options);
          }
          for (const { log, values } of logs) {
            for (const value of values) await from.append({ name: log }, new WrittenEntry(value));
          }
          ownTime.jump(passMs);
          const snapshot = JSON.parse(JSON.stringify(await from.snapshot()));
          await to.restore(snapshot);
          assert.deepEqual(sorted(await to.snapshot()), sorted(snapshot));
          for (const { name: space } of entries.map((each) => ({ name: each.space }))) {
            assert.deepEqual(await to.entries({ name: space }), await from.entries({ name: space }));
          }
          await from.restore(snapshot);
          const again = sorted(await from.snapshot());
          assert.deepEqual(again.entries, sorted(snapshot).entries);
          assert.deepEqual(
            again.logs.map(({ log, values }) => [log, values]),
            sorted(snapshot).logs.map(({ log, values }) => [log, values]),
          );
          await from.dispose();
          await to.dispose();
          ownClock.dispose();
        }),
      );
    });
  });
}
