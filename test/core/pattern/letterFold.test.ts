import assert from 'node:assert/strict';
import { BoundedPattern, budgetOf } from '../../../src/core/pattern/boundedPattern';
import { LetterFold } from '../../../src/core/pattern/letterFold';

/** Whatever has another letter for the other case, and some that have none. */
function letters(last: number): number[] {
  const found = [0x30, 0x5f, 0x4e00, 0xd800, 0xdc00, 0xfffd];
  for (let code = 0; code <= last; code++) {
    const text = String.fromCodePoint(code);
    if (text.toLowerCase() !== text || text.toUpperCase() !== text) found.push(code);
  }
  return found;
}

describe('Letters whose case is ignored', () => {
  for (const [flags, last] of [
    ['i', 0xffff],
    ['iu', 0x10ffff],
  ] as const) {
    it(`any two letters are the same with the flags ${flags} when JavaScript says so`, () => {
      const fold = new LetterFold(flags === 'iu');
      const all = letters(last);
      const whole = all.map((code) => String.fromCodePoint(code)).join('\n');
      for (const code of all) {
        const element = flags === 'iu' ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
        const matched = [...whole.matchAll(new RegExp(element, `g${flags}`))].map(([text]) => text.codePointAt(0));
        const same = all.filter((other) => fold.isSame(code, other));
        assert.deepEqual(same.sort(), matched.sort(), code.toString(16));
      }
    });

    it(`a repeated group with the flags ${flags} takes as many steps in any letters as in the same ones`, () => {
      const pattern = new BoundedPattern('(.{300})\\1x', flags);
      const stepsFor = (text: string) => {
        const budget = budgetOf(10_000_000);
        assert.equal(pattern.test(text, budget), false);
        return 10_000_000 - budget.left;
      };
      const once = Array.from({ length: 300 }, (_, n) => String.fromCodePoint(0x100 + n)).join('');
      const steps = stepsFor(once.repeat(8));
      const texts = [`${once}${once.toLowerCase()}`.repeat(4), 'aA'.repeat(1200), '漢'.repeat(2400)];
      for (const text of texts) assert.ok(Math.abs(stepsFor(text) - steps) < steps / 100, text.slice(0, 10));
    });
  }
});
