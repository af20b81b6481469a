import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextSearch } from '../../../src/core/base/textSearch';

describe('TextSearch', () => {
  it('a text is found where the engine of JavaScript finds it', () => {
    const text = (maxLength: number) => fc.string({ unit: fc.constantFrom('a', 'b'), maxLength });
    fc.assert(
      fc.property(text(200), text(40), fc.nat(60), fc.boolean(), fc.nat(180), (whole, other, from, isPart, at) => {
        const wanted = isPart ? whole.slice(at, at + other.length) : other;
        assert.equal(new TextSearch(wanted).in(whole, from), whole.indexOf(wanted, from));
        assert.equal(new TextSearch(wanted).isIn(whole), whole.includes(wanted));
      }),
      { numRuns: 2000 },
    );
    const long = 'a'.repeat(100);
    assert.equal(new TextSearch(`${long}b`).in(`${long}a${long}b`), 101);
    assert.equal(new TextSearch('').in('abc', 1), 1);
  });

  const shapes: [what: string, wanted: (n: number) => string, text: (n: number) => string][] = [
    ['of one letter with another in its middle', (n) => `${'a'.repeat(n)}b${'a'.repeat(n)}`, (n) => 'a'.repeat(8 * n)],
    ['of one letter with another at its end', (n) => `${'a'.repeat(n)}b`, (n) => 'a'.repeat(8 * n)],
    ['of one letter with another at its beginning', (n) => `b${'a'.repeat(n)}`, (n) => 'a'.repeat(8 * n)],
    ['that is nearly there again and again', (n) => `${'ab'.repeat(n)}c`, (n) => `${'ab'.repeat(n)}d`.repeat(8)],
    ['that is not there at all', (n) => 'x'.repeat(n), (n) => 'a'.repeat(8 * n)],
  ];
  for (const [what, wanted, text] of shapes) {
    it(`a text ${what} takes at most three steps a character to look for`, () => {
      for (const n of [1000, 2000, 4000]) {
        const budget = { left: 0 };
        assert.equal(new TextSearch(wanted(n)).isIn(text(n), budget), false);
        assert.ok(-budget.left * 64 <= 3 * text(n).length + wanted(n).length, `${-budget.left * 64} for ${n}`);
      }
    });
  }
});
