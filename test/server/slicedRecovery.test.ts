import assert from 'node:assert/strict';
import fc from 'fast-check';
import { VirtualClock } from '../../src/server/kernel/clock/virtualClock';
import { Recovery } from '../../src/server/kernel/recovery/recovery';
import { nextTurn, SLICE } from '../../src/server/kernel/slices/inSlices';
import { WrittenEntry } from '../../src/server/kernel/store/log';
import { MemoryStore } from '../../src/server/kernel/store/memoryStore';
import { stateFiles } from './devServers';
import { FakeTime, mustNotFail } from './fakeTime';

const SPACES = [{ name: 'a' }, { name: 'b', isLocal: true }] as const;
const LOG = { name: 'log', most: 5 } as const;
/** More values than fit in some slices. */
const MANY = 3 * SLICE;

type Act = (store: MemoryStore, at: number) => Promise<unknown>;

describe('A recovery state that is written in slices', () => {
  const open = stateFiles();

  /** A store with many values, whose state is written in slices as soon as its changes are as long as it is. */
  async function largeStore() {
    const files = open();
    const clock = new VirtualClock(mustNotFail, new FakeTime());
    const store = new MemoryStore(clock, mustNotFail);
    for (let at = 0; at < MANY; at++) await store.put(SPACES[at % 2 ? 0 : 1], `filler ${at}`, at);
    const log = (line: string) => assert.fail(line);
    const recovery = new Recovery(store, { files, log, leastGrowth: 0, leastSliced: 0 });
    recovery.begin();
    const dispose = () => {
      recovery.dispose();
      store.dispose();
      clock.dispose();
    };
    return { files, store, dispose };
  }

  it('after a crash at any moment, a server has what it had, also while its state is written in slices', async () => {
    const key = fc.constantFrom('1', '2', '3', 'filler 0', 'filler 1', `filler ${MANY - 1}`);
    const space = fc.constantFrom(...SPACES);
    const act: fc.Arbitrary<Act> = fc.oneof(
      fc.tuple(space, key).map(
        ([space, key]): Act =>
          (store, at) =>
            store.put(space, key, at),
      ),
      fc.tuple(space, key).map(
        ([space, key]): Act =>
          (store) =>
            store.delete(space, key),
      ),
      fc.constantFrom<Act>(
        (store, at) => store.append(LOG, new WrittenEntry(at)),
        (store) => store.clear(LOG),
      ),
      fc.constantFrom<Act>(nextTurn),
    );
    let rewritten = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 40 }), async (acts) => {
        const { files, store, dispose } = await largeStore();
        const first = Recovery.read(files)?.current.generation ?? 0;
        // As long as the state, so that it is written anew from here on.
        await store.put(SPACES[0], 'long', 'x'.repeat(200_000));
        for (const [at, act] of acts.entries()) {
          await act(store, at);
          const now = await store.snapshot({ withLocal: true });
          // The change is written before the code that awaits it continues.
          const kept = Recovery.read(files);
          assert.deepEqual(bySpace(kept?.state), bySpace(now));
          rewritten += (kept?.current.generation ?? 0) > first ? 1 : 0;
        }
        dispose();
      }),
      { numRuns: 12 },
    );
    assert.ok(rewritten > 10, `${rewritten} looks at a state that was written anew`);
  });

  it('a long state is written in as many turns of the event loop as it has slices, and then is the valid one', async () => {
    const { files, store, dispose } = await largeStore();
    const generation = () => Recovery.read(files)?.current.generation;
    const before = generation();
    await store.put(SPACES[0], 'long', 'x'.repeat(200_000));
    let turns = 0;
    for (; generation() === before; turns++) await nextTurn();
    assert.ok(turns >= MANY / SLICE, `${turns} turns`);
    dispose();
  });
});

/** The values of each space in their order. The order of the spaces says nothing. */
function bySpace(state: Awaited<ReturnType<MemoryStore['snapshot']>> | undefined): unknown {
  const spaces = new Map<string, unknown[]>();
  for (const entry of state?.entries ?? []) {
    const known = spaces.get(entry.space);
    if (known) known.push(entry);
    else spaces.set(entry.space, [entry]);
  }
  // A log without an entry yet is as good as none.
  return { spaces, logs: (state?.logs ?? []).filter(({ next }) => next > 1) };
}
