import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Lines } from '../../../src/core/json/position';

describe('Lines', () => {
  const places: [text: string, offset: number, line: number, character: number][] = [
    ['', 0, 0, 0],
    ['abc', 3, 0, 3],
    ['a\nb', 1, 0, 1],
    ['a\nb', 2, 1, 0],
    ['a\r\nb', 1, 0, 1],
    ['a\r\nb', 3, 1, 0],
    ['a\rb', 2, 1, 0],
    ['a\r\rb', 3, 2, 0],
    ['a\n\rb', 3, 2, 0],
    ['a\r', 2, 1, 0],
    ['a\r\n', 3, 1, 0],
    // Line ends of other Unicode texts are none here, nor in VS Code's JSON editor.
    ['a\u2028b\u0085c\vd', 7, 0, 7],
    // Characters are UTF-16 code units.
    ['\u{1f4f1}\u{1f4f1}x', 4, 0, 4],
    ['\tx', 1, 0, 1],
  ];
  for (const [text, offset, line, character] of places) {
    it(`offset ${offset} of ${JSON.stringify(text)} is at ${line}:${character}`, () => {
      assert.deepEqual(new Lines(text).positionAt(offset), { line, character });
    });
  }

  it('an offset outside the text is kept inside it', () => {
    const lines = new Lines('ab\ncd');
    assert.deepEqual(lines.positionAt(-1), { line: 0, character: 0 });
    assert.deepEqual(lines.positionAt(99), { line: 1, character: 2 });
    assert.deepEqual(lines.rangeAt(-1, 99), { start: { line: 0, character: 0 }, end: { line: 1, character: 2 } });
  });

  it('the place of an offset agrees with splitting the text before it', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '\r', '\r\n', '\u{1f4f1}', '\t') }), (text) => {
        const lines = new Lines(text);
        for (let offset = 0; offset <= text.length; offset++) {
          // Between CR and LF is still the line that they end.
          const insideBreak = text[offset - 1] === '\r' && text[offset] === '\n';
          const before = text.slice(0, insideBreak ? offset - 1 : offset).split(/\r\n|\r|\n/);
          const character = (before.at(-1) as string).length + (insideBreak ? 1 : 0);
          assert.deepEqual(lines.positionAt(offset), { line: before.length - 1, character });
        }
      }),
    );
  });
});
