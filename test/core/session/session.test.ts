import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { applicationFolderName, beginsAsObject, judgeName } from '../../../src/core/session/location';
import { deriveSessionId } from '../../../src/core/session/sessionId';
import { SEED_APPLICATION, SEED_NAME } from '../../support/seedSession';

const SEED_IDS = {
  teamId: 'UTT7VDX8W5',
  applicationId: 'com.contactApp.Contact',
  deviceId: '0DC5132E-1EF4-407C-A832-5FE33D818AF3',
};

describe('The session id', () => {
  it('the session id computed for the example session in 4D’s documentation is the one printed there', () => {
    assert.equal(deriveSessionId(SEED_IDS), SEED_NAME);
  });

  it('the session id is the SHA-1 of the three ids in UTF-8, one after the other', () => {
    const id = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(fc.record({ teamId: id, applicationId: id, deviceId: id }), (ids) => {
        const sha1 = createHash('sha1').update(ids.teamId + ids.applicationId + ids.deviceId, 'utf8');
        assert.equal(deriveSessionId(ids), sha1.digest('hex'));
      }),
    );
  });
});

describe('The application folder', () => {
  it('the application folder is team and application, or the application alone without a team', () => {
    assert.equal(applicationFolderName(SEED_IDS.applicationId, SEED_IDS.teamId), SEED_APPLICATION);
    assert.equal(applicationFolderName(SEED_IDS.applicationId, ''), SEED_IDS.applicationId);
  });
});

describe('A file name', () => {
  const verdicts: [verdict: string, names: string[]][] = [
    ['session', [SEED_NAME, SEED_NAME.toUpperCase(), 'deadbeef', '00000000', 'F'.repeat(200)]],
    [
      'other',
      [
        'manifest.json',
        'AuthKey_ABC.p8',
        'key.mobileapp',
        '.DS_Store',
        '.',
        '..',
        '.abc',
        'abc.',
        `${SEED_NAME}.bak`,
        'a.b.c',
        '',
        ' ',
        'abc ',
        'ａｂｃ',
        'größe',
        '\u{1f4f1}',
      ],
    ],
    [
      'dependsOnText',
      [
        'test_session',
        'README',
        '0x12',
        '-1',
        'abcdefg',
        '0',
        'dead',
        'abcdef0',
        '4914',
        '__proto__',
        'LOCAL_1',
        '4913',
        `${SEED_NAME}_LOCAL_1`,
      ],
    ],
  ];
  for (const [verdict, names] of verdicts) {
    for (const name of names) {
      it(`the file name ${JSON.stringify(name.slice(0, 50))} is judged as ${verdict}`, () =>
        assert.equal(judgeName(name), verdict));
    }
  }
});

describe('A text', () => {
  for (const text of ['{', '{}', ' {', '\ufeff{', '\ufeff \r\n\t{"a"', '{ not JSON']) {
    it(`the text ${JSON.stringify(text)} begins as an object`, () => assert.equal(beginsAsObject(text), true));
  }
  for (const text of ['', ' ', '[{', 'x{', '"{"', '\u00a0{', ' \ufeff{', '\ufeff\ufeff{', '\v{']) {
    it(`the text ${JSON.stringify(text)} does not begin as an object`, () => assert.equal(beginsAsObject(text), false));
  }
});
