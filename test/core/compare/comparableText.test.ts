import assert from 'node:assert/strict';
import { changedMembers, comparableText } from '../../../src/core/compare/comparableText';
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
    assert.deepEqual(changedMembers(left, right), []);
  });

  it('the token of a compared session is decoded in its place', () => {
    const text = comparableText(JSON.stringify({ token: encodeTokenValue(IDS), status: 'pending' }));
    assert.deepEqual(JSON.parse(text), { status: 'pending', token: IDS });
  });

  it('a text that is no JSON object is compared as it is, and so is a token that cannot be decoded', () => {
    for (const text of ['', '{"status":', '[1]', 'null']) assert.equal(comparableText(text), text);
    assert.deepEqual(JSON.parse(comparableText('{"token":"no token!"}')), { token: 'no token!' });
    assert.equal(changedMembers('{', SEED_SESSION), undefined);
  });

  it('the changes of a session are told by member, down to those of the token', () => {
    const before = { status: 'pending', email: '', list: [1, { b: 1, a: 2 }], token: encodeTokenValue(IDS) };
    const after = { status: 'accepted', list: [1, { a: 2, b: 1 }], token: encodeTokenValue({ ...IDS, id: 'b' }) };
    assert.deepEqual(changedMembers(JSON.stringify(before), JSON.stringify(after)), ['email', 'status', 'token.id']);
  });

  const DIFFERENT: readonly [what: string, left: string, right: string, member: string][] = [
    ['a member that stands twice', '{"status":"accepted","status":"pending"}', '{"status":"pending"}', 'status'],
    ['the order of two members of one name', '{"a":1,"a":2}', '{"a":2,"a":1}', 'a'],
    ['an object that stands twice', '{"a":{"b":1},"a":{"b":2}}', '{"a":{"b":2}}', 'a'],
    ['a long number', '{"a":12345678901234567890}', '{"a":12345678901234567891}', 'a'],
    ['a way to write a number', '{"a":{"b":1.0}}', '{"a":{"b":1}}', 'a.b'],
    [
      'a member of a token that stands twice',
      `{"token":"${btoa('{"id":1,"id":2}')}"}`,
      `{"token":"${btoa('{"id":2}')}"}`,
      'token.id',
    ],
  ];

  for (const [what, left, right, member] of DIFFERENT) {
    it(`files that differ in ${what} are not told to say the same`, () => {
      assert.notEqual(comparableText(left), comparableText(right));
      assert.deepEqual(changedMembers(left, right), [member]);
    });
  }

  it('texts that are escaped in two ways say the same', () => {
    const [left, right] = [String.raw`{"\u0061":"\u00e9\/"}`, '{"a":"é/"}'];
    assert.equal(comparableText(left), comparableText(right));
    assert.deepEqual(changedMembers(left, right), []);
  });

  it('a compared session keeps members with the names of prototypes', () => {
    assert.equal(
      comparableText('{"__proto__":{"b":1,"a":2}}'),
      '{\n  "__proto__": {\n    "a": 2,\n    "b": 1\n  }\n}\n',
    );
  });
});
