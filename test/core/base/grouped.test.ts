import assert from 'node:assert/strict';
import fc from 'fast-check';
import { grouped } from '../../../src/core/base/grouped';

describe('grouped items', () => {
  it('each item is in the group of its key, and groups and items keep their order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', '__proto__', ''), fc.nat())), (items) => {
        const groups = grouped(items, ([key]) => key);
        const keys = [...new Set(items.map(([key]) => key))];
        assert.deepEqual(
          [...groups],
          keys.map((key) => [key, items.filter(([own]) => own === key)]),
        );
      }),
    );
  });
});
