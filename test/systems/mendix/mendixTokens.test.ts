import assert from 'node:assert/strict';
import { MINUTE_MS, mendixServer, SWEPT_MS, setCookie, TIMEOUT_MS, userOf, YEAR_MS } from './mendixHarness';

const REMEMBER = { useAuthToken: true };

describe('The authentication token of a Mendix client', () => {
  const server = mendixServer();

  it('a login with the wish for a token sets the session cookie and the HttpOnly marker useAuthToken, and no token yet', async () => {
    const client = server().client();
    const answer = await client.login('jane', 'example', REMEMBER);
    assert.ok(setCookie(answer, 'XASSESSIONID'));
    assert.equal(setCookie(answer, 'useAuthToken'), 'useAuthToken=true; Path=/; HttpOnly; SameSite=Strict');
    assert.equal(setCookie(answer, 'authtoken'), undefined);
    assert.deepEqual((await server().user('jane'))?.tokens, []);
    assert.ok((await server().rules()).includes('mendix.wish.true'));
  });

  it('get_session_data uses up the marker, and sets the HttpOnly cookie authtoken for as long as the token is good', async () => {
    const client = server().client();
    await client.login('jane', 'example', REMEMBER);
    const answer = await client.start();
    assert.match(setCookie(answer, 'useAuthToken') ?? '', /^useAuthToken=; Max-Age=0;/);
    assert.match(
      setCookie(answer, 'authtoken') ?? '',
      /^authtoken=[\w-]{43}; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    assert.equal(userOf(answer), 'jane');
    const again = await client.start();
    assert.equal(setCookie(again, 'authtoken'), undefined, 'the marker was used up');
    const [token] = (await server().user('jane'))?.tokens ?? [];
    assert.equal(token?.kind, 'cookie');
    assert.deepEqual((await server().session('jane'))?.tokens, [token]);
  });

  it('normal calls move the last activity of the session on, and the end of its idle time', async () => {
    const client = await server().signedIn(REMEMBER);
    const before = await server().session('jane');
    await server().advance(MINUTE_MS);
    await client.data();
    const after = await server().session('jane');
    const moved = (name: 'lastActiveAt' | 'idleUntil') =>
      Date.parse(after?.[name] ?? '') - Date.parse(before?.[name] ?? '');
    assert.deepEqual([moved('lastActiveAt'), moved('idleUntil')], [MINUTE_MS, MINUTE_MS]);
  });

  it('a session that was idle for too long is gone with the sweep, and its token stays', async () => {
    await server().signedIn(REMEMBER);
    await server().advance(SWEPT_MS);
    assert.equal(await server().session('jane'), undefined);
    assert.equal((await server().user('jane'))?.tokens.length, 1);
  });

  for (const [what, sweeps] of [
    ['was swept', true],
    ['is not swept yet', false],
  ] as const) {
    it(`get_session_data makes a session from the token when the one before ${what}, with a new cookie and a new CSRF token`, async () => {
      const client = await server().signedIn(REMEMBER);
      const before = { cookie: await client.cookie('XASSESSIONID'), csrf: client.csrf };
      // The sweep is every five minutes from the start of the server on.
      if (!sweeps) {
        await server().advance(MINUTE_MS);
        await client.data();
        await server().advance(TIMEOUT_MS);
        assert.equal((await server().session('jane'))?.state, 'expired, not yet swept');
      } else await server().advance(SWEPT_MS);
      const answer = await client.start();
      assert.equal(userOf(answer), 'jane');
      assert.notEqual(await client.cookie('XASSESSIONID'), before.cookie);
      assert.notEqual(answer.json.csrftoken, before.csrf);
      assert.equal(setCookie(answer, 'authtoken'), undefined, 'the token stays the same');
      assert.ok((await server().rules()).includes('mendix.session.revived'));
      assert.equal((await client.data()).status, 200);
      client.csrf = before.csrf;
      assert.equal((await client.data()).status, 401, 'the CSRF token of the session before is good no more');
    });
  }

  it('a data call of an online app after the expiry makes the session anew and is refused, so that the app loads again', async () => {
    const client = await server().signedIn(REMEMBER);
    await server().advance(SWEPT_MS);
    const lost = await client.data();
    assert.equal(lost.status, 401);
    assert.ok(setCookie(lost, 'XASSESSIONID'));
    assert.deepEqual((await server().rules()).slice(-2), ['mendix.session.revived', 'mendix.data.reload']);
    const answer = await client.start();
    assert.equal(userOf(answer), 'jane');
    assert.ok((await server().rules()).includes('mendix.session.live'), 'the reload finds the session');
    assert.equal((await client.data()).status, 200);
  });

  it('a keep-alive never makes a session from a token', async () => {
    const client = await server().signedIn(REMEMBER);
    await server().advance(SWEPT_MS);
    assert.equal((await client.xas('keepalive')).status, 401);
    assert.equal(await server().session('jane'), undefined);
  });

  it('a token is good for a year and no longer: then the client is signed out and its cookie is taken away', async () => {
    const client = await server().signedIn(REMEMBER);
    await server().advance(YEAR_MS - MINUTE_MS);
    assert.equal(userOf(await client.start()), 'jane');
    await server().advance(SWEPT_MS);
    assert.deepEqual((await server().user('jane'))?.tokens, []);
    // The browser's own clock stood still, so the cookie is still there.
    const answer = await client.start();
    assert.match(userOf(answer), /^Anonymous_/);
    assert.match(setCookie(answer, 'authtoken') ?? '', /^authtoken=; Max-Age=0;/);
    assert.ok((await server().rules()).includes('mendix.token.refused.expired'));
  });

  it('a token that the server never made signs nobody in, and is taken away', async () => {
    const client = server().client();
    await client.write(`authtoken=${'x'.repeat(43)}; Path=/`);
    const answer = await client.start();
    assert.match(userOf(answer), /^Anonymous_/);
    assert.match(setCookie(answer, 'authtoken') ?? '', /Max-Age=0/);
    assert.ok((await server().rules()).includes('mendix.token.refused.unknown'));
  });

  for (const [what, params, action, marked] of [
    ['true', { useAuthToken: true }, 'login', true],
    ['true in login2', { useAuthToken: true }, 'login2', true],
    ['false', { useAuthToken: false }, 'login', false],
    ['false in login2', { useAuthToken: false }, 'login2', false],
    ['"default"', { useAuthToken: 'default' }, 'login', false],
    ['absent', {}, 'login', false],
    ['no such value', { useAuthToken: 'yes' }, 'login', false],
  ] as const) {
    it(`an online client whose wish is ${what} is ${marked ? '' : 'not '}remembered`, async () => {
      const client = server().client();
      const answer = await client.login('jane', 'example', params, action);
      assert.equal(setCookie(answer, 'useAuthToken') !== undefined, marked);
      await client.start();
      assert.equal((await client.cookie('authtoken')) !== undefined, marked);
      await server().advance(SWEPT_MS);
      assert.equal(userOf(await client.start()) === 'jane', marked);
    });
  }

  it('a user has a token for each client, and a logout ends that of its own client alone', async () => {
    const [one, other] = [await server().signedIn(REMEMBER), await server().signedIn(REMEMBER)];
    assert.equal((await server().user('jane'))?.tokens.length, 2);
    await one.xas('logout');
    assert.equal((await server().user('jane'))?.tokens.length, 1);
    await server().advance(SWEPT_MS);
    assert.match(userOf(await one.start()), /^Anonymous_/);
    assert.equal(userOf(await other.start()), 'jane');
  });

  it('a copy of a token is refused after the logout, and the journal says why', async () => {
    const client = await server().signedIn(REMEMBER);
    const copy = await client.copy();
    await client.xas('logout');
    assert.match(userOf(await copy.start()), /^Anonymous_/);
    assert.ok((await server().rules()).includes('mendix.token.refused.logout'));
  });

  it('a logout after the session is over ends the token all the same', async () => {
    const client = await server().signedIn(REMEMBER);
    await server().advance(SWEPT_MS);
    assert.equal((await client.xas('logout')).status, 200);
    assert.deepEqual((await server().user('jane'))?.tokens, []);
  });

  it('a new password ends all tokens of the user, and leaves those of others', async () => {
    const client = await server().signedIn(REMEMBER);
    const john = server().client();
    await john.login('john', 'sample', REMEMBER);
    await john.start();
    assert.equal((await server().patchUser('jane', { password: 'another' })).status, 200);
    await server().advance(SWEPT_MS);
    assert.match(userOf(await client.start()), /^Anonymous_/);
    assert.ok((await server().rules()).includes('mendix.token.refused.password'));
    assert.equal(userOf(await john.start()), 'john');
    assert.equal((await client.login('jane', 'example')).status, 401);
    assert.equal((await client.login('jane', 'another')).status, 200);
  });

  it('the token of a blocked user makes no session, and does again once the block is over', async () => {
    const client = await server().signedIn(REMEMBER);
    await server().advance(SWEPT_MS);
    await server().patchUser('jane', { blocked: true });
    assert.match(userOf(await client.start()), /^Anonymous_/);
    assert.ok((await server().rules()).includes('mendix.token.refused.blocked-user'));
    await server().advance(SWEPT_MS);
    assert.equal(userOf(await client.start()), 'jane');
  });

  it('a user who becomes inactive loses sessions and tokens, and cannot sign in', async () => {
    const client = await server().signedIn(REMEMBER);
    await server().patchUser('jane', { active: false });
    assert.equal((await client.data()).status, 401);
    assert.match(userOf(await client.start()), /^Anonymous_/);
    assert.equal((await client.login('jane', 'example')).status, 401);
    assert.ok((await server().rules()).includes('mendix.login.inactive'));
    await server().patchUser('jane', { active: true });
    assert.equal((await client.login('jane', 'example')).status, 200);
  });

  it('a token that is ended by hand, with its session, signs nobody in', async () => {
    const client = await server().signedIn(REMEMBER);
    const session = await server().session('jane');
    assert.equal((await server().control.call('DELETE', `/mendix/tokens/${session?.tokens[0]?.id}`)).status, 204);
    assert.deepEqual((await server().session('jane'))?.tokens, []);
    assert.equal((await server().control.call('DELETE', `/mendix/sessions/${session?.id}`)).status, 204);
    assert.match(userOf(await client.start()), /^Anonymous_/);
    const rules = await server().rules();
    assert.ok(rules.includes('mendix.token.refused.ended') && rules.includes('mendix.session.over.ended'));
  });

  it('a session that is ended by hand comes back by its token', async () => {
    const client = await server().signedIn(REMEMBER);
    const { id } = (await server().session('jane')) ?? {};
    await server().control.call('DELETE', `/mendix/sessions/${id}`);
    assert.equal(userOf(await client.start()), 'jane');
    assert.notEqual((await server().session('jane'))?.id, id);
  });

  it('two copies of a browser that revive at once are both signed in, each with a session that works', async () => {
    const client = await server().signedIn(REMEMBER);
    await server().advance(SWEPT_MS);
    const tabs = [await client.copy(), await client.copy()];
    const answers = await Promise.all(tabs.map((tab) => tab.start()));
    assert.deepEqual(answers.map(userOf), ['jane', 'jane']);
    assert.deepEqual(
      (await Promise.all(tabs.map((tab) => tab.data()))).map(({ status }) => status),
      [200, 200],
    );
  });

  it('another login of the same client ends the token before, so that the first user does not come back', async () => {
    const client = await server().signedIn(REMEMBER);
    await client.login('john', 'sample', { useAuthToken: false });
    await server().advance(SWEPT_MS);
    assert.match(userOf(await client.start()), /^Anonymous_/);
    assert.deepEqual((await server().user('jane'))?.tokens, []);
  });

  it('a marker without anybody signed in is taken away, and makes no token', async () => {
    const client = server().client();
    await client.write('useAuthToken=true; Path=/');
    const answer = await client.start();
    assert.match(setCookie(answer, 'useAuthToken') ?? '', /Max-Age=0/);
    assert.equal(await client.cookie('authtoken'), undefined);
    assert.ok((await server().rules()).includes('mendix.marker.useless'));
  });

  it('a sign-in at login.html brings no token, whatever is wished', async () => {
    const client = server().client();
    const referer = `${server().url}/login.html`;
    const answer = await client.xas(
      'login',
      { username: 'jane', password: 'example', useAuthToken: true },
      { referer },
    );
    assert.deepEqual([answer.status, setCookie(answer, 'useAuthToken')], [200, undefined]);
    assert.ok((await server().rules()).includes('mendix.wish.login-html'));
  });
});
