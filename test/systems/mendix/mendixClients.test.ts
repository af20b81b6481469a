import assert from 'node:assert/strict';
import {
  DAY_MS,
  MINUTE_MS,
  mendixServer,
  SWEPT_MS,
  setCookie,
  TIMEOUT_MS,
  userOf,
  withMendix,
  YEAR_MS,
} from './mendixHarness';

const WEEK_MS = 7 * DAY_MS;
const OFFLINE = 'PhoneOffline';
const NATIVE = 'NativePhone';
const YEAR_COOKIE = /; Max-Age=31536000;/;

describe('Clients of a Mendix runtime before 10.9', () => {
  const server = mendixServer({ runtimeVersion: '10.8.3' });

  it('an online client before 10.9 has the idle limit and keep-alive, and no token even if it asks for one', async () => {
    const client = await server().signedIn({ useAuthToken: true }, 'Responsive');
    assert.equal(await client.cookie('useAuthToken'), undefined);
    assert.equal(await client.cookie('authtoken'), undefined);
    for (let minutes = 0; minutes < 60; minutes += 5) {
      await server().advance(5 * MINUTE_MS);
      assert.equal((await client.xas('keepalive')).status, 200);
    }
    await server().advance(TIMEOUT_MS);
    assert.equal((await client.data()).status, 401);
  });

  it('the journal says that the runtime before 10.9 ignores the wish for a token', async () => {
    const client = server().client();
    await client.login('jane', 'example', { useAuthToken: true });
    assert.ok((await server().rules()).includes('mendix.wish.old'));
    const { causes } = await server().lastEntry();
    assert.match(causes.find(({ rule }) => rule === 'mendix.wish.old')?.message ?? '', /10\.8\.3/);
  });

  it('an offline client before 10.9 has a session of seven idle days, with a cookie of a year', async () => {
    const client = server().client();
    await client.start({ profile: OFFLINE });
    const login = await client.login('jane', 'example');
    assert.match(setCookie(login, 'XASSESSIONID') ?? '', YEAR_COOKIE);
    await client.start({ profile: OFFLINE });
    assert.ok((await server().rules()).includes('mendix.session.long-lived'));
    await server().advance(WEEK_MS - 1);
    assert.equal((await client.data()).status, 200);
    await server().advance(WEEK_MS - 1);
    assert.equal(userOf(await client.start({ profile: OFFLINE })), 'jane');
    await server().advance(WEEK_MS);
    assert.equal((await client.data()).status, 401);
    assert.match(userOf(await client.start({ profile: OFFLINE })), /^Anonymous_/);
  });

  it('a native client before 10.9 keeps a token on the device, which signs it in years later', async () => {
    const client = server().client();
    await client.start({ profile: NATIVE });
    const { json } = await client.login('jane', 'example', { shouldgeneratetoken: true });
    assert.match(json.token, /^[\w-]{43}$/);
    assert.equal(await client.cookie('authtoken'), undefined);
    assert.equal((await server().user('jane'))?.tokens[0]?.kind, 'device');
    assert.equal((await server().user('jane'))?.tokens[0]?.expiresAt, undefined);
    await server().advance(20 * YEAR_MS);
    const later = server().client();
    const { status } = await later.xas('login', { username: 'jane', token: json.token });
    assert.equal(status, 200);
    assert.equal(userOf(await later.start({ profile: NATIVE })), 'jane');
    assert.equal((await server().client().xas('login', { username: 'john', token: json.token })).status, 401);
  });

  it('a native client takes its token on the device along when the runtime is upgraded to 10.9, and is moved to the cookie', async () => {
    const client = server().client();
    await client.start({ profile: NATIVE });
    const { json } = await client.login('jane', 'example', { shouldgeneratetoken: true });
    const database = (await server().control.get('/snapshot')).json;
    await withMendix({ runtimeVersion: '10.9.0' }, async (upgraded) => {
      assert.equal((await upgraded.control.call('PUT', '/snapshot', database)).status, 204);
      const later = upgraded.client();
      await later.start({ profile: NATIVE });
      const login = await later.login('jane', undefined, { token: json.token });
      assert.equal(login.status, 200);
      assert.ok(setCookie(login, 'useAuthToken'));
      await later.start({ profile: NATIVE });
      assert.ok(await later.cookie('authtoken'));
      const kinds = (await upgraded.user('jane'))?.tokens.map(({ kind, expiresAt }) => [kind, expiresAt !== undefined]);
      assert.deepEqual(kinds, [
        ['device', true],
        ['cookie', true],
      ]);
      await upgraded.advance(30 * DAY_MS);
      assert.equal(userOf(await later.start({ profile: NATIVE })), 'jane');
    });
  });

  it('a cookie authtoken is ignored before 10.9', async () => {
    const client = server().client();
    await client.write('authtoken=abcdefghijklmnopqrstuvwxyz; Path=/');
    await client.start();
    assert.ok((await server().rules()).includes('mendix.token.old'));
  });
});

