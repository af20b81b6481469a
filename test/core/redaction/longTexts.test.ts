import assert from 'node:assert/strict';
import { redactTokens } from '../../../src/core/redaction/redactText';

// An expression that keeps its way back for each character throws beyond some ten million of them.
const LENGTH = 16_000_000;

/** Made when they are needed: the tests after these share the memory. */
const LONG: Readonly<Record<string, () => string>> = {
  letters: () => 'b'.repeat(LENGTH),
  'hexadecimal digits': () => 'a1'.repeat(LENGTH / 2),
  'base64 with padding': () => `${'a+B/'.repeat(LENGTH / 4)}=`,
  'a token with a long part': () => `eyJhbGciOiJub25lIn0.${'a'.repeat(LENGTH)}.b`,
  'a long credential': () => `Bearer ${'x'.repeat(LENGTH)}`,
};

describe('The redaction of long texts', () => {
  for (const [name, text] of Object.entries(LONG)) {
    it(`${name} of any length are redacted without an overflow of the stack`, () => {
      assert.equal(typeof redactTokens(`name ${text()}`), 'string');
    });
  }
});
