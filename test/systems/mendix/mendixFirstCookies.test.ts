import assert from 'node:assert/strict';
import { call } from '../../server/httpCall';
import { type MendixClient, MINUTE_MS, mendixServer, SWEPT_MS, setCookie, userOf, withMendix } from './mendixHarness';

const REMEMBER = { useAuthToken: true };
const FROM_ELSEWHERE = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
const FIRST = ['DeviceType', 'Profile', 'SessionTimeZoneOffset', 'XASSESSIONID', 'xasid'];

describe('The first cookies of a Mendix client', () => {
  const server = mendixServer();

  for (const [path, status, brings] of [
    ['/', 200, true],
    ['/link/order/1', 303, true],
    ['/login.html', 200, false],
  ] as const) {
    it(`${path} brings a new client ${brings ? 'the first cookies, and the page then finds the session that came with them' : 'no cookies'}`, async () => {
      const client = server().client();
      assert.equal((await client.visit(path)).status, status);
      assert.deepEqual(await client.cookies(), brings ? FIRST : []);
      assert.equal((await server().sessions()).length, brings ? 1 : 0);
      const answer = await client.start();
      assert.equal((await server().sessions()).length, 1);
      assert.equal((await server().rules()).includes('mendix.session.live'), brings);
      assert.match(userOf(answer), /^Anonymous_/);
    });

    it(`${path} leaves a client that is signed in as it is`, async () => {
      const client = await server().signedIn(REMEMBER);
      const before = await client.cookies();
      const session = await client.cookie('XASSESSIONID');
      assert.equal((await client.visit(path)).headers['set-cookie'], undefined);
      assert.deepEqual([await client.cookies(), await client.cookie('XASSESSIONID')], [before, session]);
      assert.equal(userOf(await client.start()), 'jane');
    });
  }

  it('without anonymous users the first page describes the client, and makes no session', async () => {
    await withMendix({ anonymous: false }, async (other) => {
      const client = other.client();
      await client.visit('/');
      assert.deepEqual(await client.cookies(), ['DeviceType', 'Profile', 'SessionTimeZoneOffset']);
      assert.deepEqual(await other.sessions(), []);
    });
  });

  for (const path of ['/', '/link/order/1']) {
    for (const [state, come] of [
      ['signed in and remembered', async () => server().signedIn(REMEMBER)],
      ['signed in and not remembered', async () => server().signedIn()],
      ['anonymous', async () => starting()],
      [
        'remembered, with a session that is over',
        async () => {
          const client = await server().signedIn(REMEMBER);
          await server().advance(SWEPT_MS);
          return client;
        },
      ],
    ] as [string, () => Promise<MendixClient>][]) {
      it(`a link on another site to ${path} changes nothing for a client that is ${state}`, async () => {
        const client = await come();
        const before = await Promise.all(['XASSESSIONID', 'Profile', 'authtoken'].map((name) => client.cookie(name)));
        const sessions = await server().sessions();
        const answer = await client.visit(path, FROM_ELSEWHERE);
        assert.equal(setCookie(answer, 'originURI'), 'originURI=/login.html; Path=/; SameSite=Strict');
        assert.equal(answer.headers['set-cookie']?.length, 1);
        assert.deepEqual(
          await Promise.all(['XASSESSIONID', 'Profile', 'authtoken'].map((name) => client.cookie(name))),
          before,
        );
        assert.deepEqual(await server().sessions(), sessions);
        assert.ok((await server().rules()).includes('mendix.cross-site.wait'));
        const again = userOf(await client.start());
        if (state === 'anonymous') assert.equal(again, sessions[0]?.user);
        else assert.equal(again, 'jane');
      });
    }
  }

  const starting = async () => {
    const client = server().client();
    await client.start();
    return client;
  };

  it('a client that has nothing and follows a link on another site gets its session from the page that follows', async () => {
    const client = server().client();
    await client.visit('/link/order/1', FROM_ELSEWHERE);
    assert.deepEqual(await client.cookies(), ['originURI']);
    await client.visit('/', FROM_ELSEWHERE);
    assert.deepEqual(await server().sessions(), []);
    assert.match(userOf(await client.start()), /^Anonymous_/);
    assert.equal((await client.data()).status, 200);
  });

  for (const [what, headers, waits] of [
    ['a referrer of another site', { referer: 'http://elsewhere.example/' }, true],
    ['a referrer of the same site', { referer: 'http://127.0.0.1:1/page' }, false],
    ['no referrer, as from a mail', {}, false],
    ['a browser that says that nobody led there', { 'sec-fetch-site': 'none', referer: 'http://e.example/' }, false],
    ['a browser that says that it is the same site', { 'sec-fetch-site': 'same-site' }, false],
    ['a cookie that is not of the runtime', { ...FROM_ELSEWHERE, cookie: 'other=1' }, true],
    ['a cookie of the runtime', { ...FROM_ELSEWHERE, cookie: 'DeviceType=Phone' }, false],
    ...['originURI=/login.html', 'OfflineLogout=true', 'clear_cache=1', 'mx-cookie-test=1'].map(
      (cookie) => [`${cookie}, which scripts write without SameSite,`, { ...FROM_ELSEWHERE, cookie }, true] as const,
    ),
  ] as const) {
    it(`a link with ${what} ${waits ? 'leaves the session to the page' : 'makes a session'}`, async () => {
      const client = server().client();
      const answer = await client.visit('/link/order/1', headers);
      assert.equal(setCookie(answer, 'XASSESSIONID') === undefined, waits);
      assert.equal((await server().sessions()).length, waits ? 0 : 1);
    });
  }

  for (const crossSiteLink of ['wait', 'session'] as const) {
    it(`with crossSiteLink ${crossSiteLink} a logout while offline waits for a request that has the session with it`, async () => {
      await withMendix({ switches: { crossSiteLink } }, async (other) => {
        const client = await other.signedIn(REMEMBER);
        await client.write('OfflineLogout=true; Path=/');
        const answer = await client.visit('/link/order/1', { ...FROM_ELSEWHERE, cookie: 'OfflineLogout=true' });
        assert.equal(setCookie(answer, 'OfflineLogout'), undefined);
        assert.equal((await other.user('jane'))?.tokens.length, 1);
        assert.match(userOf(await client.start()), /^Anonymous_/);
        assert.deepEqual((await other.user('jane'))?.tokens, []);
      });
    });
  }

  for (const params of [{}, undefined, { profile: '' }]) {
    it(`a reload with ${JSON.stringify(params) ?? 'no parameters'} leaves what the client has told of itself`, async () => {
      const client = server().client();
      await client.start({ profile: 'Phone', deviceType: 'Phone', timezoneoffset: -120 });
      const told = () =>
        Promise.all(['Profile', 'DeviceType', 'SessionTimeZoneOffset'].map((name) => client.cookie(name)));
      assert.deepEqual(await told(), ['Phone', 'Phone', '-120']);
      await client.xas('get_session_data', params);
      assert.deepEqual(await told(), ['Phone', 'Phone', '-120']);
      await client.xas('get_session_data', { deviceType: 'Tablet', timezoneoffset: 60 });
      assert.deepEqual(await told(), ['Phone', 'Tablet', '60']);
    });
  }

  for (const [sameSite, frames] of [
    ['Strict', "'self'"],
    ['Lax', "'self'"],
    ['None', '*'],
  ] as const) {
    it(`with SameSiteCookies ${sameSite} the page may be in a frame of ${frames === '*' ? 'any site' : 'its own site'}`, async () => {
      await withMendix({ settings: { 'com.mendix.core.SameSiteCookies': sameSite } }, async (other) => {
        const policy = String((await other.client().visit('/')).headers['content-security-policy']);
        assert.ok(policy.includes(`frame-ancestors ${frames};`), policy);
      });
    });
  }

  for (const [name, options] of [
    ['crossSiteLink session', { switches: { crossSiteLink: 'session' } }],
    ['SameSiteCookies Lax', { settings: { 'com.mendix.core.SameSiteCookies': 'Lax' } }],
  ] as const) {
    it(`with ${name} a link on another site that comes without cookies makes a session at once`, async () => {
      await withMendix(options, async (other) => {
        const answer = await other.client().visit('/link/order/1', FROM_ELSEWHERE);
        assert.ok(setCookie(answer, 'XASSESSIONID'));
        assert.equal((await other.sessions()).length, 1);
      });
    });
  }

  for (const [value, ends] of [
    ['true', true],
    ['1', true],
    ['yes', true],
    ['false', false],
    ['False', false],
    ['0', false],
  ] as const) {
    for (const [way, act] of [
      ['a deep link', (client: MendixClient) => client.visit('/link/order/1')],
      ['a data call', (client: MendixClient) => client.data()],
      ['get_session_data', (client: MendixClient) => client.xas('get_session_data', {})],
    ] as const) {
      it(`${way} with the cookie OfflineLogout at ${value} ${ends ? 'ends session and token' : 'ends nothing'}`, async () => {
        const client = await server().signedIn(REMEMBER);
        await client.write(`OfflineLogout=${value}; Path=/`);
        await act(client);
        const rules = await server().rules();
        assert.equal(await client.cookie('OfflineLogout'), ends ? undefined : value);
        assert.equal(rules.includes('mendix.logout.offline'), ends);
        assert.equal(rules.includes('mendix.logout.offline.no'), !ends);
        assert.equal((await server().session('jane')) === undefined, ends);
        assert.equal((await server().user('jane'))?.tokens.length, ends ? 0 : 1);
        assert.equal(/^Anonymous_/.test(userOf(await client.start())), ends);
      });
    }
  }
});

