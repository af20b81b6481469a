import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { changesBetween, withChanges } from '../../src/server/systems/web/code/storageChanges';

type JsonObject = Parameters<typeof changesBetween>[0];

const key = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor', '0');
const object = fc
  .letrec((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, fc.constantFrom(null, true, 1, 'text', [], [1, { a: 2 }]), tie('object')),
    object: fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  }))
  .object.map((made) => made as JsonObject);

describe('What Use changes', () => {
  it('the changes of a Use block turn the storage before it into the storage after it', () => {
    fc.assert(
      fc.property(object, object, (before, after) => {
        // The order of properties has no meaning.
        assert.deepEqual(withChanges(before, changesBetween(before, after)), after);
      }),
      { numRuns: 500 },
    );
  });

  it('a storage that is the same after a Use block has no changes', () => {
    fc.assert(
      fc.property(object, (same) => {
        assert.deepEqual(changesBetween(same, structuredClone(same)), []);
      }),
    );
  });

  it('the changes of a Use block leave alone what others have changed meanwhile', () => {
    const before = { mine: { a: 1, gone: 1 }, theirs: { b: 1 } };
    const changes = changesBetween(before, { mine: { a: 2 }, theirs: { b: 1 } });
    const meanwhile = { mine: { a: 1, gone: 1, new: 3 }, theirs: { b: 9 } };
    assert.deepEqual(withChanges(meanwhile, changes), { mine: { a: 2, new: 3 }, theirs: { b: 9 } });
    assert.deepEqual(withChanges({ theirs: 0 }, changes), { mine: { a: 2 }, theirs: 0 });
  });

  it('each object is copied once, however many of its members a Use block changes', () => {
    const copied = (members: number) => {
      let copies = 0;
      const counted = (object: object) =>
        new Proxy(object, {
          ownKeys: (target) => {
            copies++;
            return Reflect.ownKeys(target);
          },
        });
      const cache = counted(Object.fromEntries(Array.from({ length: members }, (_, at) => [`k${at}`, at])));
      const changes = Array.from({ length: members }, (_, at) => [
        { path: ['cache', `k${at}`], value: -at },
        { path: ['cache', `new${at}`], value: { at } },
        { path: ['cache', `new${at}`, 'more'], value: at },
        { path: [`own${at}`], value: at },
      ]).flat();
      const changed = withChanges(counted({ cache }) as JsonObject, changes);
      assert.equal(Object.keys(changed).length, members + 1);
      assert.deepEqual((changed.cache as JsonObject)[`new${members - 1}`], { at: members - 1, more: members - 1 });
      return copies;
    };
    assert.equal(copied(1000), copied(10));
  });

  it('the changes of a Use block never touch the prototype of an object', () => {
    const changed = withChanges({}, [{ path: ['__proto__', 'polluted'], value: true }]);
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
    assert.equal(Object.getPrototypeOf(changed), Object.prototype);
  });
});
