import assert from 'node:assert/strict';
import { counted } from '../../../src/core/base/counted';

describe('counted', () => {
  for (const [number, text] of [
    [0, '0 steps'],
    [1, '1 step'],
    [1.5, '1.5 steps'],
    [2, '2 steps'],
  ] as const) {
    it(`${number} of a step is “${text}”`, () => assert.equal(counted(number, 'step'), text));
  }
});
