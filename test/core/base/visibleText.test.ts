import assert from 'node:assert/strict';
import fc from 'fast-check';
import { visibleLines, visibleText } from '../../../src/core/base/visibleText';
import { markup } from '../../../src/core/scenario/markup';
import { hostileText } from '../../support/terminalHarm';

describe('visibleText', () => {
  const rows: [text: string, shown: string][] = [
    ['iPhone 15', 'iPhone 15'],
    ['evil\u202egpj.exe', 'evil\\u{202e}gpj.exe'],
    ['a\u202ab\u202cc', 'a\\u{202a}b\\u{202c}c'],
    ['a\u2066b\u2069', 'a\\u{2066}b\\u{2069}'],
    ['a\u200eb\u200fc\u061c', 'a\\u{200e}b\\u{200f}c\\u{61c}'],
    ['a\r\nb\tc\0', 'a\\u{d}\\u{a}b\\u{9}c\\u{0}'],
    ['\u001b[31mred\u009b', '\\u{1b}[31mred\\u{9b}'],
    ['a\u2028b\u200bc\ufeff', 'a\\u{2028}b\\u{200b}c\\u{feff}'],
    ['half \ud83d', 'half \\u{d83d}'],
    ['שלום', 'שלום'],
    ['مرحبا', 'مرحبا'],
    ['👨\u200d👩\u200d👧', '👨\u200d👩\u200d👧'],
    ['é e\u0301', 'é e\u0301'],
    [`Z${'\u0301'.repeat(50)}o`, `Z${'\u0301'.repeat(8)}…o`],
    ['a\u200db\u200c', 'a\\u{200d}b\\u{200c}'],
    ['می\u200cخ क्\u200dष', 'می\u200cخ क्\u200dष'],
    ['❤\ufe0f 1\ufe0f\u20e3 葛\u{e0100}', '❤\ufe0f 1\ufe0f\u20e3 葛\u{e0100}'],
    ['x\ufe0f 1\ufe0f >\u{e0100}', 'x\\u{fe0f} 1\\u{fe0f} >\\u{e0100}'],
    ['x\ufe0f\u200d \u3164\ufe00', 'x\\u{fe0f}\\u{200d} \\u{3164}\\u{fe00}'],
    ['a\u{e0041}b\u034f\ufff9', 'a\\u{e0041}b\\u{34f}\\u{fff9}'],
    ['🏴\u{e0067}\u{e0062}\u{e007f}', '🏴\u{e0067}\u{e0062}\u{e007f}'],
  ];
  for (const [text, shown] of rows) {
    it(`${JSON.stringify(text)} is made visible`, () => assert.equal(visibleText(text), shown));
  }

  it('a text of several lines keeps its line ends and tabs when it is made visible', () => {
    assert.equal(visibleLines('a\tb\r\nc\u202e\0'), 'a\tb\r\nc\\u{202e}\\u{0}');
  });

  it('a visible text stays the same when it is made visible again, and has nothing that reorders', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), hostileText), (text) => {
        const shown = visibleText(text);
        assert.equal(visibleText(shown), shown);
        assert.doesNotMatch(shown, /[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  it('a text from elsewhere is made visible in pages and pictures, too', () => {
    assert.equal(String(markup`${'<\u202e\n'}`), '&lt;\\u{202e}\n');
  });
});
