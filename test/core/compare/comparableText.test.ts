import assert from 'node:assert/strict';
import { comparableText, memberChanges } from '../../../src/core/compare/comparableText';
import { encodeTokenValue } from '../../../src/core/session/connectionToken';
import { SEED_SESSION } from '../../support/seedSession';

const IDS = { appNameID: 'com.example.app', id: 'a', teamID: 'T' };

describe('a session as it is compared', () => {
  it('files that say the same in another order, layout and padding of the token have one text', () => {
    const token = encodeTokenValue(IDS);
    const left = JSON.stringify({ status: 'accepted', email: '', device: { id: '1', os: 'iOS' }, token });
    const padded = token + '='.repeat((4 - (token.length % 4)) % 4);
    const right = `\ufeff${JSON.stringify({ token: padded, device: { os: 'iOS', id: '1' }, email: '', status: 'accepted' }, undefined, '\t')}`;
    assert.notEqual(left, right);
    assert.equal(comparableText(left), comparableText(right));
    assert.deepEqual(memberChanges(left, right), []);
  });

  it('the token of a compared session is decoded in its place', () => {
    const text = comparableText(JSON.stringify({ token: encodeTokenValue(IDS), status: 'pending' }));
    assert.deepEqual(JSON.parse(text), { status: 'pending', token: IDS });
  });

  it('a text that is no JSON object is compared as it is, and so is a token that cannot be decoded', () => {
    for (const text of ['', '{"status":', '[1]', 'null']) assert.equal(comparableText(text), text);
    assert.deepEqual(JSON.parse(comparableText('{"token":"no token!"}')), { token: 'no token!' });
    assert.equal(memberChanges('{', SEED_SESSION), undefined);
  });

  it('the changes of a session are told by member, down to those of the token', () => {
    const before = { status: 'pending', email: '', list: [1, { b: 1, a: 2 }], token: encodeTokenValue(IDS) };
    const after = { status: 'accepted', list: [1, { a: 2, b: 1 }], token: encodeTokenValue({ ...IDS, id: 'b' }) };
    assert.deepEqual(memberChanges(JSON.stringify(before), JSON.stringify(after)), [
      { member: 'email', before: '', after: undefined },
      { member: 'status', before: 'pending', after: 'accepted' },
      { member: 'token.id', before: 'a', after: 'b' },
    ]);
  });

  it('a compared session keeps members with the names of prototypes', () => {
    assert.equal(
      comparableText('{"__proto__":{"b":1,"a":2}}'),
      '{\n  "__proto__": {\n    "a": 2,\n    "b": 1\n  }\n}\n',
    );
  });
});
