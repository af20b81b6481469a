import assert from 'node:assert/strict';
import { withoutTokens } from '../../../src/core/redaction/withoutTokens';
import { encodeToken } from '../../../src/core/session/connectionToken';

const ID = '7023d9205074199d1c16fc00d24354e778137675';
const TOKEN = encodeToken({ appNameID: 'com.contactApp.Contact', id: ID, teamID: 'UTT7VDX8W5' });
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const SECRETS = {
  'a connection token': TOKEN,
  'a connection token with padding': `${TOKEN}==`,
  'a short connection token': encodeToken({ appNameID: 'a', id: 'b', teamID: '' }),
  'a connection token that is cut off': TOKEN.slice(0, 30),
  'a connection token without its beginning': TOKEN.slice(9),
  'a connection token of a text with line ends': Buffer.from('{\n "id": "beef??>>" }').toString('base64'),
  'a JSON Web Token': `${part({ alg: 'HS256' })}.${part({ sub: 'jane' })}.c2lnbmF0dXJl`,
  'a push token in digits': 'ab01c29f'.repeat(8),
  'a push token of Firebase': 'APA91bHPRgkF3JUikC4ENAHEeMrd41Zxv3hVZjC9KtT8OvPVGJ',
};
/** What stands around it, in a name, a message, a pointer or JSON. */
const AROUND: [begin: string, end: string][] = [
  ['', ''],
  ['it is "', '".'],
  ['/a/', '/b'],
  ['?', '!'],
  ['MobileApps/', ' (1)'],
  ['{\\"a\\":\\"', '\\"}'],
  ['“', '”'],
];

describe('withoutTokens', () => {
  for (const [what, secret] of Object.entries(SECRETS)) {
    it(`nothing of ${what} is left, whatever stands around it`, () => {
      for (const [begin, end] of AROUND) {
        for (const written of [secret, encodeURIComponent(secret), secret.replaceAll('/', '~1')]) {
          const shown = withoutTokens(begin + written + end);
          assert.ok(shown.includes('•••'), shown);
          assert.ok(!shown.includes(written.slice(0, 12)) && !shown.includes(written.slice(12, 24)), shown);
        }
      }
    });
  }

  it('user and password behind Basic are covered, in whatever signs, and words of a sentence are not', () => {
    for (const [user, password] of [
      ['jane', 'hunter2'],
      ['jürgen', 'pass:wört?>>'],
      ['', 'onlyPassword'],
      ['onlyUser', ''],
    ]) {
      const bytes = Buffer.from(`${user}:${password}`);
      for (const written of [bytes.toString('base64'), bytes.toString('base64url')]) {
        for (const [begin, end] of AROUND) {
          for (const scheme of ['Basic ', 'basic  ', 'Basic%20', 'Authorization: Basic ']) {
            const shown = withoutTokens(begin + scheme + written + end);
            assert.ok(shown.startsWith(`${begin}${scheme}•••`) && !shown.includes(written.slice(4)), shown);
          }
        }
      }
    }
    for (const text of ['Basic training for all', 'a basic example: it', 'basic authentication', 'Basic YWJjZGVmZ2g='])
      assert.equal(withoutTokens(text), text);
  });

  it('a private key is covered up to its end, or to that of the text or the element that has it', () => {
    const begin = '-----BEGIN EC PRIVATE KEY-----';
    const body = ['MHcCAQEE+a/b=', 'Proc-Type: 4,ENCRYPTED', 'oUQDQgAE-b9=='];
    for (const end of ['', '-----END EC PRIVATE KEY-----', '-----END']) {
      for (const between of ['\n', '\r\n', '\\n', '\\\\n']) {
        const key = [begin, ...body, end].join(between);
        assert.equal(withoutTokens(key), '•••');
        assert.equal(withoutTokens(`{"a":"${key}","b":"c"}`), '{"a":"•••","b":"c"}');
        assert.equal(withoutTokens(`{\\"a\\":\\"${key}\\",\\"b\\":1}`), '{\\"a\\":\\"•••\\",\\"b\\":1}');
        assert.equal(withoutTokens(`<p>${key}</p>`), '<p>•••</p>');
        assert.equal(withoutTokens(`<![CDATA[${key}]]>`), '<![CDATA[•••]]>');
      }
    }
  });

  it('what is no token stays as it is', () => {
    for (const text of [
      'a'.repeat(100),
      ID,
      `${ID}_LOCAL_1`,
      `.nfs000000000abc0000012b${ID}_LOCAL_1`,
      `${ID}-copy-of-Monday_2`,
      `UTT7VDX8W5.com.contactApp.Contact/${ID}`,
      `"${ID}" is not "${ID.toUpperCase()}"`,
      '/home/jane/projects/session-workbench-Xa3f9Q/Data/MobileApps/com.example.fieldservice.interventions-atelier',
      'eyes only, and eyJ is a beginning',
      '"status" must be one of "accepted", "pending"; it is "acepted".',
      'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
      'a_very_long_name_of_a_folder_in_which_somebody_keeps_files',
    ])
      assert.equal(withoutTokens(text), text);
  });

  it('a cover of the same length leaves every place where it was', () => {
    const text = `"status": "${TOKEN}", "x": 1`;
    const shown = withoutTokens(text, (token) => '•'.repeat(token.length));
    assert.equal(shown.length, text.length);
    assert.equal(shown.indexOf('"x"'), text.indexOf('"x"'));
  });
});
