import assert from 'node:assert/strict';
import fc from 'fast-check';
import { scoreIn } from '../../../src/core/index/rowSearch';
import { SearchedDigits } from '../../../src/core/index/searchedDigits';
import { TextBytes } from '../../../src/core/index/textBytes';

// Few digits, so that words begin at more than one place.
const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom('0', '1', 'a'), minLength: length, maxLength: length });
const uuid = fc.tuple(...[8, 4, 4, 4, 12].map(digits)).map((parts) => parts.join('-'));
const ids = fc.oneof(digits(40), uuid);

/** A part of an id or something like it. */
const word = (id: string) =>
  fc.oneof(
    fc
      .tuple(fc.nat({ max: id.length - 1 }), fc.integer({ min: 1, max: id.length }))
      .map(([at, length]) => id.slice(at, at + length)),
    fc.string({ unit: fc.constantFrom('0', '1', 'a', '-'), minLength: 1, maxLength: 12 }),
    fc.constant(`${id}0`),
  );

describe('a word of digits', () => {
  it('a word of digits matches an id that is kept as bytes as it matches its text', () => {
    const cases = ids.chain((id) => fc.tuple(fc.constant(id), word(id), fc.boolean(), fc.nat({ max: 3 })));
    fc.assert(
      fc.property(cases, ([id, text, isUpper, before]) => {
        const bytes = new TextBytes();
        // Texts around it do not count.
        for (let i = 0; i < before; i++) bytes.write('0'.repeat(40));
        const at = bytes.length;
        bytes.write(isUpper && id.includes('-') ? id.toUpperCase() : id);
        bytes.write('0'.repeat(40));
        assert.equal(new SearchedDigits(text).scoreIn(bytes.bytes, at), scoreIn(id, text));
      }),
      { numRuns: 5000 },
    );
  });

  it('a word of digits leaves texts that are kept in another way to others', () => {
    const bytes = new TextBytes();
    for (const text of ['', 'a', 'a'.repeat(39), 'a'.repeat(300), undefined]) {
      const at = bytes.length;
      bytes.write(text);
      assert.equal(new SearchedDigits('a').scoreIn(bytes.bytes, at), undefined);
    }
  });
});
