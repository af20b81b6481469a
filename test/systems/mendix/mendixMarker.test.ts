import assert from 'node:assert/strict';
import { type MendixClient, mendixServer, SWEPT_MS, setCookie, TIMEOUT_MS, userOf, withMendix } from './mendixHarness';

const REMEMBER = { useAuthToken: true };

/** Markers that no login of their session has set: whose they are, the wish of the login, and the value. */
const MARKERS = [
  ['a login that wished none', { useAuthToken: false }, 'true'],
  ['a login that left it to an online profile', {}, 'true'],
  ['a value that the server never sets', REMEMBER, 'false'],
  ['another value that the server never sets', REMEMBER, 'TRUE'],
] as const;

describe('The cookie useAuthToken with markerCounts always', () => {
  const server = mendixServer();
  const tokens = async () => (await server().user('jane'))?.tokens.length;

  it('a client that asks again with the marker, as the answer was lost, gets a token, and comes back with it', async () => {
    const client = server().client();
    await client.login('jane', 'example', REMEMBER);
    const lost = await client.copy();
    await lost.start();
    assert.equal(await client.cookie('authtoken'), undefined);
    assert.ok(setCookie(await client.start(), 'authtoken'));
    assert.ok((await server().rules()).includes('mendix.marker.there'));
    await server().advance(SWEPT_MS);
    assert.equal(userOf(await client.start()), 'jane');
  });

  for (const [what, login, marker] of MARKERS) {
    it(`the marker of ${what} is taken away, and makes a token as it is there`, async () => {
      const client = server().client();
      await client.login('jane', 'example', login);
      await client.write(`useAuthToken=${marker}; Path=/`);
      assert.match(setCookie(await client.start(), 'useAuthToken') ?? '', /Max-Age=0/);
      assert.equal(await tokens(), 1);
      assert.ok(await client.cookie('authtoken'));
    });
  }

  it('the marker makes a token in a session that a token has made, and none after a new password', async () => {
    await server().patchUser('jane', { password: 'another' });
    const client = server().client();
    await client.login('jane', 'another', REMEMBER);
    await client.start();
    await server().advance(SWEPT_MS);
    await client.start();
    await client.write('useAuthToken=true; Path=/');
    await client.start();
    assert.equal(await tokens(), 2);
    await server().patchUser('jane', { password: 'third' });
    await client.write('useAuthToken=true; Path=/');
    await client.start();
    assert.ok((await server().rules()).includes('mendix.token.not-made.password'));
    assert.equal(await tokens(), 0);
  });

  it('the marker makes no token for an anonymous user', async () => {
    const client = server().client();
    await client.write('useAuthToken=true; Path=/');
    assert.equal(setCookie(await client.start(), 'authtoken'), undefined);
    assert.ok((await server().rules()).includes('mendix.marker.useless'));
  });
});

describe('The cookie useAuthToken with markerCounts once', () => {
  const server = mendixServer({ switches: { markerCounts: 'once' } });
  const tokens = async () => (await server().user('jane'))?.tokens.length;

  it('get_session_data makes one token for one login, however many come with the marker, one after the other or at once', async () => {
    const client = server().client();
    await client.login('jane', 'example', REMEMBER);
    const tabs = await Promise.all([1, 2, 3, 4].map(() => client.copy()));
    const answers = await Promise.all(tabs.map((tab) => tab.start()));
    assert.deepEqual(answers.map(userOf), ['jane', 'jane', 'jane', 'jane']);
    assert.equal(answers.filter((answer) => setCookie(answer, 'authtoken')).length, 1);
    for (const answer of answers) assert.match(setCookie(answer, 'useAuthToken') ?? '', /Max-Age=0/);
    for (let count = 0; count < 20; count++) {
      await client.write('useAuthToken=true; Path=/');
      await client.start();
      assert.ok((await server().rules()).includes('mendix.marker.unknown'));
    }
    assert.equal(await tokens(), 1);
    assert.equal((await server().session('jane'))?.tokens.length, 1);
  });

  for (const [what, login, marker] of MARKERS) {
    it(`the marker of ${what} is taken away, and makes no token`, async () => {
      const client = server().client();
      await client.login('jane', 'example', login);
      await client.write(`useAuthToken=${marker}; Path=/`);
      assert.match(setCookie(await client.start(), 'useAuthToken') ?? '', /Max-Age=0/);
      assert.ok((await server().rules()).includes('mendix.marker.unknown'));
      assert.deepEqual([await tokens(), await client.cookie('authtoken')], [0, undefined]);
    });
  }

  it('a login that wishes no token takes back the wish of the login before', async () => {
    const client = server().client();
    await client.login('jane', 'example', REMEMBER);
    const answer = await client.login('jane', 'example', { useAuthToken: false }, 'login2');
    assert.match(setCookie(answer, 'useAuthToken') ?? '', /Max-Age=0/);
    await client.write('useAuthToken=true; Path=/');
    await client.start();
    assert.deepEqual([await tokens(), await client.cookie('authtoken')], [0, undefined]);
  });

  it('a marker counts in the session of its login alone', async () => {
    const client = server().client();
    await client.login('jane', 'example', REMEMBER);
    const other = await server().signedIn();
    await other.write('useAuthToken=true; Path=/');
    await other.start();
    assert.equal(await tokens(), 0);
    await client.start();
    assert.equal(await tokens(), 1);
  });

  it('the wish of a login is part of a snapshot, and the server that takes it makes the token', async () => {
    const client = server().client();
    await client.login('jane', 'example', REMEMBER);
    const snapshot = (await server().control.get('/snapshot')).json;
    await client.start();
    assert.equal((await server().control.call('PUT', '/snapshot', snapshot)).status, 204);
    assert.equal(await tokens(), 0);
    await client.write('useAuthToken=true; Path=/');
    await client.start();
    assert.equal(await tokens(), 1);
  });
});

