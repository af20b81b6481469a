import assert from 'node:assert/strict';
import { sideBySide } from '../../../src/core/base/sideBySide';

describe('sideBySide', () => {
  /** Work that is done when the test says so. */
  function handWork() {
    const begun: string[] = [];
    const ends = new Map<string, { done: (result: string | undefined) => void; fail: (error: Error) => void }>();
    const work = (item: string) => {
      begun.push(item);
      return new Promise<string | undefined>((done, fail) => ends.set(item, { done, fail }));
    };
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const end = async (item: string, result: string | undefined = item.toUpperCase()) => {
      ends.get(item)?.done(result);
      await turn();
    };
    const fail = async (item: string) => {
      ends.get(item)?.fail(new Error(item));
      await turn();
    };
    return { begun, work, end, fail };
  }

  it('results of work that goes on side by side are told in the order of the items, whichever is done first', async () => {
    const { begun, work, end } = handWork();
    const told: string[] = [];
    const all = sideBySide(['a', 'b', 'c', 'd'], 2, work, (result) => told.push(result));
    assert.deepEqual(begun, ['a', 'b']);
    await end('b');
    assert.deepEqual([begun.join(''), told.join('')], ['abc', '']);
    await end('c');
    await end('a');
    assert.deepEqual([begun.join(''), told.join('')], ['abcd', 'ABC']);
    await end('d');
    assert.deepEqual(await all, ['A', 'B', 'C', 'D']);
    assert.deepEqual(told, ['A', 'B', 'C', 'D']);
  });

  it('an item that is left out has no result, and those behind it are told', async () => {
    const told: string[] = [];
    const work = async (item: string) => (item === 'b' ? undefined : item);
    assert.deepEqual(await sideBySide(['a', 'b', 'c'], 3, work, (result) => told.push(result)), ['a', 'c']);
    assert.deepEqual(told, ['a', 'c']);
  });

  it('a failure of one item begins no other one, and is thrown when those that go on are done', async () => {
    const { begun, work, end, fail } = handWork();
    let isOver = false;
    const all = sideBySide(['a', 'b', 'c'], 2, work).finally(() => {
      isOver = true;
    });
    all.catch(() => {});
    await fail('a');
    assert.equal(isOver, false);
    await end('b');
    await assert.rejects(all, /^Error: a$/);
    assert.deepEqual(begun, ['a', 'b']);
  });
});
