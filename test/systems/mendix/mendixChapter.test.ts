import assert from 'node:assert/strict';
import { mendixServer, SWEPT_MS, setCookie, userOf, YEAR_MS } from './mendixHarness';

const SIGN_IN = { username: 'jane', password: 'example' };
/** How a client of a kind asks for a token: an online one by its wish, an offline one by its profile. */
const REMEMBERED = {
  online: { profile: 'Responsive', wish: { useAuthToken: true } },
  offline: { profile: 'PhoneOffline', wish: {} },
} as const;

/** Sentences of Mendix's chapter that need a test of their own (docs/mendix.md#which-sentence-is-proved-where). */
describe('What the chapter on sessions of Mendix promises', () => {
  const server = mendixServer();

  for (const [kind, { profile, wish }] of Object.entries(REMEMBERED)) {
    it(`an ${kind} client is remembered to the last millisecond of a year, and no longer`, async () => {
      const client = await server().signedIn(wish, profile);
      await server().advance(YEAR_MS - 1);
      const last = await client.copy();
      assert.equal(userOf(await last.start({ profile })), 'jane');
      assert.ok((await server().rules()).includes('mendix.session.revived'));
      await server().advance(1);
      assert.match(userOf(await client.start({ profile })), /^Anonymous_/);
      assert.ok((await server().rules()).includes('mendix.token.refused.expired'));
    });
  }

  it('an offline client, which is remembered unless it says no, is not remembered when its wish is false', async () => {
    for (const wish of [{}, { useAuthToken: false }]) {
      const client = await server().signedIn(wish, 'PhoneOffline');
      assert.equal((await client.cookie('authtoken')) !== undefined, !('useAuthToken' in wish));
      await server().advance(SWEPT_MS);
      assert.equal(userOf(await client.start({ profile: 'PhoneOffline' })) === 'jane', !('useAuthToken' in wish));
      await client.xas('logout');
    }
  });

  it('get_session_data makes a token when the marker comes with it, and none for a client that has lost the marker', async () => {
    for (const isLost of [false, true]) {
      const client = server().client();
      const login = await client.login('jane', 'example', { useAuthToken: true });
      assert.ok(setCookie(login, 'useAuthToken'));
      if (isLost) await client.write('useAuthToken=; Path=/; Max-Age=0');
      const answer = await client.start();
      assert.equal(userOf(answer), 'jane');
      assert.equal(setCookie(answer, 'authtoken') !== undefined, !isLost);
      assert.equal((await server().rules()).includes('mendix.token.created'), !isLost);
    }
  });

  it('a sign-in page that is modelled makes use of the token, and the same sign-in at login.html does not', async () => {
    for (const [page, isRemembered] of [
      ['/', true],
      ['/login.html', false],
    ] as const) {
      const client = server().client();
      const params = { ...SIGN_IN, useAuthToken: true };
      const headers = { referer: server().url + page };
      assert.equal((await client.xas('login', params, headers)).status, 200);
      await client.start();
      await server().advance(SWEPT_MS);
      assert.equal(userOf(await client.start()) === 'jane', isRemembered, page);
    }
  });
});
