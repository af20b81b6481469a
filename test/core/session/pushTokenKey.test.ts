import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pushTokenKey } from '../../../src/core/session/pushTokenKey';

describe('The key of a push token', () => {
  const bytes = fc.uint8Array({ minLength: 4, maxLength: 100 });

  it('two writings of the bytes of one token of Apple have one key', () => {
    fc.assert(
      fc.property(bytes, (token) => {
        const hex = Buffer.from(token).toString('hex');
        const described = `<${hex.match(/.{1,8}/g)?.join(' ')}>`;
        for (const written of [hex.toUpperCase(), described, described.toUpperCase()]) {
          assert.equal(pushTokenKey(written), pushTokenKey(hex));
        }
      }),
    );
  });

  it('two different tokens have two keys, and those of Firebase differ in case', () => {
    fc.assert(
      fc.property(bytes, bytes, (one, other) => {
        const [a, b] = [one, other].map((token) => Buffer.from(token).toString('hex'));
        assert.equal(pushTokenKey(a ?? '') === pushTokenKey(b ?? ''), a === b);
      }),
    );
    for (const [a, b] of [
      ['dQw4:APA91bA', 'dQw4:APA91ba'],
      ['abc', 'ABC'],
      ['a b', 'ab'],
    ] as const)
      assert.notEqual(pushTokenKey(a), pushTokenKey(b));
  });
});
