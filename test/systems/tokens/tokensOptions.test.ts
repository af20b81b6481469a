import assert from 'node:assert/strict';
import { OptionsError } from '../../../src/core/server/optionsError';
import { DEFAULT_PATHS } from '../../../src/core/systems/tokens/tokensPaths';
import type { ServerOptions } from '../../../src/server/kernel/options/options';
import { checkedOptions } from '../../../src/server/kernel/options/optionsCheck';
import { assertSystemOptions } from '../../../src/server/systemOptions';
import { SYSTEMS } from '../../../src/server/systems';
import { DEFAULT_FIELDS } from '../../../src/server/systems/tokens/tokensOptions';

const USER = { name: 'ada', password: 'example' };
const CLIENT = { clientId: 'app', redirectUris: ['com.example.app:/callback'] };

/** What cannot work, and the words by which a person finds it. */
const REFUSED: Readonly<Record<string, readonly [options: object, words: RegExp]>> = {
  'two users with one name': [{ users: [USER, USER] }, /“tokens\.users\.1” has the name of “tokens\.users\.0”/],
  'two clients with one id': [
    { clients: [CLIENT, CLIENT] },
    /“tokens\.clients\.1” has the name of “tokens\.clients\.0”/,
  ],
  'half a character in a name': [{ users: [{ ...USER, name: '\ud800' }] }, /half of a surrogate pair/],
  'a name of 201 characters': [
    { users: [{ ...USER, name: 'a'.repeat(201) }] },
    /“tokens\.users\.0\.name” must have no more than 200 characters$/,
  ],
  'a password of 1001 characters': [
    { users: [{ ...USER, password: 'p'.repeat(1001) }] },
    /“tokens\.users\.0\.password” must have no more than 1,?000 characters$/,
  ],
  'a redirect of 2001 characters': [
    { clients: [{ ...CLIENT, redirectUris: [`com.a:/${'x'.repeat(2000)}`] }] },
    /“tokens\.clients\.0\.redirectUris\.0” must have no more than 2,?000 characters$/,
  ],
  'a path of 201 characters': [
    { paths: { me: `/${'x'.repeat(200)}` } },
    /“tokens\.paths\.me” must have no more than 200 characters$/,
  ],
  'a name that is a step of a path': [
    { users: [USER, { ...USER, name: '..' }] },
    /“tokens\.users\.1\.name” is “\.\.”, which no path can have as a name; give another one$/,
  ],
  'a name that is the first step of a path': [{ users: [{ ...USER, name: '.' }] }, /“tokens\.users\.0\.name” is “\.”/],
  'a client without a redirect': [
    { clients: [{ ...CLIENT, redirectUris: [] }] },
    /“tokens\.clients\.0\.redirectUris” must have at least one item$/,
  ],
  'a redirect that is a pattern': [
    { clients: [{ ...CLIENT, redirectUris: ['https://*.example/cb'] }] },
    /“tokens\.clients\.0\.redirectUris\.0” is “https:\/\/\*\.example\/cb”, but there are no patterns/,
  ],
  'a redirect with a parameter of the answer': [
    { clients: [CLIENT, { clientId: 'b', redirectUris: ['com.b:/cb', 'com.b:/cb?a=b&state=x'] }] },
    /“tokens\.clients\.1\.redirectUris\.1” is “com\.b:\/cb\?a=b&state=x”, whose query has “state”/,
  ],
  'a client with the client_id of the form of the app': [
    { clients: [{ ...CLIENT, clientId: 'own-form' }] },
    /“tokens\.clients\.0\.clientId” is “own-form”, which is the client_id of sign-ins by the app's own form/,
  ],
  'an idle end after the absolute end': [
    { refreshIdleSeconds: 100, refreshAbsoluteSeconds: 10 },
    /“tokens\.refreshIdleSeconds” is 100 and longer than “tokens\.refreshAbsoluteSeconds”, which is 10/,
  ],
  'an idle end after the absolute end of the preset': [
    { preset: 'fintech', refreshIdleSeconds: 86_400 },
    /longer than “tokens\.refreshAbsoluteSeconds”, which is 43200/,
  ],
  'no time at all': [{ accessTokenSeconds: 0 }, /tokens\.accessTokenSeconds/],
  'more than a hundred years': [{ refreshAbsoluteSeconds: 36_500 * 86_400 + 1 }, /tokens\.refreshAbsoluteSeconds/],
  'one path for two routes': [{ paths: { login: '/api/me' } }, /“tokens\.paths\.me” is “\/api\/me”, which is “tokens/],
  'a path where a session would be ended': [
    { paths: { logout: '/api/sessions/end' } },
    /“tokens\.paths\.logout” is “\/api\/sessions\/end”, where a session with the id “end”/,
  ],
  'a path that clients shorten': [{ paths: { me: '/api/../me' } }, /“tokens\.paths\.me” .* clients would shorten/],
  'a path with a parameter': [{ paths: { me: '/api/:me' } }, /tokens\.paths\.me/],
  'one member for two values': [
    { fields: { access_token: 'token', refresh_token: 'token' } },
    /“tokens\.fields\.refresh_token” is “token”, which is “tokens\.fields\.access_token” already/,
  ],
  'a member that no body may have': [
    { fields: { username: '__proto__' } },
    /“tokens\.fields\.username” must not be “__proto/,
  ],
  'an issuer that is no address': [
    { issuer: 'https://x.example:99999' },
    /“tokens\.issuer” is “https:\/\/x\.example:99999”, which is no address; give one such as/,
  ],
  'an issuer without a host': [{ issuer: 'http://:80' }, /“tokens\.issuer” is “http:\/\/:80”, which is no address/],
  'an issuer with a name and a password': [
    { issuer: 'http://u:hush@x/' },
    /^“tokens\.issuer” has a name or a password before its host(?!.*hush)/,
  ],
  'an issuer that clients write in another way': [
    { issuer: 'http://x.example/a/../c' },
    /which clients write as “http:\/\/x\.example\/c”/,
  ],
  'an issuer with upper case in its host': [{ issuer: 'https://X.example' }, /write as “https:\/\/x\.example\/”/],
  'an issuer with the usual port': [{ issuer: 'https://x.example:443' }, /write as “https:\/\/x\.example\/”/],
  'an issuer with letters that a URL encodes': [{ issuer: 'http://x.example/é' }, /write as .*%C3%A9/],
  'an issuer with an encoded letter': [{ issuer: 'http://x.example/%C3%A9' }, /its path can have letters, digits/],
  'an issuer with a wildcard': [{ issuer: 'http://x.example/*' }, /its path can have letters, digits/],
  'an issuer with an empty part': [{ issuer: 'http://x.example/a//b' }, /and no empty part/],
  'a route where the metadata of the issuer stands': [
    { issuer: 'http://127.0.0.1/api', paths: { metadata: '/meta', me: '/meta/api' } },
    /“tokens\.paths\.me” is “\/meta\/api”, but clients look for the metadata of “tokens\.issuer” at “\/meta\/api”/,
  ],
  'sessions that would be ended where the metadata of the issuer stands': [
    { issuer: 'http://127.0.0.1/a/b', paths: { metadata: '/meta', sessions: '/meta/a' } },
    /“tokens\.paths\.sessions” is “\/meta\/a”, but clients look for/,
  ],
  'an issuer with a query': [{ issuer: 'https://login.example.com?a=b' }, /tokens\.issuer/],
  'an option that there is not': [{ lifetime: 1 }, /lifetime/],
};

