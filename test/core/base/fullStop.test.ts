import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inOneLine, withoutFullStop } from '../../../src/core/base/fullStop';

describe('a message inside a sentence', () => {
  const MESSAGES: [message: string, line: string][] = [
    ['The port is busy.', 'The port is busy'],
    ['The port is busy', 'The port is busy'],
    ['Why?', 'Why?'],
    ['SyntaxError: x\n    at y.mjs:1\r\n  ^.', 'SyntaxError: x at y.mjs:1 ^'],
    ['v1.2.', 'v1.2'],
    ['two  spaces', 'two  spaces'],
    ['', ''],
  ];
  for (const [message, line] of MESSAGES) {
    it(`the message ${JSON.stringify(message)} is ${JSON.stringify(line)} inside a sentence`, () =>
      assert.equal(inOneLine(message), line));
  }

  it('a message loses only its last full stop, and has no line end', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '.', ' ', '\n') }), (text) => {
        assert.doesNotMatch(inOneLine(text), /\n/);
        assert.equal(withoutFullStop(`${text}.`), text);
      }),
    );
  });
});
