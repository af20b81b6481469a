import assert from 'node:assert/strict';
import fc from 'fast-check';
import { KeyedLock } from '../../src/server/kernel/store/keyedLock';

/** Work under a key: takes so many turns of the event loop, and may fail. */
const JOBS = fc.array(
  fc.record({ key: fc.constantFrom('a', 'b', 'c'), turns: fc.nat(4), fails: fc.boolean(), byHand: fc.boolean() }),
  { maxLength: 30 },
);

describe('KeyedLock', () => {
  it('one job at a time holds a key of a KeyedLock, in the order in which they asked, and the key is forgotten then', async () => {
    await fc.assert(
      fc.asyncProperty(JOBS, async (jobs) => {
        const lock = new KeyedLock();
        const order = new Map<string, number[]>();
        const held = new Set<string>();
        const work = async (key: string, index: number, turns: number, fails: boolean) => {
          assert.ok(!held.has(key), 'two at once');
          held.add(key);
          order.set(key, [...(order.get(key) ?? []), index]);
          for (let turn = 0; turn < turns; turn++) await Promise.resolve();
          held.delete(key);
          if (fails) throw new Error(String(index));
          return index;
        };
        const outcomes = await Promise.allSettled(
          jobs.map(async ({ key, turns, fails, byHand }, index) => {
            if (!byHand) return lock.run(key, () => work(key, index, turns, fails));
            const release = await lock.acquire(key);
            return work(key, index, turns, fails).finally(() => {
              release();
              release();
            });
          }),
        );
        for (const [index, outcome] of outcomes.entries()) {
          const fails = jobs[index]?.fails;
          assert.equal(
            outcome.status === 'rejected' ? outcome.reason.message : outcome.value,
            fails ? String(index) : index,
          );
        }
        for (const [key, indexes] of order) {
          assert.deepEqual(
            indexes,
            jobs.flatMap((job, index) => (job.key === key ? [index] : [])),
          );
        }
        const { mutexes } = lock as unknown as { mutexes: Map<string, unknown> };
        assert.equal(mutexes.size, 0);
      }),
    );
  });

  it('no job waits for the holder of another key of a KeyedLock', async () => {
    const lock = new KeyedLock();
    const release = await lock.acquire('a');
    assert.equal(await lock.run('b', async () => 'done'), 'done');
    release();
  });
});