describe('Clients of a Mendix runtime since 10.9', () => {
  const server = mendixServer();

  it('an online client since 10.9 has the same idle limit, a session cookie that ends with the browser, and no token by default', async () => {
    const client = server().client();
    await client.start({ profile: 'Responsive' });
    const login = await client.login('jane', 'example');
    assert.doesNotMatch(setCookie(login, 'XASSESSIONID') ?? 'Max-Age', /Max-Age|Expires/);
    await client.start({ profile: 'Responsive' });
    assert.equal(await client.cookie('authtoken'), undefined);
    await server().advance(TIMEOUT_MS);
    assert.equal((await client.data()).status, 401);
  });

  for (const profile of [OFFLINE, 'ResponsiveOffline', 'TabletOffline', NATIVE, 'NativeTablet']) {
    for (const [what, wish, remembered] of [
      ['the old login', {}, true],
      ['the old login in its new build', { useAuthToken: 'default' }, true],
      ['login2 with false', { useAuthToken: false }, false],
      ['login2 with true', { useAuthToken: true }, true],
    ] as const) {
      it(`a client with the profile ${profile} is ${remembered ? '' : 'not '}remembered by ${what} since 10.9`, async () => {
        const client = server().client();
        await client.start({ profile });
        await client.login('jane', 'example', wish);
        await client.start({ profile });
        assert.equal((await client.cookie('authtoken')) !== undefined, remembered);
        await server().advance(30 * DAY_MS);
        assert.equal(userOf(await client.start({ profile })) === 'jane', remembered);
      });
    }
  }

  it('an offline client since 10.9 has no long-lived session: the token makes a new one', async () => {
    const client = await server().signedIn({}, OFFLINE);
    const before = await server().session('jane');
    assert.equal(Date.parse(before?.idleUntil ?? '') - Date.parse(before?.lastActiveAt ?? ''), TIMEOUT_MS);
    await server().advance(6 * DAY_MS);
    assert.equal(userOf(await client.start({ profile: OFFLINE })), 'jane');
    assert.notEqual((await server().session('jane'))?.id, before?.id);
  });

  it('an old native build goes on with its token on the device at a new runtime, and is moved to the cookie', async () => {
    const client = server().client();
    await client.start({ profile: NATIVE });
    const { json } = await client.login('jane', 'example', { shouldgeneratetoken: true, useAuthToken: false });
    await client.xas('get_session_data', { profile: NATIVE });
    assert.equal(await client.cookie('authtoken'), undefined);
    await server().advance(30 * DAY_MS);
    const updated = server().client();
    await updated.start({ profile: NATIVE });
    const login = await updated.xas('login', { username: 'jane', token: json.token });
    assert.equal(login.status, 200);
    assert.ok((await server().rules()).includes('mendix.login.device-token'));
    assert.ok(setCookie(login, 'useAuthToken'));
    await updated.start({ profile: NATIVE });
    assert.ok(await updated.cookie('authtoken'));
    await server().advance(30 * DAY_MS);
    assert.equal(userOf(await updated.start({ profile: NATIVE })), 'jane');
  });

  it('a token on the device is no authtoken for another user, and ends with its time', async () => {
    const client = server().client();
    await client.start({ profile: NATIVE });
    const { json } = await client.login('jane', 'example', { shouldgeneratetoken: true });
    await server().advance(YEAR_MS);
    const later = await server().client().xas('login', { username: 'jane', token: json.token });
    assert.equal(later.status, 401);
    assert.ok((await server().rules()).includes('mendix.token.refused.expired'));
  });

  it('a request says its profile; a later one without goes by the cookie Profile', async () => {
    const client = server().client();
    await client.start({ profile: OFFLINE });
    assert.equal(await client.cookie('Profile'), OFFLINE);
    await client.start({ profile: '' });
    assert.equal((await server().sessions())[0]?.profile, 'offline');
    await client.start({ profile: 'Responsive' });
    assert.equal((await server().sessions())[0]?.profile, 'online');
    await client.start({ profile: 'a; b' });
    assert.equal(await client.cookie('Profile'), 'Responsive', 'no name, so no cookie of it');
  });

  for (const [profile, expected] of [
    ['online', 'online'],
    ['offline', 'offline'],
    ['native', 'native'],
  ] as const) {
    it(`the option profile ${profile} holds for requests that name none`, async () => {
      await withMendix({ profile }, async (other) => {
        const client = other.client();
        const answer = await client.start();
        assert.equal((await other.sessions())[0]?.profile, expected);
        assert.equal(YEAR_COOKIE.test(setCookie(answer, 'XASSESSIONID') ?? ''), expected !== 'online');
      });
    });
  }

  it('the cookie OfflineLogout ends session and token at the next request, and is taken away', async () => {
    for (const action of ['get_session_data', 'retrieve']) {
      const client = await server().signedIn({}, OFFLINE);
      await client.write('OfflineLogout=true; Path=/');
      const answer = await client.xas(action, {});
      assert.match(setCookie(answer, 'OfflineLogout') ?? '', /^OfflineLogout=; Max-Age=0; Path=\/; SameSite/);
      assert.match(setCookie(answer, 'authtoken') ?? '', /^authtoken=; Max-Age=0;/);
      assert.ok((await server().rules()).includes('mendix.logout.offline'));
      assert.equal(await server().session('jane'), undefined);
      assert.deepEqual((await server().user('jane'))?.tokens, []);
      assert.match(userOf(await client.start({ profile: OFFLINE })), /^Anonymous_/);
    }
  });

  it('the cookie OfflineLogout without a live session ends none, and the journal says so', async () => {
    const strangers = server().client();
    const swept = await server().signedIn({}, 'Responsive');
    await server().advance(SWEPT_MS);
    for (const client of [strangers, swept]) {
      await client.write('OfflineLogout=true; Path=/');
      const answer = await client.xas('retrieve', {});
      assert.match(setCookie(answer, 'OfflineLogout') ?? '', /^OfflineLogout=; Max-Age=0; Path=\/; SameSite/);
      const { causes, changes } = await server().lastEntry();
      assert.ok(causes.some(({ rule }) => rule === 'mendix.logout.offline.no-session'));
      assert.deepEqual(
        causes.filter(({ kind }) => kind === 'changed'),
        [],
      );
      assert.deepEqual(changes, []);
    }
  });
});

