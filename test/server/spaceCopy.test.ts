import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SpaceCopy } from '../../src/server/kernel/store/spaceCopy';
import type { Space } from '../../src/server/kernel/store/store';
import { collectGarbage } from '../support/collectGarbage';
import { ownStores } from './ownStore';
import { SharedStore } from './sharedStore';

const NUMBERS: Space<number> = { name: 'numbers' };

/** One change, by the server that has the copy or by another. */
const change = fc.record({
  isOwn: fc.boolean(),
  what: fc.constantFrom('put', 'delete', 'load', 'restore'),
  key: fc.constantFrom('a', 'b', 'c', 'd'),
  value: fc.nat(9),
});

describe('A copy of a space', () => {
  const makeStore = ownStores();

  it('a copy has all keys in the order of the store after sync, whoever changed them, even while it is loaded', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 30 }), async (changes) => {
        const { store } = makeStore();
        const shared = new SharedStore(store);
        const [own, other] = [shared.view(), shared.view()];
        await other.put(NUMBERS, 'before', 1);
        const copy = new SpaceCopy(own, NUMBERS, (read) => read() * 2);
        const loading = [copy.load()];
        for (const { isOwn, what, key, value } of changes) {
          const view = isOwn ? own : other;
          if (what === 'put') await view.put(NUMBERS, key, value);
          else if (what === 'delete') await view.delete(NUMBERS, key);
          else if (what === 'load') loading.push(copy.load());
          else await view.restore({ entries: [{ space: 'numbers', key, value }], logs: [] });
          await own.sync();
          if (loading.length > 1 || what === 'load') continue;
          await loading[0];
          await agrees();
        }
        await Promise.all(loading);
        await own.sync();
        await agrees();
        copy.dispose();

        async function agrees() {
          const entries = (await own.entries(NUMBERS)).map(([key, value]) => [key, value * 2]);
          assert.deepEqual([...copy.entries()], entries);
          assert.equal(copy.oldest, entries[0]?.[0]);
        }
      }),
    );
  });

  it('a change by another server is heard late without sync, and not after it', async () => {
    const { store } = makeStore();
    const shared = new SharedStore(store);
    const [own, other] = [shared.view(), shared.view()];
    const copy = new SpaceCopy(own, NUMBERS, () => true);
    await copy.load();
    await other.put(NUMBERS, 'a', 1);
    assert.equal(copy.has('a'), false);
    await own.sync();
    assert.equal(copy.has('a'), true);
    copy.dispose();
  });

  const asking = {
    'nobody asks for the oldest key': () => false,
    'the oldest key is asked for once': (round: number) => round === 0,
    'the oldest key is asked for again and again': () => true,
  };
  for (const [title, isAsked] of Object.entries(asking)) {
    it(`a copy keeps nothing in memory of values that were removed, if ${title}`, async () => {
      const { store } = makeStore();
      const parts: WeakRef<object>[] = [];
      const copy = new SpaceCopy(store, NUMBERS, () => {
        const part = {};
        parts.push(new WeakRef(part));
        return part;
      });
      await store.put(NUMBERS, 'first', 0);
      for (let round = 0; round < 10; round++) {
        for (let at = 0; at < 2_000; at++) await store.put(NUMBERS, `${at}`, at);
        if (isAsked(round)) assert.equal(copy.oldest, 'first');
        for (let at = 0; at < 2_000; at++) await store.delete(NUMBERS, `${at}`);
      }
      // A reference that was just made is held until the end of this turn.
      await new Promise(setImmediate);
      collectGarbage();
      const left = parts.filter((part) => part.deref() !== undefined).length;
      assert.ok(left < 2_000, `${left} are left`);
      assert.equal(copy.size, 1);
      copy.dispose();
    });
  }
});
