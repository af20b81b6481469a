import assert from 'node:assert/strict';
import fc from 'fast-check';
import { VirtualClock } from '../../src/server/kernel/clock/virtualClock';
import { type Log, type LogEntry, WrittenEntry } from '../../src/server/kernel/store/log';
import type { Store } from '../../src/server/kernel/store/store';
import { FakeTime, mustNotFail } from './fakeTime';
import type { MakeStore } from './makeStore';

const TEXTS: Log<string> = { name: 'texts' };

/** A model of a log: a plain list with the same limits. */
class Model {
  readonly entries: { readonly id: number; readonly value: string; readonly size: number }[] = [];
  next = 1;

  constructor(private readonly log: Log<string>) {}

  append(value: string, size: number): number | undefined {
    const { most = Number.POSITIVE_INFINITY, mostSize = Number.POSITIVE_INFINITY, keepsOldest } = this.log;
    const total = () => this.entries.reduce((sum, each) => sum + each.size, 0);
    if (keepsOldest && (this.entries.length >= most || total() + size > mostSize)) return undefined;
    const id = this.next++;
    this.entries.push({ id, value, size });
    while (this.entries.length > most || (total() > mostSize && this.entries.length > 1)) this.entries.shift();
    return id;
  }

  /** Restores a snapshot that has only the newest entries. */
  restore(values: readonly string[], next: number): void {
    const first = Math.max(next - values.length, this.next);
    this.entries.splice(0);
    for (const [at, value] of values.entries()) {
      this.entries.push({ id: first + at, value, size: JSON.stringify(value).length });
    }
    this.next = first + values.length;
  }

  page(after: number, limit: number): object {
    const known = Math.max(after, 0);
    const later = this.entries.filter(({ id }) => id > known);
    const first = this.entries[0]?.id ?? this.next;
    return {
      entries: later.slice(0, limit).map(({ id, value }) => ({ id, value })),
      dropped: Math.max(first - 1 - known, 0),
      more: later.length > limit,
    };
  }
}

const plain = <T>(entries: readonly LogEntry<T>[]) => entries.map(({ id, value }) => ({ id, value }));

