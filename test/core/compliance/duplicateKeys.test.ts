import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mayHaveDuplicateKeys } from '../../../src/core/compliance/duplicateKeys';
import { readJson } from '../../../src/core/json/jsonText';
import { valueSummary } from '../../../src/core/session/contentDigest';
import { SEED_SESSION } from '../../support/seedSession';

const stringsIn = (text: string) => valueSummary(JSON.parse(text), false).strings;

describe('mayHaveDuplicateKeys', () => {
  it('mayHaveDuplicateKeys never misses a duplicate that reading the text finds', () => {
    let found = 0;
    fc.assert(
      fc.property(jsonWithDuplicates(), (text) => {
        const duplicates = readJson(text).duplicateKeys.length;
        if (duplicates > 0) found++;
        if (duplicates > 0) assert.equal(mayHaveDuplicateKeys(text, stringsIn(text)), true);
      }),
      { numRuns: 2000 },
    );
    assert.ok(found > 100, `only ${found} texts had duplicates`);
  });

  it('mayHaveDuplicateKeys saves a text without escapes and without duplicates from being read again', () => {
    fc.assert(
      fc.property(jsonWithDuplicates(), (text) => {
        fc.pre(!text.includes('\\') && readJson(text).duplicateKeys.length === 0);
        assert.equal(mayHaveDuplicateKeys(text, stringsIn(text)), false);
      }),
    );
    assert.equal(mayHaveDuplicateKeys(SEED_SESSION, stringsIn(SEED_SESSION)), false);
  });

  it('quotes in a string do not hide a duplicate key', () => {
    const text = '{"a":"\\"\\"","a":1}';
    assert.equal(mayHaveDuplicateKeys(text, stringsIn(text)), true);
  });

  /** JSON texts written by hand, so that an object can have a key twice. */
  function jsonWithDuplicates(): fc.Arbitrary<string> {
    const key = fc.constantFrom('"a"', '"b"', '""', '"__proto__"', '"\\u0061"', '"a\\""', '"1"');
    const scalar = fc.constantFrom('1', 'true', 'null', '"a"', '"\\""', '""');
    return fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        scalar,
        fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
        fc.array(fc.tuple(key, tie('value')), { maxLength: 3 }).map((members) => {
          return `{${members.map((member) => member.join(':')).join(' ,')}}`;
        }),
      ),
    })).value;
  }
});
