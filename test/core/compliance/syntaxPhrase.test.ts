import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findingsOf } from './checking';

describe('The words for malformed JSON', () => {
  const rows: [text: string, words: string][] = [
    ['root:x:0:0:root:/root:/bin/bash', 'this begins with neither "{" nor "[".'],
    [' \n12345secret', 'this begins with neither "{" nor "[".'],
    ['{"a":x}', 'a value is expected here, not “x”.'],
    ['{"a":1,}', 'a property name in double quotes is expected here, not “}”.'],
    ['{a:1}', 'a property name in double quotes or "}" is expected here, not “a”.'],
    ['{"a" 1}', 'a colon is expected here, not “1”.'],
    ['[1 2]', 'a comma or the closing bracket is expected here, not “2”.'],
    ['[,]', 'a value or "]" is expected here, not “,”.'],
    ['{} words', 'the text should end here; “words” is too much.'],
    ['-x', 'a digit is expected here, not “x”.'],
    ['"\\x"', '“x” is no escape; allowed are \\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four digits.'],
    ['"a\n"', 'the closing quote of a text is missing before the end of the line.'],
    ['"a\r\n"', 'the closing quote of a text is missing before the end of the line.'],
    ['-\r\n1', 'a digit is expected here, not the end of the line.'],
    ['nul\n', 'only true, false and null may stand without quotes; found the end of the line.'],
    ['-\t1', 'a digit is expected here, not a tab.'],
    ['- 1', 'a digit is expected here, not a space.'],
    ['"a\tb"', 'a tab may not stand in a text as it is; write \\t.'],
    ['"a\0b"', 'a NUL character may not stand in a text as it is; write \\u0000.'],
    ['"a\u0007b"', 'a control character (U+0007) may not stand in a text as it is; write \\u0007.'],
    ['[\0]', 'a value or "]" is expected here, not a NUL character.'],
    ['[\u0007]', 'a value or "]" is expected here, not a control character (U+0007).'],
    ['{"a":\u00a01}', 'a value is expected here, not a no-break space (U+00A0).'],
    ['{"a":\u30001}', 'a value is expected here, not a space of another kind (U+3000).'],
    ['{"a"\ufeff:1}', 'a colon is expected here, not a byte order mark (U+FEFF).'],
    ['[\u2028]', 'a value or "]" is expected here, not a space of another kind (U+2028).'],
    ['[\u202e]', 'a value or "]" is expected here, not an invisible character (U+202E).'],
    ['[\ud800]', 'a value or "]" is expected here, not half of a character (U+D800).'],
    ['{“a”:1}', 'a property name in double quotes or "}" is expected here, not the quotation mark “.'],
    ["{'a':1}", 'a property name in double quotes or "}" is expected here, not the quotation mark \'.'],
    ['{"a":1 "b":2}', 'a comma or the closing bracket is expected here, not the quotation mark ".'],
    ['[\u0301]', 'a value or "]" is expected here, not “\u25cc\u0301”.'],
    ['[nil]', 'only true, false and null may stand without quotes; found “il”.'],
    ['{"a":', 'the file ends where a value is expected.'],
    ['{"a":1,', 'the file ends where a property name is expected.'],
    ['{', 'the file ends before the closing "}".'],
    ['{"a"', 'the file ends where a colon is expected.'],
    ['[1', 'the file ends before the closing bracket.'],
    ['[', 'the file ends before the closing "]".'],
    ['1.', 'the file ends in the middle of a number.'],
    ['"\\', 'the file ends in the middle of an escape.'],
    ['"a', 'the file ends before the closing quote of a text.'],
    ['tru', 'the file ends in the middle of a word.'],
    ['[\u200b]', 'a value or "]" is expected here, not a zero width space (U+200B).'],
    ['[\u{e0001}]', 'a value or "]" is expected here, not an invisible character (U+E0001).'],
    ['[\u{1f4f1}]', 'a value or "]" is expected here, not “\u{1f4f1}”.'],
    [`[${'a'.repeat(50)}]`, `a value or "]" is expected here, not “${'a'.repeat(19)}…”.`],
    [`[${'\u{1d49c}'.repeat(50)}]`, `a value or "]" is expected here, not “${'\u{1d49c}'.repeat(9)}…”.`],
  ];
  for (const [text, words] of rows) {
    it(`the JSON ${JSON.stringify(text)} is malformed: ${words}`, () => {
      assert.equal(findingsOf(text)[0]?.message, `Not well-formed JSON: ${words}`);
    });
  }

  it('the words for malformed JSON are one sentence without anything that cannot be seen, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('', '{', '["', '{"a":', '{}', '-', 'tr'),
        (text, before) => {
          const [finding] = findingsOf(before + text);
          if (finding?.code !== 'mobi/2') return;
          assert.match(finding.message, /^(Not well-formed JSON: .*\.|The file is empty\.)$/);
          assert.doesNotMatch(finding.message, /\p{C}|\{0\}/u);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