/** Tests of what every store must do with logs. */
export function describeLogs(name: string, make: MakeStore): void {
  describe(`${name}: logs`, () => {
    let clock: VirtualClock;
    let store: Store;

    beforeEach(async () => {
      clock = new VirtualClock(mustNotFail, new FakeTime());
      store = await make(clock);
    });
    afterEach(async () => {
      await store.dispose();
      clock.dispose();
    });

    it('a log is empty at first, numbers its entries from 1, and gives them in their order', async () => {
      assert.deepEqual(await store.page(TEXTS), { entries: [], dropped: 0, more: false });
      assert.deepEqual(await store.latest(TEXTS, 5), []);
      assert.equal(await store.append(TEXTS, new WrittenEntry('a')), 1);
      assert.equal(await store.append(TEXTS, new WrittenEntry('b')), 2);
      assert.deepEqual(await store.page(TEXTS), {
        entries: [
          { id: 1, value: 'a' },
          { id: 2, value: 'b' },
        ],
        dropped: 0,
        more: false,
      });
      assert.deepEqual(plain(await store.latest(TEXTS, 1)), [{ id: 2, value: 'b' }]);
    });

    it('an entry is written out with its number, and says what it said, however often it is read', async () => {
      const numbers: number[] = [];
      const entry = { size: 1, write: (id: number) => ({ text: `entry ${id}`, at: numbers.push(id) }) };
      const log: Log<{ text: string; at: number }> = { name: 'lazy' };
      for (let i = 0; i < 3; i++) await store.append(log, entry);
      const first = plain((await store.page(log)).entries);
      assert.deepEqual(
        first.map(({ id, value }) => [id, value.text]),
        [1, 2, 3].map((id) => [id, `entry ${id}`]),
      );
      assert.deepEqual(plain((await store.page(log)).entries), first);
      assert.deepEqual(numbers.toSorted(), [1, 2, 3]);
    });

    it('nobody can change an entry of a log', async () => {
      const given = { tags: ['a'] };
      const log: Log<{ tags: string[] }> = { name: 'objects' };
      await store.append(log, new WrittenEntry(given));
      given.tags.push('b');
      for (const { value } of [...(await store.page(log)).entries, ...(await store.latest(log, 1))]) {
        try {
          value.tags.push('c');
        } catch (error) {
          assert.ok(error instanceof TypeError);
        }
      }
      assert.deepEqual(plain(await store.latest(log, 1)), [{ id: 1, value: { tags: ['a'] } }]);
    });

    it('what is no JSON is not appended to a log', async () => {
      await assert.rejects(store.append(TEXTS, new WrittenEntry(undefined as never)), TypeError);
      assert.equal(await store.append(TEXTS, new WrittenEntry('a')), 1);
    });

    it('many appends at once get numbers of their own, those of one caller in the order of its calls', async () => {
      const callers = Array.from({ length: 20 }, (_, caller) =>
        Array.from({ length: 50 }, (_, turn) => store.append(TEXTS, new WrittenEntry(`${caller} ${turn}`))),
      );
      const numbers = await Promise.all(callers.map((calls) => Promise.all(calls)));
      assert.deepEqual(
        numbers.flat().toSorted((a, b) => Number(a) - Number(b)),
        Array.from({ length: 1000 }, (_, at) => at + 1),
      );
      for (const own of numbers)
        assert.deepEqual(
          own.toSorted((a, b) => Number(a) - Number(b)),
          own,
        );
      const { entries } = await store.page(TEXTS);
      for (const { id, value } of entries) {
        const [caller = 0, turn = 0] = value.split(' ').map(Number);
        assert.equal(numbers[caller]?.[turn], id);
      }
    });

    it('logs of different names do not mix, nor with spaces, nor local ones with others', async () => {
      const logs: Log<string>[] = ['', 'a', '__proto__', 'a:b'].flatMap((each) => [
        { name: each },
        { name: each, isLocal: true },
      ]);
      for (const log of logs) await store.append(log, new WrittenEntry(`${log.name} ${log.isLocal}`));
      for (const log of logs) {
        await store.put({ name: log.name }, 'key', 'value');
        assert.deepEqual(plain(await store.latest(log, 9)), [{ id: 1, value: `${log.name} ${log.isLocal}` }]);
      }
    });

    it('a log does what a plain list with bounds does, whatever happens in whatever order', async () => {
      const step = fc.oneof(
        { arbitrary: fc.record({ does: fc.constant('append' as const), size: fc.nat(12) }), weight: 12 },
        { arbitrary: fc.record({ does: fc.constant('clear' as const) }), weight: 1 },
        {
          arbitrary: fc.record({
            does: fc.constant('restore' as const),
            count: fc.nat(4),
            next: fc.integer({ min: 5, max: 40 }),
          }),
          weight: 1,
        },
      );
      const bound = (max: number) => fc.option(fc.integer({ min: 1, max }), { nil: undefined });
      const bounds = fc.record({ most: bound(6), mostSize: bound(40), keepsOldest: fc.boolean() });
      const readings = fc.record({ after: fc.integer({ min: -2, max: 50 }), limit: fc.nat(8), count: fc.nat(8) });
      await fc.assert(
        fc.asyncProperty(bounds, fc.array(step, { maxLength: 40 }), readings, async (given, steps, reading) => {
          const ownClock = new VirtualClock(mustNotFail, new FakeTime());
          const tested = await make(ownClock);
          const { most, mostSize, keepsOldest } = given;
          const log: Log<string> = {
            name: 'bounded',
            ...(most !== undefined && { most }),
            ...(mostSize !== undefined && { mostSize }),
            ...(keepsOldest && { keepsOldest }),
          };
          const model = new Model(log);
          for (const [at, each] of steps.entries()) {
            if (each.does === 'append') {
              const entry = { size: each.size, write: () => `value ${at}` };
              assert.equal(await tested.append(log, entry), model.append(`value ${at}`, each.size));
            } else if (each.does === 'clear') {
              await tested.clear(log);
              model.entries.splice(0);
            } else {
              // A snapshot of such a log never has more entries than the limit.
              const values = Array.from({ length: Math.min(each.count, most ?? 4) }, (_, i) => `${i}`);
              if (values.length * 3 > (mostSize ?? 40)) continue;
              await tested.restore({ entries: [], logs: [{ log: log.name, next: each.next, values }] });
              model.restore(values, each.next);
            }
            assert.deepEqual(await tested.page(log), model.page(0, Number.POSITIVE_INFINITY));
            const { after, limit, count } = reading;
            assert.deepEqual(await tested.page(log, after, limit), model.page(after, limit));
            const latest = model.entries.slice(Math.max(0, model.entries.length - count));
            assert.deepEqual(plain(await tested.latest(log, count)), plain(latest));
          }
          await tested.dispose();
          ownClock.dispose();
        }),
        { numRuns: 200 },
      );
    });
  });
}
