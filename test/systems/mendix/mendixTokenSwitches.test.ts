import assert from 'node:assert/strict';
import {
  DAY_MS,
  type MendixClient,
  type MendixHarness,
  MINUTE_MS,
  SWEPT_MS,
  setCookie,
  userOf,
  withMendix,
  YEAR_MS,
} from './mendixHarness';

const REMEMBER = { useAuthToken: true };

describe('The switches and settings of the authentication token', () => {
  for (const [minutes, lifeMs] of [
    [1, MINUTE_MS],
    [60, 60 * MINUTE_MS],
    [525_600, YEAR_MS],
  ] as const) {
    it(`HybridAppLoginTimeOut is in minutes: at ${minutes} the token is good for ${lifeMs} ms`, async () => {
      await withMendix({ settings: { 'com.mendix.webui.HybridAppLoginTimeOut': minutes } }, async (server) => {
        const token = await (await server.signedIn(REMEMBER)).cookie('authtoken');
        // A client that has the token alone, and no session.
        const begin = async () => {
          const client = server.client();
          await client.write(`authtoken=${token}; Path=/`);
          return client.start();
        };
        await server.advance(lifeMs - 1);
        assert.equal(userOf(await begin()), 'jane');
        assert.ok((await server.rules()).includes('mendix.session.revived'));
        await server.advance(1);
        assert.match(userOf(await begin()), /^Anonymous_/);
        assert.ok((await server.rules()).includes('mendix.token.refused.expired'));
        assert.deepEqual((await server.user('jane'))?.tokens, []);
      });
    });
  }

  for (const [version, setting, endsMs] of [
    ['11.3.0', { 'com.mendix.webui.AuthTokenTimeout': 60 }, 60 * MINUTE_MS],
    ['11.2.9', { 'com.mendix.webui.AuthTokenTimeout': 60 }, YEAR_MS],
    ['11.3.0', { 'com.mendix.webui.HybridAppLoginTimeOut': 60 }, 60 * MINUTE_MS],
    [
      '11.4.0',
      { 'com.mendix.webui.AuthTokenTimeout': 60, 'com.mendix.webui.HybridAppLoginTimeOut': 5 },
      60 * MINUTE_MS,
    ],
    ['10.9.0', {}, YEAR_MS],
    ['10.9.0', { 'com.mendix.webui.HybridAppLoginTimeOut': -1 }, undefined],
    ['11.3.0', { 'com.mendix.webui.AuthTokenTimeout': -1 }, undefined],
  ] as const) {
    it(`at runtime ${version} with ${JSON.stringify(setting)} a token ${endsMs === undefined ? 'never ends' : `ends after ${endsMs} ms`}`, async () => {
      await withMendix({ runtimeVersion: version, settings: setting }, async (server) => {
        const client = await server.signedIn(REMEMBER);
        const [token] = (await server.user('jane'))?.tokens ?? [];
        if (endsMs !== undefined) {
          assert.equal(Date.parse(token?.expiresAt ?? '') - Date.parse(token?.createdAt ?? ''), endsMs);
          return;
        }
        assert.equal(token?.expiresAt, undefined);
        await server.advance(50 * YEAR_MS);
        assert.equal(userOf(await client.start()), 'jane');
      });
    });
  }

  for (const [setting, endsMs] of [
    [{}, undefined],
    [{ 'com.mendix.webui.HybridAppLoginTimeOut': -1 }, undefined],
    [{ 'com.mendix.webui.HybridAppLoginTimeOut': 60 }, 60 * MINUTE_MS],
  ] as const) {
    it(`before 10.9 with ${JSON.stringify(setting)} a token on the device ${endsMs === undefined ? 'never ends' : `ends after ${endsMs} ms`}`, async () => {
      await withMendix({ runtimeVersion: '10.8.3', settings: setting }, async (server) => {
        const { token } = (await server.client().login('jane', 'example', { shouldgeneratetoken: true })).json;
        const byToken = () => server.client().login('jane', undefined, { token });
        await server.advance((endsMs ?? 50 * YEAR_MS) - 1);
        assert.equal((await byToken()).status, 200);
        await server.advance(1);
        assert.equal((await byToken()).status, endsMs === undefined ? 200 : 401);
      });
    });
  }

  it('a token that is made to expire by hand is refused as one whose time is over, and others go on', async () => {
    await withMendix({}, async (server) => {
      const [client, other] = [await server.signedIn(REMEMBER), await server.signedIn(REMEMBER)];
      const [token] = (await server.session('jane'))?.tokens ?? [];
      assert.equal((await server.control.post(`/mendix/tokens/${token?.id}/expire`)).status, 204);
      assert.equal((await server.control.post(`/mendix/tokens/${token?.id}/expire`)).status, 404);
      assert.equal((await client.data()).status, 200, 'the session goes on');
      await server.advance(SWEPT_MS);
      assert.match(userOf(await client.start()), /^Anonymous_/);
      assert.ok((await server.rules()).includes('mendix.token.refused.expired'));
      assert.equal(userOf(await other.start()), 'jane');
    });
  });

  it('the switch tokenTimeoutUnit changes the unit', async () => {
    const settings = { 'com.mendix.webui.HybridAppLoginTimeOut': 90 };
    await withMendix({ settings, switches: { tokenTimeoutUnit: 'seconds' } }, async (server) => {
      await server.signedIn(REMEMBER);
      await server.advance(90_000);
      assert.deepEqual((await server.user('jane'))?.tokens, []);
    });
  });

  it('with rotateToken each revival gives a new token, the one before is refused, and of two browsers with the same token at once one is signed in', async () => {
    await withMendix({ switches: { rotateToken: true } }, async (server) => {
      const client = await server.signedIn(REMEMBER);
      const first = await client.cookie('authtoken');
      const thief = await client.copy();
      await server.advance(SWEPT_MS);
      const answer = await client.start();
      assert.equal(userOf(answer), 'jane');
      assert.notEqual(await client.cookie('authtoken'), first);
      assert.match(userOf(await thief.start()), /^Anonymous_/);
      assert.ok((await server.rules()).includes('mendix.token.refused.used'));
      await server.advance(SWEPT_MS);
      const browsers = [await client.copy(), await client.copy()];
      const users = (await Promise.all(browsers.map((browser) => browser.start()))).map(userOf);
      assert.equal(users.filter((user) => user === 'jane').length, 1);
    });
  });

  for (const [name, value, act] of [
    ['logoutEndsToken', false, async (client) => void (await client.xas('logout'))],
    [
      'passwordEndsTokens',
      false,
      async (_client, server) => void (await server.patchUser('jane', { password: 'new' })),
    ],
    ['blockedTokenRevives', true, async (_client, server) => void (await server.patchUser('jane', { blocked: true }))],
    ['dataCallRevives', false, async (client) => void (await client.data())],
    ['matchUserAgent', true, async () => {}],
  ] as [string, boolean, (client: MendixClient, server: MendixHarness) => Promise<void>][]) {
    it(`with ${name} ${value} the token still makes a session afterwards`, async () => {
      await withMendix({ switches: { [name]: value } }, async (server) => {
        const client = await server.signedIn(REMEMBER);
        await server.advance(SWEPT_MS);
        await act(client, server);
        const before = await server.session('jane');
        assert.equal(before, undefined, 'there is no session before get_session_data');
        assert.equal(userOf(await client.start()), 'jane');
      });
    });
  }

  it('with matchUserAgent a token is good for the user agent alone that it was made for', async () => {
    await withMendix({ switches: { matchUserAgent: true } }, async (server) => {
      const client = await server.signedIn(REMEMBER);
      const other = server.client('curl/8');
      await other.write(`authtoken=${await client.cookie('authtoken')}; Path=/`);
      assert.match(userOf(await other.start()), /^Anonymous_/);
      assert.ok((await server.rules()).includes('mendix.token.refused.user-agent'));
    });
  });

  const MAY_BE_GOOD_AGAIN: Readonly<Record<string, { switches: object; refuse: object; again: object }>> = {
    'is inactive': {
      switches: { inactiveEndsSessions: false },
      refuse: { active: false },
      again: { active: true },
    },
    'is blocked': {
      switches: {},
      refuse: { blocked: true },
      again: { blocked: false },
    },
  };
  for (const [what, { switches, refuse, again }] of Object.entries(MAY_BE_GOOD_AGAIN)) {
    it(`the cookie of a token whose user ${what} stays, and is good again afterwards`, async () => {
      await withMendix({ switches }, async (server) => {
        const client = await server.signedIn(REMEMBER);
        await server.advance(SWEPT_MS);
        await server.patchUser('jane', refuse);
        assert.match(userOf(await client.start()), /^Anonymous_/);
        await server.patchUser('jane', again);
        assert.equal(userOf(await client.start()), 'jane');
      });
    });
  }

  it('the cookie of a token that another user agent showed stays, and is good for the right one afterwards', async () => {
    await withMendix({ switches: { matchUserAgent: true } }, async (server) => {
      const client = await server.signedIn(REMEMBER);
      await server.advance(SWEPT_MS);
      const other = await client.xas('get_session_data', {}, { 'user-agent': 'Another' });
      assert.match(userOf(other), /^Anonymous_/);
      assert.equal(userOf(await client.start()), 'jane');
    });
  });

  it('with inactiveEndsSessions false an inactive user keeps session and token, and the token makes no session', async () => {
    await withMendix({ switches: { inactiveEndsSessions: false } }, async (server) => {
      const client = await server.signedIn(REMEMBER);
      await server.patchUser('jane', { active: false });
      assert.equal((await client.data()).status, 200);
      await server.advance(SWEPT_MS);
      assert.match(userOf(await client.start()), /^Anonymous_/);
      assert.ok((await server.rules()).includes('mendix.token.refused.inactive-user'));
      assert.equal((await server.user('jane'))?.tokens.length, 1);
    });
  });

  it('with loginEndsToken false another login of the same client leaves the token before', async () => {
    await withMendix({ switches: { loginEndsToken: false } }, async (server) => {
      const client = await server.signedIn(REMEMBER);
      await client.login('john', 'sample', { useAuthToken: false });
      await server.advance(SWEPT_MS);
      assert.equal(userOf(await client.start()), 'jane');
    });
  });

  it('with loginHtmlTokens who signs in at login.html is remembered', async () => {
    await withMendix({ switches: { loginHtmlTokens: true } }, async (server) => {
      const answer = await server
        .client()
        .xas(
          'login',
          { username: 'jane', password: 'example', useAuthToken: true },
          { referer: `${server.url}/login.html` },
        );
      assert.ok(setCookie(answer, 'useAuthToken'));
    });
  });

  it('a year of days with a visit each day: the token goes on to its end, whatever the sessions do', async () => {
    await withMendix({}, async (server) => {
      const client = await server.signedIn(REMEMBER);
      for (let day = 1; day < 365; day++) {
        await server.advance(DAY_MS);
        assert.equal(userOf(await client.start()), 'jane', `day ${day}`);
      }
      await server.advance(DAY_MS);
      assert.match(userOf(await client.start()), /^Anonymous_/);
    });
  });
});
