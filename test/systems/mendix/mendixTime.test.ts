import assert from 'node:assert/strict';
import { happenedByItself, type JournalEntry } from '../../../src/core/protocol/journal';
import type { ServerChange } from '../../../src/core/protocol/state';
import { applyChange } from '../../../src/core/server/serverState';
import { SLICES } from '../../../src/core/systems';
import type { MendixState } from '../../../src/core/systems/mendix/mendixSlice';
import { HttpControlClient } from '../../../src/server/client/httpControlClient';
import { until } from '../../server/devServers';
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

const REMEMBER = { useAuthToken: true };

const WRONG_CSRF = { 'x-csrf-token': 'another' };

describe('The time of a Mendix session', () => {
  const server = mendixServer();

  it('a session is live up to its idle limit, then expired and not swept, then gone with the next sweep', async () => {
    const client = await server().signedIn();
    await server().advance(MINUTE_MS);
    await client.data();
    const stateAfter = async (ms: number) => {
      await server().advance(ms);
      return (await server().session('jane'))?.state;
    };
    assert.equal(await stateAfter(TIMEOUT_MS - 1), 'live');
    assert.equal(await stateAfter(1), 'expired, not yet swept');
    assert.equal(await stateAfter(3 * MINUTE_MS), 'expired, not yet swept');
    assert.equal(await stateAfter(MINUTE_MS), undefined);
  });

  it('a request between idle limit and sweep is refused, and leaves the session for the sweep', async () => {
    const client = await server().signedIn();
    await server().advance(TIMEOUT_MS);
    assert.equal((await client.data()).status, 401);
    assert.deepEqual((await server().rules()).slice(0, 2), ['mendix.session.expired', 'mendix.data.no-session']);
    assert.equal((await server().session('jane'))?.state, 'expired, not yet swept');
  });

  it('the journal tells what a sweep has removed, and nothing of a sweep without work', async () => {
    await server().signedIn();
    const { id } = (await server().session('jane')) ?? {};
    await server().advance(TIMEOUT_MS + 60 * MINUTE_MS);
    const entries = async () => {
      const { entries } = (await server().control.get('/journal?limit=1000')).json as { entries: JournalEntry[] };
      return entries.filter(happenedByItself);
    };
    const [entry, ...others] = await until(entries, ({ length }) => length > 0);
    assert.deepEqual(
      [entry?.face, entry?.status, entry?.causes.map(({ rule }) => rule), others.length],
      ['mendix', 0, ['mendix.swept'], 0],
    );
    assert.deepEqual(entry?.changes, [{ kind: 'mendixSession', id, change: 'removed', detail: 'swept' }]);
    assert.match(entry?.causes[0]?.message ?? '', /^A sweep removed 1 session and unblocked 0 users\./);
  });

  it('a sweep by hand removes what is expired at once, and nothing that is live', async () => {
    await server().signedIn();
    await server().advance(TIMEOUT_MS);
    const client = server().client();
    await client.start();
    const expired = await server().session('jane');
    const { status, json } = await server().sweep();
    assert.deepEqual([status, json], [200, { removed: [expired?.id], unblocked: [] }]);
    assert.equal((await server().sessions()).length, 1);
  });

  it('a keep-alive at the interval that get_session_data says keeps a session for days', async () => {
    const client = await server().signedIn();
    const { keepalive } = (await client.start()).json;
    assert.equal(keepalive, TIMEOUT_MS / 2);
    for (let pings = 0; pings < 200; pings++) {
      await server().advance(keepalive);
      assert.equal((await client.xas('keepalive')).status, 200);
    }
    assert.ok((await server().rules()).includes('mendix.keepalive'));
  });

  it('the sweeps keep their grid, whatever the clock does in one move', async () => {
    const next = async () => Date.parse((await server().state()).nextSweepAt);
    const first = await next();
    await server().advance(2 * MINUTE_MS);
    assert.equal(await next(), first);
    for (const ms of [5 * MINUTE_MS, 61 * MINUTE_MS, 365 * 24 * 60 * MINUTE_MS]) {
      await server().advance(ms);
      assert.equal(((await next()) - first) % (5 * MINUTE_MS), 0);
      const now = Date.parse((await server().control.get('/state')).json.clock.now);
      assert.ok((await next()) > now && (await next()) - now <= 5 * MINUTE_MS);
    }
  });

  it('a reset makes the runtime as at its start, with the next sweep one interval away', async () => {
    await server().signedIn(REMEMBER);
    await server().advance(400 * 24 * 60 * MINUTE_MS);
    await server().control.post('/reset');
    const { sessions, users, nextSweepAt } = await server().state();
    assert.deepEqual([sessions, users.map(({ name }) => name)], [[], ['jane', 'john']]);
    assert.ok(Math.abs(Date.parse(nextSweepAt) - Date.now() - 5 * MINUTE_MS) < MINUTE_MS);
  });

  it('a snapshot has sessions, users and tokens: it is put into another server, which knows the client', async () => {
    const client = await server().signedIn(REMEMBER);
    await server().advance(MINUTE_MS);
    const snapshot = (await server().control.get('/snapshot')).json;
    await withMendix({}, async (other) => {
      assert.equal((await other.control.call('PUT', '/snapshot', snapshot)).status, 204);
      assert.deepEqual(await other.state(), await server().state());
      const there = other.client();
      for (const name of ['XASSESSIONID', 'authtoken']) {
        await there.write(`${name}=${await client.cookie(name)}; Path=/`);
      }
      assert.equal(userOf(await there.start()), 'jane');
      assert.equal(there.csrf, client.csrf);
    });
  });

  it('the changes that the runtime reports lead from the state before to the state as it is', async () => {
    const start = (await server().control.get('/state')).json;
    const changes: ServerChange[] = [];
    const end = new AbortController();
    const following = new HttpControlClient(server().address).follow((change) => changes.push(change), end.signal);
    await until(
      () => changes.length,
      (count) => count > 0,
    );
    const client = await server().signedIn(REMEMBER);
    await server().advance(MINUTE_MS);
    await client.data();
    await server().advance(TIMEOUT_MS);
    await client.start();
    await server().patchUser('john', { blocked: true });
    await server().client().start();
    await server().advance(SWEPT_MS);
    const now = await server().state();
    const seen = () =>
      changes.reduce<typeof start | undefined>((state, change) => applyChange(state, change, SLICES), start);
    await until(
      () => JSON.stringify(byName(seen().systems.mendix)),
      (state) => state === JSON.stringify(byName(now)),
    );
    const kinds = new Set(changes.flatMap((change) => (change.kind === 'system' ? [change.change.kind] : [])));
    for (const kind of ['mendixSession', 'mendixSessionRemoved', 'mendixUser', 'mendixUserRemoved', 'mendixSweep']) {
      assert.ok(kinds.has(kind as never), kind);
    }
    end.abort();
    await following;
  });

  it('a fault strikes one session, in the words of the runtime', async () => {
    const client = await server().signedIn();
    const other = server().client();
    await other.start();
    const { id } = (await server().session('jane')) ?? {};
    await server().control.post('/faults', { kind: 'status', status: 401, scope: { session: id } });
    const struck = await client.data();
    assert.deepEqual([struck.status, struck.json], [401, {}]);
    assert.equal((await other.data()).status, 200);
    const [{ id: fault }] = (await server().control.get('/faults')).json;
    await server().control.call('DELETE', `/faults/${fault}`);
    await server().control.post('/faults', { kind: 'status', status: 503, scope: { session: id }, times: 1 });
    assert.deepEqual((await client.data()).json, { type: 'exception', result: 503 });
    assert.equal((await client.data()).status, 200);
  });
});

