import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DisposableStore } from '../../../src/core/base/disposableStore';

describe('A store of disposables', () => {
  it('a store ends all that it keeps before it returns, the last that came first', () => {
    const ended: number[] = [];
    const store = new DisposableStore(...[1, 2].map((each) => ({ dispose: () => ended.push(each) })));
    store.add({ dispose: () => ended.push(3) });
    void store.dispose();
    assert.deepEqual(ended, [3, 2, 1]);
  });

  it('a store waits for all that take their time, whatever fails, and says all that failed', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ isLate: fc.boolean(), fails: fc.boolean() }), { maxLength: 6 }),
        async (kinds) => {
          const ended = new Set<number>();
          const store = new DisposableStore();
          for (const [at, { isLate, fails }] of kinds.entries()) {
            const end = () => {
              ended.add(at);
              if (fails) throw new Error(String(at));
            };
            store.add({
              dispose: isLate ? () => new Promise<void>((resolve) => setImmediate(resolve)).then(end) : end,
            });
          }
          const failure = await store.dispose().then(
            () => undefined,
            (error: unknown) => error,
          );
          assert.equal(ended.size, kinds.length);
          const told = failure instanceof AggregateError ? failure.errors : failure === undefined ? [] : [failure];
          const failed = kinds.flatMap(({ fails }, at) => (fails ? [String(at)] : []));
          assert.deepEqual(told.map((error: Error) => error.message).sort(), failed);
        },
      ),
    ));

  it('a store ends only once, and lets go at once of what comes after the end, also while it ends', async () => {
    const ended: string[] = [];
    const store = new DisposableStore();
    store.add({
      dispose: () => {
        ended.push('first');
        store.add({ dispose: () => ended.push('while') });
        void store.dispose();
      },
    });
    await Promise.all([store.dispose(), store.dispose()]);
    store.add({ dispose: () => ended.push('after') });
    assert.deepEqual(ended, ['first', 'while', 'after']);
  });
});
