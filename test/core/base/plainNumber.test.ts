import assert from 'node:assert/strict';
import { plainNumber } from '../../../src/core/base/plainNumber';

describe('plainNumber', () => {
  const alike: readonly (readonly string[])[] = [
    ['1', '01', '1.0', '1.', '1e0', '0.1e1', '10e-1', '1E+0', '1e-00000000000000000000'],
    ['0', '-0', '0.000', '.0', '0e5', '-0.0e-7'],
    ['-1.5', '-01.50', '-15e-1', '-0.15E1'],
    ['12345678901234567890123', '12345678901234567890123.0', '1234567890123456789012.3e1'],
    ['0.1000000000000000055', '.1000000000000000055', '1000000000000000055e-19'],
    ['1e400', '10e399', '0.1e+0401'],
    ['120', '12e1', '1.2e2'],
  ];
  const spelled = alike.map((texts) => new Set(texts.map(plainNumber)));
  for (const [at, texts] of alike.entries()) {
    it(`${texts[0]} has one spelling, however it is written, and no other number has it`, () => {
      assert.equal(spelled[at]?.size, 1, [...(spelled[at] ?? [])].join());
      const [own = ''] = spelled[at] ?? [];
      assert.equal(spelled.filter((each) => each.has(own)).length, 1);
    });
  }

  for (const text of ['', '-', '.', 'e1', '1e', '1,5', '0x1', '1 ', 'null', '--1', '1e9999999999999999']) {
    it(`no number is “${text}”, so it stays`, () => assert.equal(plainNumber(text), text));
  }
});
