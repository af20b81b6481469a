import assert from 'node:assert/strict';
import fc from 'fast-check';
import { devServers } from '../../server/devServers';
import { call } from '../../server/httpCall';
import { type MendixClient, mendixServer, SWEPT_MS, setCookie, userOf, withMendix } from './mendixHarness';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/;

describe('The wire of the Mendix runtime', () => {
  const server = mendixServer();

  it('get_session_data makes a session for an anonymous user, with the cookies and the members that were seen', async () => {
    const client = server().client();
    const answer = await client.start({ profile: 'Responsive', timezoneoffset: -60, deviceType: 'Desktop' });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['content-type'], 'application/json;charset=utf-8');
    assert.equal(answer.headers['cache-control'], 'no-store');
    assert.match(answer.json.csrftoken, UUID);
    assert.equal(answer.json.keepalive, 300_000);
    assert.match(userOf(answer), /^Anonymous_/);
    assert.match(
      setCookie(answer, 'XASSESSIONID') ?? '',
      /^XASSESSIONID=[0-9a-f-]{36}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    assert.match(setCookie(answer, 'xasid') ?? '', /^xasid=0\.[0-9a-f-]{36}; Path=\/; HttpOnly; SameSite=Strict$/);
    assert.equal(
      setCookie(answer, 'DeviceType'),
      'DeviceType=Desktop; Max-Age=31536000; Path=/; HttpOnly; SameSite=Strict',
    );
    assert.equal(
      setCookie(answer, 'Profile'),
      'Profile=Responsive; Max-Age=31536000; Path=/; HttpOnly; SameSite=Strict',
    );
    assert.equal(
      setCookie(answer, 'SessionTimeZoneOffset'),
      'SessionTimeZoneOffset=-60; Path=/; HttpOnly; SameSite=Strict',
    );
    assert.ok((await server().rules()).includes('mendix.session.anonymous'));
  });

  it('get_session_data takes empty parameters, or none, and gives a client that has a session the same one', async () => {
    const client = server().client();
    const first = await client.xas('get_session_data', {});
    client.csrf = first.json.csrftoken;
    const again = await client.xas('get_session_data');
    assert.deepEqual([again.status, again.json.csrftoken], [200, first.json.csrftoken]);
    assert.equal((await server().sessions()).length, 1);
    assert.ok((await server().rules()).includes('mendix.session.live'));
  });

  it('a login with a good password makes a session of its own, with a new cookie and a new CSRF token', async () => {
    const client = server().client();
    const before = await client.start();
    const cookie = await client.cookie('XASSESSIONID');
    const answer = await client.login('jane', 'example');
    assert.equal(answer.status, 200);
    assert.match(answer.json.csrftoken, UUID);
    assert.notEqual(answer.json.csrftoken, before.json.csrftoken);
    assert.notEqual(await client.cookie('XASSESSIONID'), cookie);
    assert.equal(userOf(await client.start()), 'jane');
    const sessions = await server().sessions();
    assert.deepEqual(
      sessions.map(({ user }) => user),
      ['jane'],
      'the anonymous session went with its user',
    );
  });

  for (const [what, name, password, rule] of [
    ['a wrong password', 'jane', 'wrong', 'mendix.login.password'],
    ['a name that nobody has', 'nobody', 'example', 'mendix.login.user'],
    ['the name of an anonymous user', 'Anonymous_1', '', 'mendix.login.user'],
    ['an empty name', '', 'example', 'mendix.login.params'],
  ] as const) {
    it(`a login with ${what} is answered 401 with an empty object, and leaves the session before`, async () => {
      const client = server().client();
      await client.start();
      const answer = await client.login(name, password);
      assert.deepEqual([answer.status, answer.json], [401, {}]);
      assert.equal(setCookie(answer, 'XASSESSIONID'), undefined);
      assert.ok((await server().rules()).includes(rule));
      assert.equal((await client.data()).status, 200);
    });
  }

  it('a login without a session needs no CSRF token, and one within a session does', async () => {
    const client = server().client();
    assert.equal((await client.login('jane', 'example')).status, 200);
    client.csrf = undefined;
    assert.deepEqual((await client.login('john', 'sample')).status, 401);
    assert.ok((await server().rules()).includes('mendix.csrf.missing'));
    assert.equal((await server().session('jane'))?.user, 'jane');
  });

  it('a data call, a keep-alive and a logout need the CSRF token that belongs to their session', async () => {
    const [jane, john] = [await server().signedIn(), server().client()];
    await john.login('john', 'sample');
    const own = jane.csrf;
    for (const action of ['retrieve_by_xpath', 'executeaction', 'runtimeOperation', 'commit', 'keepalive', 'logout']) {
      for (const [token, rule] of [
        [undefined, 'mendix.csrf.missing'],
        [john.csrf, 'mendix.csrf.wrong'],
        [`${own}x`, 'mendix.csrf.wrong'],
      ] as const) {
        jane.csrf = token;
        assert.deepEqual((await jane.xas(action)).status, 401, `${action} with ${token}`);
        assert.ok((await server().rules()).includes(rule));
      }
    }
    jane.csrf = own;
    assert.equal((await jane.xas('keepalive')).status, 200);
    assert.equal((await jane.xas('logout')).status, 200);
    assert.equal(await server().session('jane'), undefined);
  });

  it('any action that is none of the session counts as a data call with an empty result', async () => {
    const client = await server().signedIn();
    const own = new Set(['login', 'login2', 'get_session_data', 'logout', 'keepalive']);
    const actions = fc.string({ minLength: 1, maxLength: 30 }).filter((action) => !own.has(action));
    await fc.assert(
      fc.asyncProperty(actions, async (action) => {
        const { status, json } = await client.xas(action);
        assert.deepEqual([status, json.objects, json.changes], [200, [], {}]);
      }),
      { numRuns: 25 },
    );
  });

  for (const [what, body] of [
    ['no JSON', '{"action":'],
    ['a list', []],
    ['null', 'null'],
    ['without an action', { params: {} }],
    ['with an action that is a number', { action: 5 }],
    ['with an empty action', { action: '' }],
  ] as const) {
    it(`a body that is ${what} is answered 560, with the exception that was seen`, async () => {
      const { status, json } = await call(`${server().url}/xas/`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      assert.deepEqual([status, json], [560, { type: 'exception', result: 560 }]);
      assert.deepEqual(await server().rules(), ['mendix.body.malformed']);
    });
  }

  it('a logout ends the session, takes its cookie away, and leaves the client without one', async () => {
    const client = await server().signedIn();
    const answer = await client.xas('logout');
    assert.deepEqual([answer.status, answer.json], [200, {}]);
    assert.match(setCookie(answer, 'XASSESSIONID') ?? '', /^XASSESSIONID=; Max-Age=0;/);
    assert.equal((await client.data()).status, 401);
    assert.match(userOf(await client.start()), /^Anonymous_/);
  });

  it('neither journal nor state nor snapshot nor log has a session cookie, a CSRF token, a password or an authentication token', async () => {
    const client = await server().signedIn({ useAuthToken: true });
    const before = client.csrf;
    await server().advance(11 * 60_000);
    await client.start();
    await server().patchUser('jane', { password: 'a-new-password' });
    const secrets = [
      await client.cookie('XASSESSIONID'),
      await client.cookie('authtoken'),
      client.csrf,
      before,
      'a-new-password',
    ];
    const texts: [place: string, text: string][] = [['the log', server().log.join('\n')]];
    for (const path of ['/journal?limit=1000', '/state', '/snapshot', '/mendix/sessions', '/mendix/users']) {
      texts.push([path, (await server().control.get(path)).text]);
    }
    for (const secret of secrets) {
      assert.ok(secret !== undefined && secret.length > 8);
      for (const [place, text] of texts) assert.ok(!text.includes(secret), `${place} has ${secret}`);
    }
  });
});

describe('The wire of a Mendix runtime with other options', () => {
  const start = devServers();

  it('over HTTPS the cookies have Secure and the prefix __Host-, and work', async () => {
    await withMendix(
      {},
      async (server) => {
        const client = server.client();
        const answer = await client.start();
        for (const name of ['XASSESSIONID', 'DeviceType', 'Profile', 'SessionTimeZoneOffset']) {
          assert.match(setCookie(answer, `__Host-${name}`) ?? '', /; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
        }
        assert.match(setCookie(answer, 'xasid') ?? '', /Secure/);
        const login = await client.login('jane', 'example', { useAuthToken: true });
        assert.match(setCookie(login, '__Host-useAuthToken') ?? '', /Secure/);
        const data = await client.start();
        assert.match(setCookie(data, '__Host-authtoken') ?? '', /HttpOnly; Secure; SameSite=Strict$/);
        assert.equal(userOf(data), 'jane');
      },
      { https: true },
    );
  });

  const HTTPS_ROOT = { ApplicationRootUrl: 'https://myapp.example.com' };
  const HTTP_ROOT = { ApplicationRootUrl: 'http://myapp.example.com' };
  for (const [runtimeVersion, settings, headers, isSecure] of [
    ['10.9.0', HTTPS_ROOT, {}, true],
    ['10.9.0', HTTP_ROOT, {}, false],
    ['10.9.0', HTTPS_ROOT, { 'x-forwarded-proto': 'http' }, true],
    ['10.9.0', {}, { 'x-forwarded-proto': 'https' }, false],
    ['10.23.9', HTTPS_ROOT, { 'x-forwarded-proto': 'http' }, true],
    ['10.24.0', HTTPS_ROOT, { 'x-forwarded-proto': 'http' }, false],
    ['11.2.0', HTTPS_ROOT, { 'x-forwarded-proto': 'http' }, true],
    ['11.3.0', HTTPS_ROOT, { 'x-forwarded-proto': 'http' }, false],
    ['11.3.0', HTTPS_ROOT, { 'x-forwarded-scheme': 'HTTP' }, false],
    ['11.3.0', HTTPS_ROOT, { 'x-forwarded-proto': 'http, https' }, false],
    ['11.3.0', HTTPS_ROOT, { 'x-forwarded-proto': 'https, http' }, true],
    ['11.3.0', HTTPS_ROOT, { 'x-forwarded-proto': 'ws' }, true],
    ['11.3.0', HTTPS_ROOT, { 'x-forwarded-proto': '', 'x-forwarded-scheme': 'http' }, false],
    ['11.3.0', {}, { 'x-forwarded-proto': '', 'x-forwarded-scheme': 'https' }, true],
    ['11.3.0', {}, { 'x-forwarded-proto': ' , ', 'x-forwarded-scheme': ' , HTTPS ' }, true],
    ['11.3.0', {}, { 'x-forwarded-proto': '\thttps , http', 'x-forwarded-scheme': 'http' }, true],
    ['11.3.0', HTTPS_ROOT, { 'x-forwarded-proto': 'http', 'x-forwarded-scheme': 'https' }, false],
    ['11.3.0', {}, { 'x-forwarded-proto': '', 'x-forwarded-scheme': '' }, false],
    ['11.3.0', {}, { 'x-forwarded-proto': 'https' }, true],
    ['11.3.0', HTTP_ROOT, { 'x-forwarded-proto': 'https' }, true],
    ['11.3.0', {}, {}, false],
  ] as const) {
    it(`runtime ${runtimeVersion} with ${JSON.stringify(settings)}, asked over HTTP with ${JSON.stringify(headers)}, has cookies that are ${isSecure ? 'Secure' : 'plain'}`, () =>
      withMendix({ runtimeVersion, settings }, async (server) => {
        const answer = await server.client().xas('get_session_data', {}, headers);
        const [secure, plain] = ['__Host-XASSESSIONID', 'XASSESSIONID'].map((name) => setCookie(answer, name));
        if (isSecure) assert.match(secure ?? '', /; Secure; SameSite=Strict$/);
        else assert.doesNotMatch(plain ?? 'Secure', /Secure/);
        assert.equal(isSecure ? plain : secure, undefined);
        const rules = await server.rules();
        const heard = Object.values(headers).length > 0 && rules.some((rule) => rule.startsWith('mendix.proxy.'));
        const isNew = ['10.24.0', '11.3.0'].includes(runtimeVersion);
        assert.equal(heard, isNew && /^[\s,]*https?\s*(,|$)/i.test(Object.values(headers).join()));
      }));
  }

  it('behind a proxy that says HTTPS a client keeps its session by its Secure cookies, unless the header is not to be heard', async () => {
    const proxied = { 'x-forwarded-proto': 'https' };
    for (const forwardedHttps of [true, false]) {
      await withMendix({ runtimeVersion: '11.3.0', switches: { forwardedHttps } }, async (server) => {
        const client = server.client();
        const answer = await client.xas('get_session_data', {}, proxied);
        assert.equal(setCookie(answer, '__Host-XASSESSIONID') !== undefined, forwardedHttps);
        const name = forwardedHttps ? '__Host-XASSESSIONID' : 'XASSESSIONID';
        const [cookie = ''] = (setCookie(answer, name) ?? '').split(';', 1);
        const again = await server.client().xas('get_session_data', {}, { ...proxied, cookie });
        assert.equal(userOf(again), userOf(answer));
        assert.equal((await server.sessions()).length, 1);
      });
    }
  });

  it('a deep link is answered with 303 and the first cookies, which sign the client in to the same session later', async () => {
    for (const linkTarget of ['/', '/index.html?from=link']) {
      await withMendix({ switches: { linkTarget } }, async (server) => {
        const link = (headers: Record<string, string> = {}) => call(`${server.url}/link/order/1`, { headers });
        const answer = await link();
        assert.deepEqual([answer.status, answer.headers.location, answer.text], [303, linkTarget, '']);
        for (const name of ['XASSESSIONID', 'xasid', 'DeviceType', 'Profile', 'SessionTimeZoneOffset']) {
          assert.ok(setCookie(answer, name), name);
        }
        const cookie = (answer.headers['set-cookie'] ?? []).map((line) => line.split(';', 1).join()).join('; ');
        const again = await link({ cookie });
        assert.deepEqual([again.status, again.headers['set-cookie']], [303, undefined]);
        await server.client().xas('get_session_data', {}, { cookie });
        assert.equal((await server.sessions()).length, 1);
      });
    }
    await withMendix({ anonymous: false }, async (server) => {
      const answer = await call(`${server.url}/link/order/1`);
      assert.deepEqual([answer.status, setCookie(answer, 'XASSESSIONID')], [303, undefined]);
      assert.ok(setCookie(answer, 'DeviceType'));
      assert.deepEqual(await server.sessions(), []);
    });
  });

  it('before 10.9 a request whose session is over gets the cookie reloginReason, which the page tells and a login takes away', async () => {
    await withMendix({ runtimeVersion: '10.8.0', anonymous: false }, async (server) => {
      const client = server.client();
      await client.login('jane', 'example');
      assert.equal(await client.cookie('reloginReason'), undefined);
      await server.advance(SWEPT_MS);
      const refused = await client.data();
      assert.equal(setCookie(refused, 'reloginReason'), 'reloginReason=expired; Path=/; HttpOnly; SameSite=Strict');
      assert.ok((await server.rules()).includes('mendix.relogin'));
      const page = async () =>
        (await call(`${server.url}/login.html`, { headers: { cookie: await client.jar.getCookieString(server.url) } }))
          .text;
      assert.match(await page(), /reloginReason says “expired”/);
      client.csrf = undefined;
      assert.equal((await client.login('jane', 'example')).status, 200);
      assert.equal(await client.cookie('reloginReason'), undefined);
      assert.doesNotMatch(await page(), /reloginReason says/);
    });
  });

  it('from 10.9 on no request gets the cookie reloginReason', async () => {
    await withMendix({ runtimeVersion: '10.9.0', anonymous: false }, async (server) => {
      const client = server.client();
      await client.login('jane', 'example');
      await server.advance(SWEPT_MS);
      assert.equal(setCookie(await client.data(), 'reloginReason'), undefined);
    });
  });

  it('SessionIdCookieName and SameSiteCookies change the cookies', async () => {
    const settings = {
      'com.mendix.core.SessionIdCookieName': '__rbp-XASSESSIONID',
      'com.mendix.core.SameSiteCookies': 'Lax',
    } as const;
    await withMendix({ settings }, async (server) => {
      const client = server.client();
      const answer = await client.start();
      assert.match(setCookie(answer, '__rbp-XASSESSIONID') ?? '', /SameSite=Lax$/);
      assert.equal(setCookie(answer, 'XASSESSIONID'), undefined);
      assert.equal((await client.data()).status, 200);
      assert.equal((await server.state()).sessionCookie, '__rbp-XASSESSIONID');
    });
  });

  it('without anonymous users a client that nobody has signed in to is answered 401', async () => {
    await withMendix({ anonymous: false }, async (server) => {
      const client = server.client();
      assert.deepEqual([(await client.start()).status, await server.sessions()], [401, []]);
      assert.deepEqual(await server.rules(), ['mendix.session.none', 'mendix.session-data.refused']);
      assert.equal((await client.login('jane', 'example')).status, 200);
      assert.equal((await client.start()).status, 200);
    });
  });

  it('without users in the options everybody signs in, with any password but wrong', async () => {
    const server = await start({ mendix: {} });
    const login = (password: string) =>
      call(`${server.address().url}/xas/`, {
        method: 'POST',
        body: { action: 'login', params: { username: 'anybody', password } },
      });
    assert.equal((await login('at all')).status, 200);
    assert.equal((await login('wrong')).status, 401);
  });

  it('the page is there at / and at login.html, runs its own script alone, and only with a Mendix runtime', async () => {
    await withMendix({}, async (server) => {
      for (const path of ['/', '/login.html']) {
        const { status, headers, text } = await call(`${server.url}${path}`);
        assert.equal(status, 200);
        assert.match(String(headers['content-security-policy']), /^default-src 'none'; script-src 'sha256-/);
        assert.match(text, path === '/' ? /Remember me/ : /is not remembered/);
      }
    });
    const { url } = (await start()).address();
    // At / there is the page that says what this server is.
    for (const path of ['/login.html', '/xas/']) assert.equal((await call(`${url}${path}`)).status, 404, path);
    assert.doesNotMatch((await call(`${url}/`)).text, /Remember me/);
  });

  for (const [name, value, expected] of [
    ['login2', false, async (client) => (await client.login('jane', 'example', {}, 'login2')).status === 401],
    ['login2', true, async (client) => (await client.login('jane', 'example', {}, 'login2')).status === 200],
    ['loginBody', 'empty', async (client) => Object.keys((await client.login('jane', 'example')).json).length === 0],
    ['keepAliveAction', 'ping', async (client) => Object.keys((await client.xas('ping')).json).length === 0],
    ['csrfStatus', 403, async (client) => (await client.xas('keepalive', {}, { 'x-csrf-token': 'x' })).status === 403],
    ...([401, 402, 403, 560] as const).map(
      (status): SwitchRow => [
        'expiredStatus',
        status,
        async (client) => {
          await client.jar.removeAllCookies();
          return (await client.data()).status === status;
        },
      ],
    ),
  ] as SwitchRow[]) {
    it(`the switch ${name} is kept on the wire at ${JSON.stringify(value)}`, async () => {
      await withMendix({ switches: { [name]: value } }, async (server) => {
        const client = server.client();
        // login2 as a data call has no session here.
        if (name !== 'login2') await client.start();
        assert.equal(await expected(client), true);
      });
    });
  }
});

type SwitchRow = [name: string, value: unknown, expected: (client: MendixClient) => Promise<boolean>];
