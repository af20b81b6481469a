import assert from 'node:assert/strict';
import type { MendixOptions } from '../../../src/server/systems/mendix/mendixOptions';
import { until } from '../../server/devServers';
import { call } from '../../server/httpCall';
import {
  type MendixClient,
  type MendixHarness,
  MINUTE_MS,
  mendixServer,
  SWEPT_MS,
  setCookie,
  TIMEOUT_MS,
  userOf,
  withMendix,
} from './mendixHarness';

/** Options without users. The harness adds its own ones to others. */
const EVERYBODY = { users: undefined } as unknown as MendixOptions;

describe('The reasons of a Mendix runtime fit its answer', () => {
  const server = mendixServer();

  it('before 10.9 the reason tells of the cookie reloginReason when the answer sets it, and not when it takes it away', async () => {
    await withMendix({ runtimeVersion: '10.8.0' }, async (old) => {
      for (const act of ['retrieve', 'get_session_data', 'login', 'logout']) {
        const client = await old.signedIn();
        await old.advance(SWEPT_MS);
        const answer = await client.xas(act, { username: 'jane', password: 'example' });
        const isSet = /^reloginReason=[^;]/.test(setCookie(answer, 'reloginReason') ?? '');
        assert.equal((await old.rules()).includes('mendix.relogin'), isSet, act);
        assert.equal(isSet, act === 'retrieve' || act === 'get_session_data', act);
      }
    });
  });

  it('before 10.9 nobody who has logged out while offline is told that the session has expired, whatever became of it', async () => {
    await withMendix({ runtimeVersion: '10.8.0' }, async (old) => {
      for (const waits of [0, TIMEOUT_MS, SWEPT_MS]) {
        for (const act of ['retrieve', 'get_session_data', 'login', 'logout', 'keepalive']) {
          const client = await old.signedIn();
          await old.advance(waits);
          await client.write('OfflineLogout=true; Path=/');
          const answer = await client.xas(act, { username: 'jane', password: 'example' });
          assert.equal(setCookie(answer, 'reloginReason'), undefined, act);
          const rules = await old.rules();
          assert.ok(!rules.includes('mendix.relogin'), act);
          // Only what was over before the request is told to be.
          const over = rules.filter((rule) => rule.startsWith('mendix.session.over'));
          assert.equal(over.length, waits === SWEPT_MS ? 1 : 0, `${act} ${waits} ${rules}`);
        }
      }
    });
  });

  it('a keep-alive without a live session is refused with a reason of its own, which no switch of data calls changes', async () => {
    const client = await server().signedIn({ useAuthToken: true });
    await server().advance(SWEPT_MS);
    assert.equal((await client.xas('keepalive')).status, 401);
    const { causes } = await server().lastEntry();
    const last = causes.at(-1);
    assert.equal(last?.rule, 'mendix.keepalive.no-session');
    assert.match(String(last?.message), /switches.keepAliveAction/);
    assert.doesNotMatch(String(last?.message), /dataCallRevives/);
  });

  it('of a session or a token that is forgotten, no reason claims that it never was', async () => {
    const client = await server().signedIn({ useAuthToken: true });
    await client.write('authtoken=forgotten; Path=/');
    await client.write('XASSESSIONID=forgotten; Path=/');
    await client.start();
    const { causes } = await server().lastEntry();
    for (const rule of ['mendix.session.unknown', 'mendix.token.refused.unknown']) {
      const message = causes.find((each) => each.rule === rule)?.message ?? '';
      assert.match(message, /forgotten/);
      assert.doesNotMatch(message, /never/i);
    }
  });

  it('with sessionCookieLife timeout a call that is refused for its CSRF token lets the cookie live no longer', async () => {
    await withMendix({ switches: { sessionCookieLife: 'timeout' } }, async (other) => {
      const client = await other.signedIn();
      for (const action of ['retrieve', 'login', 'logout', 'keepalive']) {
        const refused = await client.xas(action, {}, { 'x-csrf-token': 'wrong' });
        assert.equal(refused.status, 401, action);
        assert.equal(refused.headers['set-cookie'], undefined, action);
      }
      assert.ok(setCookie(await client.data(), 'XASSESSIONID'));
    });
  });
});

describe('A Mendix session that a sweep passes while a request waits', () => {
  for (const gap of ['revive', 'refuse'] as const) {
    it(`with gap ${gap} the request finds it swept, and makes it not live again`, async () => {
      await withMendix({ switches: { gap } }, async (server) => {
        const client = await server.signedIn();
        await server.control.post('/faults', { kind: 'delay', delayMs: 60 * MINUTE_MS });
        const waiting = client.data();
        await until(
          async () => (await server.control.get('/faults')).json[0].hits as number,
          (hits) => hits === 1,
        );
        await server.advance(60 * MINUTE_MS);
        assert.equal((await waiting).status, 401);
        const rules = await server.rules();
        assert.ok(
          rules.includes('mendix.session.over.swept') && !rules.includes('mendix.session.expired'),
          String(rules),
        );
        assert.equal(await server.session('jane'), undefined);
      });
    });
  }

  it('with gap revive a request before the sweep still makes it live again', async () => {
    await withMendix({ switches: { gap: 'revive' } }, async (server) => {
      const client = await server.signedIn();
      await server.advance(MINUTE_MS);
      await client.data();
      await server.advance(TIMEOUT_MS);
      assert.equal(userOf(await client.start()), 'jane');
      assert.ok((await server.rules()).includes('mendix.session.gap-revived'));
    });
  });
});