describe('the options of the token server', () => {
  for (const [what, [tokens, words]] of Object.entries(REFUSED)) {
    it(`${what} is refused before the server starts, with words that name it`, async () => {
      await assert.rejects(
        async () => check(checkedOptions({ tokens })),
        (error: Error) => error instanceof OptionsError && words.test(error.message),
      );
    });
  }

  it('empty lists are told, as nobody can sign in with them', async () => {
    const lines: string[] = [];
    await assertSystemOptions(checkedOptions({ tokens: { users: [], clients: [] } }), SYSTEMS, (line) => {
      lines.push(line);
    });
    assert.deepEqual(
      lines.map((line) => /^“(.*?)” is empty/.exec(line)?.[1]),
      ['tokens.users', 'tokens.clients'],
    );
  });

  it('each path and each member may have another name', async () => {
    const renamed = (names: object, prefix: string) =>
      Object.fromEntries(Object.keys(names).map((name) => [name, `${prefix}${name}`]));
    await check(
      checkedOptions({ tokens: { paths: renamed(DEFAULT_PATHS, '/own/'), fields: renamed(DEFAULT_FIELDS, 'x_') } }),
    );
  });

  it('true takes all defaults, and false is as if it were not there', async () => {
    assert.deepEqual(checkedOptions({ tokens: true }), { tokens: {} });
    assert.deepEqual(checkedOptions({ tokens: false }), {});
    await check(checkedOptions({ tokens: true }));
  });
});

async function check(options: ServerOptions): Promise<void> {
  await assertSystemOptions(options, SYSTEMS, () => {});
}