describe('An anonymous session of a Mendix client that has a token', () => {
  const server = mendixServer();

  /** A client in an anonymous session, whose token is good now and was not when the session was made. */
  const blockedForAWhile = async (): Promise<{ client: MendixClient; anonymous: string }> => {
    const client = await server().signedIn(REMEMBER);
    await server().advance(SWEPT_MS);
    await server().patchUser('jane', { blocked: true });
    const anonymous = userOf(await client.start());
    assert.match(anonymous, /^Anonymous_/);
    await server().patchUser('jane', { blocked: false });
    await client.xas('keepalive');
    return { client, anonymous };
  };

  for (const way of ['get_session_data', 'a deep link'] as const) {
    it(`${way} brings a user back whose token is good again, and the anonymous session ends with its user`, async () => {
      const { client, anonymous } = await blockedForAWhile();
      const { id } = (await server().session(anonymous)) ?? {};
      if (way === 'a deep link') await client.visit('/link/order/1');
      else await client.xas('get_session_data', {});
      const { causes, changes } = await server().lastEntry();
      assert.deepEqual(
        causes.flatMap(({ rule }) => (/session\.re/.test(rule) ? [rule] : [])),
        ['mendix.session.revived', 'mendix.session.replaced.token'],
      );
      assert.ok(
        causes.some(({ rule, message }) => rule === 'mendix.session.replaced.token' && message.includes(String(id))),
      );
      assert.ok(changes.some((each) => each.id === id && each.change === 'removed'));
      assert.equal(userOf(await client.start()), 'jane');
      assert.deepEqual(
        (await server().sessions()).map(({ user }) => user),
        ['jane'],
      );
      assert.equal(await server().user(anonymous), undefined);
    });
  }

  it('a deep link brings a user back whose session is over, and makes nobody', async () => {
    for (const pauseMs of [11 * MINUTE_MS, SWEPT_MS]) {
      const client = await server().signedIn(REMEMBER);
      await server().advance(pauseMs);
      assert.ok(setCookie(await client.visit('/link/order/1'), 'XASSESSIONID'));
      assert.equal(userOf(await client.start()), 'jane');
      assert.ok((await server().rules()).includes('mendix.session.live'));
      assert.deepEqual(
        (await server().sessions()).filter(({ anonymous }) => anonymous),
        [],
      );
    }
  });

  it('tabs that load at once in an anonymous session get one session of the user, and all go on', async () => {
    const { client } = await blockedForAWhile();
    const tabs = await Promise.all([1, 2, 3, 4].map(() => client.copy()));
    const answers = await Promise.all(tabs.map((tab) => tab.start()));
    assert.deepEqual(answers.map(userOf), ['jane', 'jane', 'jane', 'jane']);
    assert.deepEqual(
      (await server().sessions()).map(({ user }) => user),
      ['jane'],
    );
    for (const tab of tabs) assert.equal((await tab.data()).status, 200);
    assert.equal(new Set(await Promise.all(tabs.map((tab) => tab.cookie('XASSESSIONID')))).size, 1);
  });

  it('tabs that load at once without a live session get a session each, and the browser keeps the cookie of one', async () => {
    for (const pauseMs of [11 * MINUTE_MS, SWEPT_MS]) {
      const client = await server().signedIn(REMEMBER);
      await server().advance(pauseMs);
      const before = (await server().sessions()).map(({ id }) => id);
      const tabs = await Promise.all([1, 2, 3].map(() => client.copy()));
      const answers = await Promise.all(tabs.map((tab) => tab.start()));
      assert.deepEqual(answers.map(userOf), ['jane', 'jane', 'jane']);
      assert.equal((await server().sessions()).filter(({ id }) => !before.includes(id)).length, 3);
      assert.equal(new Set(await Promise.all(tabs.map((tab) => tab.cookie('XASSESSIONID')))).size, 3);
    }
  });

  it('a keep-alive and a data call go on in the anonymous session, whatever token comes with them', async () => {
    const { client, anonymous } = await blockedForAWhile();
    assert.equal((await client.xas('keepalive')).status, 200);
    assert.equal((await client.data()).status, 200);
    assert.deepEqual(
      (await server().sessions()).map(({ user }) => user),
      [anonymous],
    );
  });

  for (const method of ['HEAD', 'POST', 'PUT', 'DELETE']) {
    it(`a deep link is there for GET alone, and says so to ${method}`, async () => {
      await withMendix({}, async (server) => {
        const { status, headers } = await call(`${server.url}/link/order/1?a=b`, { method });
        assert.deepEqual([status, headers.allow], [405, 'GET']);
        assert.equal((await call(`${server.url}/link`, { method })).status, 404);
      });
    });
  }
});