describe('A Mendix runtime whose clock is set back', () => {
  const setBack = (server: MendixHarness) => server.control.post('/clock', { reset: true });
  const DAYS_MS = 400 * 86_400_000;

  for (const idleFrom of ['request', 'write'] as const) {
    it(`a session that was used in what is the future again is idle for no longer than its limit, counted from the ${idleFrom}`, async () => {
      await withMendix({ switches: { idleFrom } }, async (server) => {
        await server.advance(DAYS_MS);
        const client = await server.signedIn();
        await setBack(server);
        const session = await until(
          () => server.session('jane'),
          (each) => Date.parse(each?.lastActiveAt ?? '') <= Date.now(),
        );
        assert.ok(Date.parse(session?.idleUntil ?? '') <= Date.now() + TIMEOUT_MS);
        assert.equal((await client.data()).status, 200);
        await server.advance(TIMEOUT_MS + MINUTE_MS);
        assert.equal((await client.data()).status, 401);
        await server.advance(SWEPT_MS);
        assert.equal(await server.session('jane'), undefined);
      });
    });
  }

  it('a user who was blocked in what is the future again is free after five minutes and a sweep', async () => {
    await withMendix({}, async (server) => {
      await server.advance(DAYS_MS);
      await server.patchUser('jane', { blocked: true });
      await setBack(server);
      await server.advance(SWEPT_MS);
      assert.equal((await server.user('jane'))?.blocked, false);
    });
  });

  it('a session and a block from before stay as they are', async () => {
    await withMendix({}, async (server) => {
      await setBack(server);
      await server.signedIn();
      await server.patchUser('john', { blocked: true });
      const before = [await server.session('jane'), await server.user('john')];
      await server.advance(MINUTE_MS);
      await setBack(server);
      assert.deepEqual([await server.session('jane'), await server.user('john')], before);
    });
  });
});