describe('Anonymous Mendix users', () => {
  const server = mendixServer();

  it('an anonymous user is there from the first call on, and goes with the session at the sweep', async () => {
    const client = server().client();
    await client.start();
    const [session] = await server().sessions();
    assert.deepEqual([session?.anonymous, (await server().user(session?.user ?? ''))?.anonymous], [true, true]);
    await server().advance(SWEPT_MS);
    assert.deepEqual([await server().sessions(), await server().user(session?.user ?? '')], [[], undefined]);
  });

  it('an anonymous user goes with a session that is ended by hand, by a logout or by a login', async () => {
    for (const end of ['hand', 'logout', 'login'] as const) {
      const client = server().client();
      const user = userOf(await client.start());
      const { id } = (await server().session(user)) ?? {};
      if (end === 'hand') await server().control.call('DELETE', `/mendix/sessions/${id}`);
      else if (end === 'logout') await client.xas('logout');
      else await client.login('jane', 'example');
      assert.equal(await server().user(user), undefined, end);
    }
  });

  it('an anonymous user never gets a token, whatever marker is sent', async () => {
    const client = server().client();
    const user = userOf(await client.start({ profile: OFFLINE }));
    await client.write('useAuthToken=true; Path=/');
    await client.start({ profile: OFFLINE });
    assert.deepEqual((await server().user(user))?.tokens, []);
    assert.equal(await client.cookie('authtoken'), undefined);
  });
});

describe('The cookie clear_cache', () => {
  for (const [version, profile, expected] of [
    ['10.13.0', OFFLINE, true],
    ['11.0.0', NATIVE, true],
    ['10.12.9', OFFLINE, false],
    ['10.13.0', 'Responsive', false],
  ] as const) {
    it(`at runtime ${version} a logout with the profile ${profile} ${expected ? 'sets' : 'does not set'} clear_cache, which a script can read`, async () => {
      await withMendix({ runtimeVersion: version }, async (server) => {
        const client = await server.signedIn({}, profile);
        const cookie = setCookie(await client.xas('logout'), 'clear_cache');
        assert.equal(cookie, expected ? 'clear_cache=1; Path=/; SameSite=Strict' : undefined);
      });
    });
  }

  it('clear_cache is set when another user signs in on the same offline client', async () => {
    await withMendix({ runtimeVersion: '10.13.0' }, async (server) => {
      const client = await server.signedIn({}, OFFLINE);
      assert.equal(setCookie(await client.login('jane', 'example'), 'clear_cache'), undefined);
      assert.ok(setCookie(await client.login('john', 'sample'), 'clear_cache'));
    });
  });
});
