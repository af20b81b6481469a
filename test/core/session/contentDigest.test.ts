import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contentDigest } from '../../../src/core/session/contentDigest';
import { SEED_SESSION } from '../../support/seedSession';

describe('The digest of a session file', () => {
  const same = (a: string, b: string) => assert.equal(contentDigest(a), contentDigest(b));
  const other = (a: string, b: string) => assert.notEqual(contentDigest(a), contentDigest(b));

  it('the digest of a JSON text does not depend on white space or on the order of keys', () => {
    same(SEED_SESSION, JSON.stringify(JSON.parse(SEED_SESSION), undefined, 4));
    same('{"a": 1, "b": {"c": 2, "d": []}}', '{"b":{"d":[],"c":2},"a":1}');
    same('{"a": "\\u0041"}', '{"a": "A"}');
  });

  it('the digests of two JSON texts with different values are different', () => {
    other(SEED_SESSION, SEED_SESSION.replace('"accepted"', '"pending"'));
    other(SEED_SESSION, `\uFEFF${SEED_SESSION}`);
    other('{"a": 1}', '{"a": "1"}');
    other('{"a": [1, 2]}', '{"a": [2, 1]}');
    other('{"a": null}', '{}');
    other('{"a": {"b": 1}}', '{"a": {}, "b": 1}');
  });

  it('the digest of a text that is not JSON depends on every character', () => {
    same('{', '{');
    other('{', '{ ');
    other('', '""');
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    same(deep, deep);
  });

  it('the digest is the same for two JSON values exactly when they are equal', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const [one, two] = [a, b].map((value) => JSON.stringify(value)) as [string, string];
        const equal = isEqual(JSON.parse(one), JSON.parse(two));
        assert.equal(contentDigest(one) === contentDigest(two), equal);
        same(one, JSON.stringify(JSON.parse(one), undefined, 2));
      }),
    );
  });
});

function isEqual(a: unknown, b: unknown): boolean {
  try {
    assert.deepEqual(a, b);
    return true;
  } catch {
    return false;
  }
}
