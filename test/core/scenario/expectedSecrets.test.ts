import assert from 'node:assert/strict';
import { fileAsFound } from '../../../src/core/scenario/expectations';
import { expectedSecrets } from '../../../src/core/scenario/expectedSecrets';
import type { ExpectSource } from '../../../src/core/scenario/scenarioSource';

const SECRET = 'topsecret9';
const JWT_LIKE = 'a9.b+c/d==';
/** Where an expectation has what an answer would have as a secret. */
const PLACES: readonly ((secret: string) => ExpectSource)[] = [
  (secret) => ({ headers: { 'set-cookie': `sid=${secret}` } }),
  (secret) => ({ headers: { 'Set-Cookie': `sid=${secret}; Path=/; HttpOnly` } }),
  (secret) => ({ headers: { 'set-cookie': { contains: `sid=${secret}` } } }),
  (secret) => ({ headers: { authorization: `Bearer ${secret}` } }),
  (secret) => ({ headers: { 'X-Api-Key': { not: secret } } }),
  (secret) => ({ headers: { location: `/next?token=${encodeURIComponent(secret)}` } }),
  (secret) => ({ cookies: { sid: { value: secret } } }),
  (secret) => ({ cookies: { sid: { value: { equals: secret } } } }),
  (secret) => ({ body: { equals: { access_token: secret } } }),
  (secret) => ({ body: { equals: { user: { credentials: [{ a: secret }] } } } }),
  (secret) => ({ body: { equals: JSON.stringify({ access_token: secret }) } }),
  (secret) => ({ body: { equals: `access_token=${encodeURIComponent(secret)}&kind=bearer` } }),
  (secret) => ({ body: { contains: `"password":"${secret}"` } }),
  (secret) => ({ body: { contains: ['a', `token=${encodeURIComponent(secret)}`] } }),
  (secret) => ({ body: { lacks: `"refresh_token": "${secret}"` } }),
  (secret) => ({ body: { json: { '/access_token': secret } } }),
  (secret) => ({ body: { json: { '/user/passwords/0': { equals: secret } } } }),
  (secret) => ({ body: { json: { '/user': { name: 'Ada', password: secret } } } }),
  (secret) => ({ body: { json: { '/credentials/more/0/text': secret } } }),
  (secret) => ({ body: { json: { '': { contains: { token: secret } } } } }),
  (secret) => ({ file: { path: 'a', json: { '/token': secret } } }),
  (secret) => ({ mail: { code: secret } }),
  (secret) => ({ mail: { link: `https://a.example/?code=${encodeURIComponent(secret)}` } }),
  (secret) => ({ webSession: { storage: { '/login/token': secret } } }) as unknown as ExpectSource,
];

describe('secrets of an expectation', () => {
  for (const place of PLACES) {
    const shown = JSON.stringify(place('…'));
    it(`what is expected in ${shown} is a secret, as what comes there is one`, () => {
      for (const secret of [SECRET, JWT_LIKE, '47119942']) {
        assert.ok(expectedSecrets(place(secret)).includes(secret), JSON.stringify(expectedSecrets(place(secret))));
      }
    });
  }

  it('what a file has beside the name of a secret is one, and so is what is expected there', () => {
    const wanted = 'Wanted9secret';
    for (const [file, json] of [
      [{ name: 'password', value: SECRET }, { '/value': wanted }],
      [{ key: 'token', value: SECRET }, { '/value': { equals: wanted } }],
      [['token', SECRET], { '/1': wanted }],
      [{ list: ['password', SECRET] }, { '/list/1': { contains: wanted } }],
      [{ secrets: [SECRET] }, { '/secrets/0': wanted }],
      [{ list: [{ name: 'pin', value: SECRET }] }, { '/list/0/value': wanted }],
      [{ password: SECRET }, { '': { equals: { password: wanted } } }],
      [[{ password: SECRET }], { '': { equals: [{ password: wanted }] } }],
      [{ columns: ['user', 'password'], rows: [['ada', SECRET]] }, { '/rows/0/1': wanted }],
    ] as const) {
      const expect = { file: { path: 'a', json } } as unknown as ExpectSource;
      const found = fileAsFound(expect, () => JSON.stringify(file));
      const secrets = [expect, ...(found ? [found] : [])].flatMap((each) => expectedSecrets(each));
      for (const secret of [SECRET, wanted]) assert.ok(secrets.includes(secret), JSON.stringify([file, json, secrets]));
      assert.ok(!secrets.includes('ada') && !secrets.includes('password'), JSON.stringify(secrets));
    }
  });

  it('pointers of an expectation tell secrets to each other where no file is', () => {
    const expect = { file: { path: 'a', json: { '/name': 'password', '/value': SECRET } } } as const;
    const found = fileAsFound(expect, () => undefined);
    assert.ok(found && expectedSecrets(found).includes(SECRET));
  });

  it('the path of a file has secrets as any loose text', () => {
    for (const path of [`a/password=${SECRET}`, `ada:${SECRET}@h`, `reset/${SECRET}`])
      assert.ok(expectedSecrets({ file: { path } }).includes(SECRET), path);
  });

  it('a number in the place of a secret is one', () => {
    assert.deepEqual(expectedSecrets({ body: { json: { '/pin': 47119942 } } }), ['47119942']);
  });

  it('the name of a secret that the options of the server have chosen counts', () => {
    const expect = { body: { json: { '/opener': SECRET } } };
    assert.deepEqual(expectedSecrets(expect), []);
    assert.deepEqual(expectedSecrets(expect, ['opener']), [SECRET]);
  });

  it('of a pattern only what a match has is a secret', () => {
    const found = (matches: string) => expectedSecrets({ body: { json: { '/token': { matches } } } });
    assert.deepEqual(found(`^${SECRET}$`), [SECRET]);
    assert.deepEqual(found(`^[a-z0-9]{32}${SECRET}\\d+`), [SECRET]);
    assert.deepEqual(found('^sess\\.4711a(?:x|[0-9A-F]{40})'), ['sess.4711a']);
    assert.deepEqual(found('^[0-9a-f]{40}$'), []);
    assert.deepEqual(found('^(?:[\\w-]+\\.){2}[\\w-]+$'), []);
  });

  it('what says nothing of a secret is none', () => {
    const expect: ExpectSource = {
      status: 200,
      headers: { 'content-type': 'text/html', 'set-cookie': { contains: 'HttpOnly' }, location: '/home' },
      cookies: { sid: { set: true, value: { absent: true } } },
      body: {
        contains: 'Signed in as ada',
        lacks: 'error',
        json: { '/status': 'open', '/count': 471199, '/token': { absent: true } },
      },
      cause: 'web.session-expired',
      mail: { to: 'ada@example.com', subject: 'Welcome' },
    };
    assert.deepEqual(expectedSecrets(expect), []);
  });
});
