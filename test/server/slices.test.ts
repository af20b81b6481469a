import assert from 'node:assert/strict';
import fc from 'fast-check';
import { VirtualClock } from '../../src/server/kernel/clock/virtualClock';
import { Snapshots } from '../../src/server/kernel/control/snapshot';
import { SnapshotCheck, type SystemPlaces } from '../../src/server/kernel/control/snapshotCheck';
import { inSlices, nextTurn, SLICE } from '../../src/server/kernel/slices/inSlices';
import { jsonPieces } from '../../src/server/kernel/slices/jsonPieces';
import { Turns } from '../../src/server/kernel/slices/turns';
import type { Log } from '../../src/server/kernel/store/log';
import { MemoryStore } from '../../src/server/kernel/store/memoryStore';
import { SpaceCopy } from '../../src/server/kernel/store/spaceCopy';
import type { Store } from '../../src/server/kernel/store/store';
import { FakeTime, mustNotFail } from './fakeTime';

const MANY = 10 * SLICE;
const LONGEST_PIECE = 128 * 1024;
const SPACE = { name: 'many' };

/** How often the event loop turned while something was done. */
async function turnsOf(run: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let done = false;
  const running = run().finally(() => {
    done = true;
  });
  while (!done) {
    await nextTurn();
    turns++;
  }
  await running;
  return turns;
}