describe('Why the Mendix session of a cookie is over', () => {
  const ENDS: Readonly<Record<string, (server: MendixHarness, client: MendixClient) => Promise<unknown>>> = {
    swept: (server) => server.advance(SWEPT_MS),
    logout: async (_, client) => (await client.copy()).xas('logout'),
    replaced: async (_, client) => (await client.copy()).login('john', 'sample'),
    ended: (server) => server.endSession('jane'),
    inactive: (server) => server.patchUser('jane', { active: false }),
  };

  for (const [why, end] of Object.entries(ENDS)) {
    it(`a data call in a session that is over says why: ${why}`, async () => {
      await withMendix({}, async (server) => {
        const client = await server.signedIn();
        await end(server, client);
        assert.equal((await client.data()).status, 401);
        const over = (await server.rules()).filter((rule) => rule.startsWith('mendix.session.'));
        assert.deepEqual(over, [`mendix.session.over.${why}`]);
      });
    });
  }
});

describe('Names in a Mendix runtime', () => {
  it('a name with half of a surrogate pair is refused at a login and in the options', async () => {
    await withMendix(EVERYBODY, async (server) => {
      for (const name of ['\ud800', 'a\udc00b']) {
        assert.equal((await server.client().login(name, 'x')).status, 401);
        assert.ok((await server.rules()).includes('mendix.login.broken-name'));
      }
      assert.deepEqual((await server.state()).users, []);
      assert.equal((await server.client().login('\ud83d\ude00', 'x')).status, 200);
    });
    await assert.rejects(
      withMendix({ users: [{ name: '\ud800', password: 'x' }] }, async () => {}),
      /“mendix.users.0.name” has half of a surrogate pair/,
    );
  });

  it('a login with a name of more than 1000 characters is refused, and nothing keeps the name', async () => {
    await withMendix(EVERYBODY, async (server) => {
      const long = 'n'.repeat(900_000);
      const answer = await server.client().login(long, 'x');
      assert.deepEqual([answer.status, answer.json], [401, {}]);
      assert.ok((await server.rules()).includes('mendix.login.long-name'));
      assert.equal((await server.client().login('n'.repeat(1001), 'x')).status, 401);
      assert.deepEqual([await server.sessions(), (await server.state()).users], [[], []]);
      assert.ok(JSON.stringify((await server.control.get('/snapshot')).json).length < 100_000);
      assert.equal((await server.client().login('n'.repeat(1000), 'x')).status, 200);
    });
  });

  it('a name of more than 1000 characters in the options is refused', async () => {
    await assert.rejects(
      withMendix({ users: [{ name: 'n'.repeat(1001), password: 'x' }] }, async () => {}),
      /“mendix.users.0.name” must be shorter; its length may be 1000/,
    );
  });

  for (const name of ['constructor', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__']) {
    it(`a session cookie with the name ${name} holds the session, and a browser without it has none`, async () => {
      await withMendix({ settings: { 'com.mendix.core.SessionIdCookieName': name } }, async (server) => {
        const client = server.client();
        await client.login('jane', 'example');
        assert.equal(userOf(await client.start()), 'jane');
        assert.equal((await client.data()).status, 200);
        assert.equal((await server.client().data()).status, 401);
        assert.ok((await server.rules()).includes('mendix.session.none'));
      });
    });
  }

  it('a session cookie with the name __proto__ is refused with the reason', async () => {
    await assert.rejects(
      withMendix({ settings: { 'com.mendix.core.SessionIdCookieName': '__proto__' } }, async () => {}),
      /SessionIdCookieName” must not be “__proto__”: .*; give another one/,
    );
  });

  for (const how of ['while offline', 'in another tab'] as const) {
    it(`before 10.9 a user who has logged out ${how} is not told by reloginReason that the session is over`, async () => {
      await withMendix({ runtimeVersion: '10.8.0', users: [{ name: 'jane', password: 'example' }] }, async (server) => {
        const client = await server.signedIn();
        const session = await client.cookie('XASSESSIONID');
        if (how === 'in another tab') assert.equal((await client.xas('logout')).status, 200);
        const cookie = how === 'while offline' ? 'OfflineLogout=true' : 'Profile=Responsive';
        const answer = await call(`${server.url}/xas/`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', cookie: `XASSESSIONID=${session}; ${cookie}` },
          body: JSON.stringify({ action: 'get_session_data' }),
        });
        assert.equal(answer.status, 200);
        const rule = how === 'while offline' ? 'mendix.logout.offline' : 'mendix.session.over.logout';
        assert.ok((await server.rules()).includes(rule));
        assert.doesNotMatch(setCookie(answer, 'reloginReason') ?? '', /=expired/);
      });
    });
  }

  it('a user who came with a snapshot, and is not in the options, is not told that the password is wrong', async () => {
    const production = { securityLevel: 'production' } as const;
    await withMendix(production, async (before) => {
      // The login is what the store keeps of the user.
      await before.signedIn();
      const snapshot = (await before.control.get('/snapshot')).json;
      await withMendix({ ...production, users: [] }, async (server) => {
        assert.equal((await server.control.call('PUT', '/snapshot', snapshot)).status, 204);
        const { status, json } = await server.client().login('jane', 'example');
        assert.deepEqual([status, json], [401, {}]);
        const rules = await server.rules();
        assert.ok(rules.includes('mendix.login.no-password'), rules.join());
        assert.ok(!rules.includes('mendix.login.password'), rules.join());
        assert.equal((await server.user('jane'))?.failedLogins, 0);
        await server.patchUser('jane', { password: 'another' });
        assert.equal((await server.client().login('jane', 'another')).status, 200);
      });
    });
  });
});
