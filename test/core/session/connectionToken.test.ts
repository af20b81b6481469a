import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeToken, encodeToken, tokenDisagreements } from '../../../src/core/session/connectionToken';
import { SEED_NAME, SEED_SESSION } from '../../support/seedSession';

const SEED_TOKEN = JSON.parse(SEED_SESSION).token as string;
const SEED_IDS = { appNameID: 'com.contactApp.Contact', id: SEED_NAME, teamID: 'UTT7VDX8W5' };
const json = (text: string) => Buffer.from(text).toString('base64');

describe('encodeToken', () => {
  it('encodeToken writes the token that 4D published, byte for byte', () => {
    assert.equal(encodeToken(SEED_IDS), SEED_TOKEN);
  });

  it('encodeToken writes no padding where base64 would have some', () => {
    const token = encodeToken({ ...SEED_IDS, appNameID: 'com.example.Contacts' });
    assert.equal(token.length, 142);
    assert.equal(`${token}==`, json(JSON.stringify({ ...SEED_IDS, appNameID: 'com.example.Contacts' })));
  });

  it('encodeToken writes the three keys in their order, whatever the order given, and nothing else', () => {
    const { appNameID, id, teamID } = SEED_IDS;
    assert.equal(encodeToken({ teamID, id, appNameID, more: 1 } as typeof SEED_IDS), SEED_TOKEN);
  });

  it('encodeToken writes ids that are not ASCII in UTF-8', () => {
    const ids = { appNameID: 'com.größe.アプリ', id: 'é', teamID: '\u{1f4f1}' };
    assert.equal(Buffer.from(encodeToken(ids), 'base64').toString(), JSON.stringify(ids));
  });
});

describe('decodeToken', () => {
  it('decodeToken reads the token that 4D published', () => {
    assert.deepEqual(decodeToken(SEED_TOKEN), { ok: true, value: SEED_IDS });
  });

  it('decodeToken gives back what encodeToken wrote, for any ids', () => {
    const id = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(fc.record({ appNameID: id, id, teamID: id }, { noNullPrototype: true }), (ids) => {
        const token = encodeToken(ids);
        assert.match(token, /^[A-Za-z0-9+/]+$/);
        assert.deepEqual(decodeToken(token), { ok: true, value: ids });
      }),
    );
  });

  it('decodeToken reads any JSON object in either alphabet, padded or not', () => {
    const spelling = fc.constantFrom<BufferEncoding>('base64', 'base64url');
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), spelling, fc.boolean(), (value, alphabet, padded) => {
        const bare = Buffer.from(JSON.stringify(value)).toString(alphabet).replace(/=+$/, '');
        const token = padded ? bare.padEnd(Math.ceil(bare.length / 4) * 4, '=') : bare;
        assert.deepEqual(decodeToken(token), { ok: true, value: JSON.parse(JSON.stringify(value)) });
      }),
    );
  });

  it('decodeToken never throws, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.base64String(), fc.string({ unit: 'binary' })),
        (text) => void decodeToken(text),
      ),
    );
  });

  // {"a":"?>>"} has a + and a / in the standard alphabet.
  const signs = json('{"a":"\u00ff>>\u00ff?"}');
  const defects: [what: string, token: string, defect: string][] = [
    ['an empty text', '', 'notBase64'],
    ['padding alone', '==', 'notBase64'],
    ['white space', ` ${SEED_TOKEN}`, 'notBase64'],
    ['a line break at the end', `${SEED_TOKEN}\n`, 'notBase64'],
    ['a line break inside', `${SEED_TOKEN.slice(0, 4)}\n${SEED_TOKEN.slice(4)}`, 'notBase64'],
    ['the whole header', `Bearer ${SEED_TOKEN}`, 'notBase64'],
    ['a JSON web token', 'eyJhIjoxfQ.eyJhIjoxfQ.c2ln', 'notBase64'],
    ['a letter that is not ASCII', `${SEED_TOKEN.slice(0, -1)}é`, 'notBase64'],
    ['both alphabets at once', signs.replace('/', '_'), 'notBase64'],
    ['a length that no base64 has', SEED_TOKEN.slice(0, -3), 'notBase64'],
    ['too little padding', json('{"a":1}').replace(/=+$/, '='), 'notBase64'],
    ['too much padding', `${json('{"a":12}')}=`, 'notBase64'],
    ['padding where none belongs', `${SEED_TOKEN}=`, 'notBase64'],
    ['a block of padding', `${SEED_TOKEN}====`, 'notBase64'],
    ['padding inside', `${json('{"a":1}')}${json('{}')}`, 'notBase64'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0x80, 0x7d]).toString('base64'), 'notUtf8'],
    ['UTF-16', Buffer.from('\ufeff{}', 'utf16le').toString('base64'), 'notUtf8'],
    ['words', json('hello'), 'notJson'],
    ['half an object', json('{"a":1'), 'notJson'],
    ['two objects', json('{}{}'), 'notJson'],
    ['a list', json('[]'), 'notAnObject'],
    ['null', json('null'), 'notAnObject'],
    ['a text', json('"a"'), 'notAnObject'],
    ['a number', json('1'), 'notAnObject'],
  ];
  for (const [what, token, defect] of defects) {
    it(`decodeToken tells ${what} as ${defect}`, () => assert.deepEqual(decodeToken(token), { ok: false, defect }));
  }

  it('decodeToken reads a token of either alphabet with its special signs', () => {
    assert.match(signs, /\+.*\/|\/.*\+/);
    const value = { a: '\u00ff>>\u00ff?' };
    assert.deepEqual(decodeToken(signs), { ok: true, value });
    assert.deepEqual(decodeToken(signs.replaceAll('+', '-').replaceAll('/', '_')), { ok: true, value });
  });
});

describe('tokenDisagreements', () => {
  const ids = { applicationId: 'a', sessionId: 'i', teamId: 't' };

  it('there are no disagreements when folder, session and token agree, whatever else the token says', () => {
    assert.deepEqual(tokenDisagreements({ appNameID: 'a', id: 'i', teamID: 't', x: 1 }, ids), []);
  });

  it('a disagreement names what the token says and what the session says', () => {
    assert.deepEqual(tokenDisagreements({ appNameID: 'A', id: 5 }, ids), [
      { key: 'appNameID', found: 'A', expected: 'a' },
      { key: 'id', found: 5, expected: 'i' },
      { key: 'teamID', found: undefined, expected: 't' },
    ]);
  });

  it('the disagreements leave out what the session does not say', () => {
    assert.deepEqual(tokenDisagreements({}, {}), []);
    assert.deepEqual(tokenDisagreements({ id: 'x', teamID: 'x' }, { applicationId: 'a' }), [
      { key: 'appNameID', found: undefined, expected: 'a' },
    ]);
  });

  it('no team and an empty team do not disagree', () => {
    const noTeam = { ...ids, teamId: '' };
    assert.deepEqual(tokenDisagreements({ appNameID: 'a', id: 'i' }, noTeam), []);
    assert.deepEqual(tokenDisagreements({ appNameID: 'a', id: 'i', teamID: '' }, noTeam), []);
    assert.equal(tokenDisagreements({ appNameID: 'a', id: 'i', teamID: null }, noTeam).length, 1);
    assert.equal(tokenDisagreements({ appNameID: 'a', id: 'i', teamID: 't' }, noTeam).length, 1);
  });
});
