import assert from 'node:assert/strict';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { excerptAt } from '../../src/cli/formats/excerpt';
import { counted } from '../../src/core/base/counted';

/** Texts and the columns that a terminal gives them. */
const WIDTHS: readonly [text: string, columns: number][] = [
  ['iPhone', 6],
  ['田中さん', 8],
  ['「、。」', 8],
  ['한국', 4],
  ['\u1100\u1161\u11a8', 2],
  ['e\u0301', 1],
  ['नमस्ते', 3],
  ['👍🏽', 2],
  ['👨‍👩‍👧', 2],
  ['🇩🇪', 2],
  ['❤️', 2],
  ['𠮷', 2],
];
const CHARACTERS = WIDTHS.map(([text]) => text).concat(...'a" Üßž•\ufffd\u0301');
const LINES = fc.array(fc.constantFrom(...CHARACTERS), { maxLength: 60 });

const at = (from: number, to: number) => ({
  start: { line: 0, character: from },
  end: { line: 0, character: to },
});

describe('excerptAt', () => {
  for (const [text, columns] of WIDTHS) {
    it(`an excerpt points behind ${text} as ${counted(columns, 'column')}`, () => {
      const excerpt = excerptAt([`${text}null`], at(text.length, text.length + 4), 80);
      assert.deepEqual(excerpt, { text: `${text}null`, marks: `${' '.repeat(columns)}^^^^` });
    });
  }

  it('an excerpt is as wide as asked at the most, has the place in it, and its marks stand below the place', () => {
    fc.assert(
      fc.property(LINES, LINES, LINES, fc.integer({ min: 40, max: 100 }), (before, place, after, width) => {
        const [head, found, tail] = [before.join(''), `[${place.join('')}]`, after.join('')];
        const excerpt = excerptAt([head + found + tail], at(head.length, head.length + found.length), width);
        assert.ok(excerpt);
        const { text, marks } = excerpt;
        assert.ok(stringWidth(text.replaceAll('…', '')) <= width, text);
        assert.equal(
          text.replaceAll('…', '').length > 0 && (head + found + tail).includes(text.replaceAll('…', '')),
          true,
        );
        const start = text.indexOf('[');
        assert.equal(stringWidth(text.slice(0, start)), marks.indexOf('^'));
        const shown = text.includes(']') ? found : text.slice(start).replace('…', '');
        assert.equal(marks.trim().length, stringWidth(shown));
        if (stringWidth(head + found + tail) <= width) assert.equal(text, head + found + tail);
      }),
    );
  });

  it('an excerpt of a line of two megabytes shows what is around the place', () => {
    const line = '田'.repeat(2 ** 20);
    const excerpt = excerptAt([line], at(2 ** 19, 2 ** 19 + 1), 80);
    assert.deepEqual(excerpt, { text: `…${'田'.repeat(40)}…`, marks: `${' '.repeat(25)}^^` });
  });
});