describe('Long work in slices', () => {
  const time = new FakeTime();
  const clock = new VirtualClock(mustNotFail, time);
  let store: MemoryStore;

  beforeEach(async () => {
    store = new MemoryStore(clock, mustNotFail);
    await Promise.all(
      Array.from({ length: MANY }, (_, at) =>
        store.put(SPACE, `${at}`, { at }, { expiresAt: clock.now() + 1000 + (at % 7) }),
      ),
    );
  });

  afterEach(() => store.dispose());
  after(() => clock.dispose());

  const work: Readonly<Record<string, () => Promise<unknown>>> = {
    'all entries are read': async () => assert.equal((await store.entries(SPACE)).length, MANY),
    'a snapshot is taken': async () => assert.equal((await store.snapshot()).entries.length, MANY),
    'a snapshot is put in': async () => {
      const entries = Array.from({ length: MANY }, (_, at) => ({ space: SPACE.name, key: `${at}`, value: at }));
      await store.restore({ entries, logs: [] });
      assert.equal(await store.get(SPACE, '7'), 7);
    },
    'a log with many entries is put in': async () => {
      const values = Array.from({ length: MANY }, (_, at) => ({ at }));
      await store.restore({ entries: [], logs: [{ log: 'long', next: MANY + 1, values }] });
    },
    'a snapshot is checked': async () => {
      const place = { ...SPACE, name: 'own.many' };
      const system = { name: 'own', isRunning: true, spaces: [place], logs: [], reasonCodes: { codes: {} } };
      const entries = Array.from({ length: MANY }, (_, at) => ({ space: place.name, key: `${at}`, value: at }));
      const check = new SnapshotCheck(clock, [system as unknown as SystemPlaces]);
      assert.equal(await check.problemIn({ entries, logs: [] }), undefined);
    },
    'each value is read': async () => {
      for (let at = 0; at < MANY; at++) assert.deepEqual(await store.get(SPACE, `${at}`), { at });
    },
    'each value is changed': async () => {
      for (let at = 0; at < MANY; at++) await store.update(SPACE, `${at}`, () => ({ at: -at }));
    },
    'all values are deleted at once': async () => {
      const deleted = Array.from({ length: MANY }, (_, at) => store.delete(SPACE, `${at}`));
      assert.ok((await Promise.all(deleted)).every((was) => was));
    },
    'each value is taken': async () => {
      for (let at = 0; at < MANY; at++) assert.ok(await store.take(SPACE, `${at}`));
    },
    'a list is made of them': async () => {
      const list = await inSlices(Array.from({ length: MANY }).fill(1), (one) => one);
      assert.equal(list.length, MANY);
    },
  };

  for (const [what, run] of Object.entries(work))
    it(`the event loop turns after each slice while ${what}`, async () => {
      const turns = await turnsOf(run);
      assert.ok(turns >= MANY / SLICE - 1, `${turns} turns`);
    });

  it('values that expire in one move of the clock are gone at once, and are reported in slices', async () => {
    const inTurns: number[] = [];
    let reported = 0;
    store.onDidExpire(() => reported++);
    clock.move({ advanceMs: 2000 });
    assert.deepEqual(await store.entries(SPACE), []);
    assert.deepEqual((await store.snapshot()).entries, []);
    for (let before = 0; reported < MANY; before = reported) {
      inTurns.push(reported - before);
      await nextTurn();
    }
    assert.ok(inTurns.length >= MANY / SLICE - 1, `${inTurns.length} turns`);
    assert.ok(
      inTurns.every((count) => count <= SLICE),
      `${inTurns}`,
    );
  });

  it('a long snapshot takes the place of what was there in one step', async () => {
    const entries = Array.from({ length: MANY }, (_, at) => ({ space: SPACE.name, key: `new ${at}`, value: at }));
    let done = false;
    const restoring = store.restore({ entries, logs: [] }).then(() => {
      done = true;
    });
    const seen = new Set<string>();
    while (!done) {
      const values = await Promise.all(['0', 'new 0', `new ${MANY - 1}`].map((key) => store.get(SPACE, key)));
      seen.add(values.map((value) => (value === undefined ? '-' : '+')).join(''));
      await nextTurn();
    }
    await restoring;
    assert.deepEqual([...seen, await store.get(SPACE, '0')], ['+--', undefined]);
  });

  it('a copy of a space is made of a long snapshot in slices, and changes in one step', async () => {
    const entries = Array.from({ length: MANY }, (_, at) => ({ space: SPACE.name, key: `new ${at}`, value: { at } }));
    let made = 0;
    const copy = new SpaceCopy<{ at: number }, number>(store, SPACE, (read) => {
      made++;
      return read().at;
    });
    await copy.load();
    made = 0;
    let done = false;
    const restoring = store.restore({ entries, logs: [] }).then(() => {
      done = true;
    });
    const inTurns: number[] = [];
    const sizes = new Set<string>();
    for (let before = 0; !done; before = made) {
      // What is put now is gone with the rest.
      if (made > 0 && sizes.size === 1) await store.put(SPACE, 'meanwhile', { at: 1 });
      sizes.add(`${copy.size} ${copy.oldest}`);
      await nextTurn();
      inTurns.push(made - before);
    }
    await restoring;
    assert.ok(
      inTurns.every((count) => count <= SLICE + 1),
      `${inTurns}`,
    );
    assert.deepEqual([...sizes], [`${MANY} 0`, `${MANY + 1} 0`]);
    assert.deepEqual(
      [...copy.entries()],
      entries.map(({ key, value }) => [key, value.at]),
    );
    copy.dispose();
  });

  it('a follower that cannot make ready for a long snapshot gets it as a whole', async () => {
    const errors: unknown[] = [];
    const own = new MemoryStore(clock, (error) => errors.push(error));
    const got: string[] = [];
    own.follow<number>(SPACE, {
      replacing: () => ({
        add: (key) => {
          if (key === '700') throw new Error('not this one');
        },
        done: () => got.push('done'),
      }),
      replaced: (entries) => got.push(`replaced by ${[...entries].length}`),
    });
    own.follow<number>(SPACE, {
      replacing: () => ({ add: () => {}, done: () => got.push('the other is done') }),
      replaced: () => got.push('the other was replaced'),
    });
    const entries = Array.from({ length: MANY }, (_, at) => ({ space: SPACE.name, key: `${at}`, value: at }));
    await own.restore({ entries, logs: [] });
    await own.restore({ entries: entries.slice(0, 3), logs: [] });
    own.dispose();
    assert.deepEqual(got, [`replaced by ${MANY}`, 'the other is done', 'replaced by 3', 'the other was replaced']);
    assert.deepEqual(errors.map(String), ['Error: not this one']);
  });

  describe('with a log whose entries nobody has read', () => {
    const COUNT = 300;
    const LOG: Log<{ at: number }> = { name: 'unread', isMinor: true };
    /** So large that ten of them are the work of one slice. */
    const SIZE = 5_000;
    let written: number[];

    beforeEach(async () => {
      written = [];
      for (let at = 1; at <= COUNT; at++) {
        const write = (id: number) => {
          written.push(id);
          return { at: id };
        };
        await store.append(LOG, { size: SIZE, write });
      }
    });

    const all = Array.from({ length: COUNT }, (_, at) => ({ id: at + 1, value: { at: at + 1 } }));
    const told = () => {
      const heard: number[] = [];
      const nothing = () => {};
      store.watch({
        ...{ put: nothing, removed: nothing, cleared: nothing, replaced: nothing, settle: nothing, waits: nothing },
        appended: (_, id) => heard.push(id),
      });
      return heard;
    };
    const ways: Readonly<Record<string, () => Promise<void>>> = {
      'a page of them is read': async () => assert.deepEqual((await store.page(LOG)).entries, all),
      'the latest are read': async () => assert.deepEqual(await store.latest(LOG, COUNT), all),
      'a snapshot is taken': async () => {
        const { logs } = await store.snapshot();
        assert.deepEqual(
          logs.find(({ log }) => log === LOG.name),
          { log: LOG.name, next: COUNT + 1, values: all.map(({ value }) => value) },
        );
      },
      'they are written for after a crash': async () => {
        const heard = told();
        await store.tellMinor();
        assert.deepEqual(heard, written);
      },
      'the last one is read, and those before it are written for after a crash': async () => {
        const heard = told();
        assert.deepEqual(await store.latest(LOG, 1), all.slice(-1));
        assert.deepEqual(heard, written);
      },
    };
    for (const [way, read] of Object.entries(ways))
      it(`the event loop turns after a few large entries while ${way}`, async () => {
        const inTurns: number[] = [];
        let done = false;
        const reading = read().finally(() => {
          done = true;
        });
        for (let before = 0; !done; before = written.length) {
          await nextTurn();
          inTurns.push(written.length - before);
        }
        await reading;
        assert.deepEqual(
          written,
          all.map(({ id }) => id),
        );
        assert.ok(Math.max(...inTurns) <= 11, `${inTurns}`);
      });

    it('entries are those of the call, also when all are dropped while they are read', async () => {
      const page = store.page(LOG);
      await store.clear(LOG);
      await store.append(LOG, { size: 1, write: () => ({ at: 0 }) });
      assert.deepEqual((await page).entries, all);
    });
  });

  it('snapshots that are asked for at once are taken one after the other', async () => {
    let taking = 0;
    let most = 0;
    const counted = {
      snapshot: async () => {
        most = Math.max(most, ++taking);
        const taken = await store.snapshot();
        taking--;
        return taken;
      },
    };
    const parts = { clock, store: counted as Partial<Store> as Store, systems: [], plugins: [] };
    const snapshots = new Snapshots(parts);
    const taken = await Promise.all(Array.from({ length: 5 }, () => snapshots.take()));
    assert.deepEqual([taken.length, taken.at(-1)?.entries.length, most], [5, MANY, 1]);
  });

  it('what is read in slices is what there was at the moment of the call', async () => {
    const reading = store.entries<{ at: number }>(SPACE);
    const taking = store.snapshot();
    for (let at = 0; at < MANY; at++) void store.delete(SPACE, `${at}`);
    assert.deepEqual(
      (await reading).map(([, { at }]) => at),
      Array.from({ length: MANY }, (_, at) => at),
    );
    assert.equal((await taking).entries.length, MANY);
  });

  it('those who wait for a turn get it in the order of their calls', async () => {
    const turns = new Turns(3);
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 20 }, async (_, at) => {
        await turns.pass();
        order.push(at);
      }),
    );
    assert.deepEqual(
      order,
      Array.from({ length: 20 }, (_, at) => at),
    );
  });

  it('the pieces of plain data are together what JSON.stringify gives', () => {
    const data = fc.oneof(
      fc.jsonValue(),
      fc.array(fc.record({ at: fc.nat(), text: fc.option(fc.string(), { nil: undefined }) }), { maxLength: 40 }),
      fc.object({
        withNullPrototype: false,
        values: [fc.string(), fc.constant(undefined), fc.date({ noInvalidDate: true })],
      }),
    );
    fc.assert(
      fc.property(data, (value) => {
        assert.equal([...jsonPieces(value)].join(''), JSON.stringify(value));
      }),
    );
  });

  it('no piece of a large state is long', () => {
    const session = (at: number) => ({ id: `${at}`.padStart(32, '0'), storage: { cart: [at] } });
    const state = {
      kind: 'snapshot',
      state: { systems: { web: { sessions: Array.from({ length: 20_000 }, (_, at) => session(at)) } } },
    };
    const pieces = [...jsonPieces(state)];
    assert.equal(pieces.join(''), JSON.stringify(state));
    assert.ok(pieces.length > 10);
    assert.ok(pieces.every(({ length }) => length < LONGEST_PIECE));
  });
});
