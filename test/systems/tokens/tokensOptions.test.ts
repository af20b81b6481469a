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
    /“tokens\.clients\.0\.redirectUris” must have 1 item or more$/,
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
