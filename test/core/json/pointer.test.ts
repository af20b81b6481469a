import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pointerOf, pointerParts } from '../../../src/core/json/pointer';

describe('A JSON pointer', () => {
  // The examples of RFC 6901, section 5.
  const pointers: [parts: (string | number)[], pointer: string][] = [
    [[], ''],
    [['foo', 0], '/foo/0'],
    [[''], '/'],
    [['a/b'], '/a~1b'],
    [['c%d'], '/c%d'],
    [['m~n'], '/m~0n'],
    [['~1'], '/~01'],
    [['k"l', ' '], '/k"l/ '],
  ];
  for (const [parts, pointer] of pointers) {
    it(`the JSON pointer of ${JSON.stringify(parts)} is ${JSON.stringify(pointer)}`, () => {
      assert.equal(pointerOf(parts), pointer);
      assert.deepEqual(pointerParts(pointer), parts.map(String));
    });
  }

  it('a JSON pointer gives back the parts it was made of', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('~', '/', '0', '1', 'a', 'ß') })), (parts) => {
        assert.deepEqual(pointerParts(pointerOf(parts)), parts);
      }),
    );
  });
});
