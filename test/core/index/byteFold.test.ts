import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ByteFold } from '../../../src/core/index/byteFold';
import { fold } from '../../../src/core/index/fold';

describe('ByteFold', () => {
  const byteFold = new ByteFold();
  const letter = (code: number) => String.fromCharCode(code);

  it('each Latin, Greek and Cyrillic letter is folded as a text of its own', () => {
    for (let code = 0xa1; code < 0x530; code++) {
      const isMark = /\p{M}/u.test(letter(code)) || code === 0xad || code === 0x34f;
      assert.equal(folded(letter(code)), isMark ? undefined : fold(letter(code)), code.toString(16));
    }
  });

  it('a text of such letters is folded as a whole, whatever stands beside what', () => {
    const text = fc.string({ unit: fc.integer({ min: 0x20, max: 0x52f }).map(letter), maxLength: 400 });
    let count = 0;
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          text.map((each) => each.replace(/[\p{M}\x7f-\xa0\xad]/gu, 'ß')),
        ),
        (each) => {
          const found = folded(each);
          if (found === undefined) return;
          count++;
          assert.equal(found, fold(each));
        },
      ),
      { numRuns: 500 },
    );
    assert.ok(count > 200, `${count}`);
  });

  it('a text with other letters, with marks or with what does not show is left to others', () => {
    for (const text of [
      '花子',
      'a\u0301',
      '\u{1f600}',
      'a\u00adb',
      '\u0080',
      '\u0000',
      '\u007f',
      'ⅷ',
      'ａ',
      '\u05d0',
    ]) {
      assert.equal(folded(text), undefined, text);
    }
  });

  /** Capitals of ASCII stay, as a search does not tell them from small letters. */
  function folded(text: string): string | undefined {
    const bytes = Buffer.from(`xx${text}yy`);
    const found = byteFold.of({ bytes, from: 2, to: bytes.length - 2 });
    if (!found) return undefined;
    return Buffer.from(found.bytes.subarray(found.from, found.to))
      .toString()
      .replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
  }
});