describe('Settings and switches of the time', () => {
  it('EnableKeepAlive false tells the client no interval, and a session ends with the tab still open', async () => {
    await withMendix({ settings: { EnableKeepAlive: false } }, async (server) => {
      const client = await server.signedIn();
      assert.equal((await client.start()).json.keepalive, undefined);
      await client.xas('keepalive');
      assert.ok((await server.rules()).includes('mendix.keepalive.off'));
      await server.advance(TIMEOUT_MS);
      assert.equal((await client.data()).status, 401);
    });
  });

  it('SessionTimeout and ClusterManagerActionInterval set idle limit and sweep', async () => {
    const settings = { SessionTimeout: 'PT2M', ClusterManagerActionInterval: '30 minutes' } as const;
    await withMendix({ settings }, async (server) => {
      const client = await server.signedIn();
      await server.advance(2 * MINUTE_MS - 1);
      assert.equal((await client.data()).status, 200);
      await server.advance(2 * MINUTE_MS);
      assert.equal((await server.session('jane'))?.state, 'expired, not yet swept');
      await server.advance(25 * MINUTE_MS);
      assert.equal((await server.session('jane'))?.state, 'expired, not yet swept');
      await server.advance(5 * MINUTE_MS);
      assert.equal(await server.session('jane'), undefined);
    });
  });

  it('with gap revive a request between idle limit and sweep makes the session live again, with its CSRF token', async () => {
    await withMendix({ switches: { gap: 'revive' } }, async (server) => {
      const client = await server.signedIn();
      await server.advance(TIMEOUT_MS);
      const { id } = (await server.session('jane')) ?? {};
      assert.equal((await client.data()).status, 200);
      assert.ok((await server.rules()).includes('mendix.session.gap-revived'));
      assert.deepEqual([(await server.session('jane'))?.id, (await server.session('jane'))?.state], [id, 'live']);
      await server.advance(SWEPT_MS);
      assert.equal((await client.data()).status, 401, 'swept is swept');
    });
  });

  it('with gap revive a request that is refused, or that ends the session, makes no session live again', async () => {
    for (const [what, act, rule] of [
      ['a wrong password', (client) => client.login('jane', 'no'), 'mendix.login.password'],
      ['a login with a wrong CSRF token', (client) => client.xas('login', {}, WRONG_CSRF), 'mendix.csrf.wrong'],
      ['a data call with a wrong CSRF token', (client) => client.xas('retrieve', {}, WRONG_CSRF), 'mendix.csrf.wrong'],
      ['a logout with a wrong CSRF token', (client) => client.xas('logout', {}, WRONG_CSRF), 'mendix.csrf.wrong'],
      ['a logout', (client) => client.xas('logout'), 'mendix.logout'],
      ['another login', (client) => client.login('john', 'sample'), 'mendix.session.replaced'],
    ] as [string, (client: MendixClient) => Promise<unknown>, string][]) {
      await withMendix({ switches: { gap: 'revive' } }, async (server) => {
        const client = await server.signedIn();
        await server.advance(TIMEOUT_MS);
        await act(client);
        const rules = await server.rules();
        assert.ok(rules.includes(rule) && rules.includes('mendix.session.gap'), what);
        assert.ok(!rules.includes('mendix.session.gap-revived'), what);
        assert.notEqual((await server.session('jane'))?.state, 'live', what);
      });
    }
  });

  it('with idleFrom write the idle time counts from the last write to the database', async () => {
    await withMendix({ switches: { idleFrom: 'write' } }, async (server) => {
      const client = await server.signedIn();
      // Written every 100 seconds: this request is too early for it.
      await server.advance(99_000);
      assert.equal((await client.data()).status, 200);
      await server.advance(TIMEOUT_MS - 99_000);
      assert.equal((await client.data()).status, 401);
    });
    await withMendix({}, async (server) => {
      const client = await server.signedIn();
      await server.advance(99_000);
      await client.data();
      await server.advance(TIMEOUT_MS - 99_000);
      assert.equal((await client.data()).status, 200);
    });
  });

  it('with sessionCookieLife timeout the cookie of an online client lasts as long as the session, and slides', async () => {
    await withMendix({ switches: { sessionCookieLife: 'timeout' } }, async (server) => {
      const client = server.client();
      assert.match(setCookie(await client.start(), 'XASSESSIONID') ?? '', /Max-Age=600;/);
      assert.match(setCookie(await client.data(), 'XASSESSIONID') ?? '', /Max-Age=600;/);
    });
  });

  it('with deviceCookieLife browser the cookies of the client end with the browser', async () => {
    await withMendix({ switches: { deviceCookieLife: 'browser' } }, async (server) => {
      const answer = await server.client().start();
      for (const name of ['DeviceType', 'Profile']) {
        assert.doesNotMatch(setCookie(answer, name) ?? 'Max-Age', /Max-Age/);
      }
    });
  });
});

/** The order of users differs where one was changed for the first time. */
function byName(mendix: MendixState): unknown {
  return { ...mendix, users: mendix.users.toSorted((a, b) => a.name.localeCompare(b.name)) };
}