describe('The token on the device', () => {
  const server = mendixServer();

  /** A token for the device, and an app that has signed in with it. */
  const app = async (wish: object = {}): Promise<{ token: string; client: MendixClient }> => {
    const old = server().client();
    await old.start({ profile: 'NativePhone' });
    const params = { shouldgeneratetoken: true, useAuthToken: false };
    const { token } = (await old.login('jane', 'example', params)).json;
    const client = server().client();
    await client.start({ profile: 'NativePhone' });
    assert.equal((await client.login('jane', undefined, { token, ...wish })).status, 200);
    await client.start({ profile: 'NativePhone' });
    return { token, client };
  };
  const signsIn = async (token: string) => (await server().client().xas('login', { token })).status === 200;

  for (const [what, wish] of [
    ['it was moved to the cookie', {}],
    ['it was not moved to the cookie', { useAuthToken: false }],
  ] as const) {
    it(`a logout ends the token on the device whose session it ends, when ${what}`, async () => {
      const { token, client } = await app(wish);
      const kinds = (await server().session('jane'))?.tokens.map(({ kind }) => kind);
      assert.ok(kinds?.includes('device'));
      assert.ok(await signsIn(token));
      await client.xas('logout');
      assert.equal(await signsIn(token), false);
      assert.ok((await server().rules()).includes('mendix.token.refused.logout'));
      assert.deepEqual((await server().user('jane'))?.tokens, []);
    });
  }

  it('a logout ends the token on the device after its session is over, too, by way of the cookie that came in its place', async () => {
    for (const revives of [true, false]) {
      const { token, client } = await app();
      await server().advance(86_400_000);
      if (revives) assert.equal(userOf(await client.start()), 'jane');
      await client.xas('logout');
      assert.equal(await signsIn(token), false, String(revives));
    }
  });

  for (const gap of ['refuse', 'revive'] as const) {
    it(`with gap ${gap} a logout between idle limit and sweep ends the session and the token on the device`, async () => {
      await withMendix({ switches: { gap } }, async (other) => {
        const old = other.client();
        await old.start({ profile: 'NativePhone' });
        const { token } = (await old.login('jane', 'example', { shouldgeneratetoken: true, useAuthToken: false })).json;
        await other.advance(TIMEOUT_MS);
        assert.equal((await other.session('jane'))?.state, 'expired, not yet swept');
        await old.xas('logout');
        assert.equal((await other.rules()).includes('mendix.logout.expired'), gap === 'refuse');
        assert.equal(await other.session('jane'), undefined);
        assert.equal((await other.client().xas('login', { token })).status, 401);
        assert.ok((await other.rules()).includes('mendix.token.refused.logout'));
      });
    });
  }

  it('a token on the device with the name of another user is refused as that', async () => {
    const { token } = await app();
    assert.equal((await server().client().xas('login', { token, username: 'john' })).status, 401);
    assert.ok((await server().rules()).includes('mendix.token.refused.other-user'));
    assert.ok(await signsIn(token));
  });

  it('a login of another user in the app ends the token of the cookie, and leaves that on the device', async () => {
    const { token, client } = await app();
    await client.login('john', 'sample');
    assert.ok(await signsIn(token));
  });

  it('a token is good in the place of its kind alone', async () => {
    const { token, client } = await app();
    const cookie = (await client.cookie('authtoken')) ?? '';
    const thief = server().client();
    await thief.write(`authtoken=${token}; Path=/`);
    const answer = await thief.start();
    assert.match(userOf(answer), /^Anonymous_/);
    assert.match(setCookie(answer, 'authtoken') ?? '', /Max-Age=0/);
    assert.ok((await server().rules()).includes('mendix.token.refused.kind'));
    assert.equal(await signsIn(cookie), false);
    assert.ok((await server().rules()).includes('mendix.token.refused.kind'));
    await thief.write(`authtoken=${token}; Path=/`);
    await thief.xas('logout');
    assert.ok(await signsIn(token), 'a logout ends no token that is in the wrong place');
  });
});
