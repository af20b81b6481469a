import assert from 'node:assert/strict';
import { contentText } from '../../../src/core/compliance/contentText';
import { redactText } from '../../../src/core/redaction/redactText';
import { withoutTokens } from '../../../src/core/redaction/withoutTokens';

/** What people write, and what is left of it. */
const URLS: readonly (readonly [written: string, shown: string])[] = [
  ['https://ada:hunter2@db.example/x', 'https://ada:•••@db.example/x'],
  ['https://u:pw@host/', 'https://u:•••@host/'],
  ['mongodb+srv://u:pw@h', 'mongodb+srv://u:•••@h'],
  ['mongodb://u:pw@h1:27017,h2:27017/db?a=b', 'mongodb://u:•••@h1:27017,h2:27017/db?a=b'],
  ['redis://:pw@h', 'redis://:•••@h'],
  ['postgres://u:pw@h:5432/db', 'postgres://u:•••@h:5432/db'],
  ['ssh://u:pw@h', 'ssh://u:•••@h'],
  ['//u:p@h', '//u:•••@h'],
  ['https:/u:pw@h/x', 'https:/u:•••@h/x'],
  ['https:\\/\\/u:pw@h\\/x', 'https:\\/\\/u:•••@h\\/x'],
  ['https://x0Ab3dEf9hIjKlMnOpQr@github.com/a', 'https://•••@github.com/a'],
  ['https://x0Ab3dEf9hIjKlMnOpQr:x-oauth-basic@github.com/a', 'https://•••:•••@github.com/a'],
  ['https://u:p@ss@db.example/x', 'https://u:•••@db.example/x'],
  ['https://u:p/w@db.example/x', 'https://u:•••@db.example/x'],
  ['https://u:p@s/w@db.example/x', 'https://u:•••@db.example/x'],
  ['https://u:p%40w%2Fx@h/', 'https://u:•••@h/'],
  ['https://ada@x.example:hunter2@h/', 'https://ada@x.example:•••@h/'],
  ['https://u:p@db.example/@scope/a', 'https://u:•••@db.example/@scope/a'],
  ['https://u:p@h.example/?mail=ada@x.example', 'https://u:•••@h.example/?mail=ada@x.example'],
  ['https://h:8080/https://u:pw@h2/x', 'https://h:8080/https://u:•••@h2/x'],
  ['amqp://u:p?w@h', 'amqp://u:•••@h'],
  ['/?to=https%3A%2F%2Fu%3Apw%40h%2Fx', '/?to=https%3A%2F%2Fu%3A•••%40h%2Fx'],
  ['deploy:S3cret@db.example:22', 'deploy:•••@db.example:22'],
];
const SCHEMES: readonly (readonly [written: string, shown: string])[] = [
  ['Negotiate U0VLUkVUZm9v=', 'Negotiate •••'],
  ['NTLM TlRMTVNTUAABAAAA', 'NTLM •••'],
  ['Bearer%20hunter2PASS', 'Bearer%20•••'],
  ['Bearer+hunter2PASS', 'Bearer+•••'],
  ['%22Bearer%20hunter2PASS', '%22Bearer%20•••'],
  ['DPoP+hunter2PASS', 'DPoP+•••'],
  [
    'Digest username="u", realm="r", nonce="n1", uri="/a", response="SEKRET", cnonce="c", qop=auth',
    'Digest username="u", realm="r", nonce="•••", uri="/a", response="•••", cnonce="•••", qop=auth',
  ],
  ['Digest username=\\"u\\", response=\\"SEKRET\\"', 'Digest username=\\"u\\", response=\\"•••\\"'],
  ['Digest username=u,response=0a1b2c3d4e', 'Digest username=u,response=•••'],
];
const PLAIN = [
  'ada@example.com',
  'mailto:ada@example.com',
  'write to email:ada@example.com or ada@example.com',
  'file:///home/ada@work',
  'file:///C:/Users/ada@work',
  'http://127.0.0.1:8080/a@b',
  'http://localhost:8080/@scope/a@1.2',
  'http://h:8080?mail=a@b.example',
  'https://git@github.com/a/b',
  'ssh://git@github.com:org/repo@1.2',
  'git@github.com:org/repo',
  'https://h/a:b@c',
  `https://u:\${password}@h/`,
  'The bearer of this is basic knowledge',
  'a bearer token is missing',
  'passphrase is too short',
  'passphrase is …',
  'the password was not given',
  'we negotiate terms, and negotiate 2026',
  'a digest of the week, response=200',
  '2026-11-30T12:30:45+01:00 ada@example.com',
];

describe('Credentials in loose texts', () => {
  const faces: Readonly<Record<string, (text: string) => string>> = {
    withoutTokens: (text) => withoutTokens(text),
    contentText: (text) => contentText(text),
  };
  for (const [face, cover] of Object.entries(faces)) {
    for (const [written, shown] of [...URLS, ...SCHEMES]) {
      it(`${face} shows ${written} as ${shown}, also in a sentence`, () => {
        for (const [begin, end] of [
          ['', ''],
          ['It is “', '”.'],
          ['at ', ' and so on'],
          ['(', ')'],
        ])
          assert.equal(cover(`${begin}${written}${end}`), `${begin}${shown}${end}`);
      });
    }
    for (const text of PLAIN) {
      it(`${face} leaves ${text} as it is, as nothing in it is secret`, () => {
        assert.equal(cover(text), text);
      });
    }
  }

  it('a message of the journal has no password of a URL either', () => {
    for (const [written] of URLS) assert.ok(!redactText(`at ${written} and`).includes('pw'), written);
  });

  it('a cover of the same length leaves all places where they were', () => {
    for (const [written] of [...URLS, ...SCHEMES])
      assert.equal(contentText(written, (each) => '•'.repeat(each.length)).length, written.length);
  });

  it('many signs in a row are read in time that grows with their number', () => {
    for (const part of [
      '//a:',
      '//:',
      '//',
      '@',
      ':',
      '//a:@',
      '//a:b@',
      '%2F%2Fa%3A',
      '%2F',
      'Bearer ',
      'a:',
      '%40',
    ]) {
      const steps = part.repeat(20_000);
      assert.equal(typeof withoutTokens(`${steps} @%40`), 'string');
    }
  });
});
