import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { ServerChange } from '../../../src/core/protocol/state';
import { OptionsError } from '../../../src/core/server/optionsError';
import { applyChange } from '../../../src/core/server/serverState';
import { SLICES } from '../../../src/core/systems';
import { blockEnd } from '../../../src/core/systems/mendix/blockEnd';
import { durationMs } from '../../../src/core/systems/mendix/mendixDuration';
import type { MendixState } from '../../../src/core/systems/mendix/mendixSlice';
import { isAtLeast } from '../../../src/core/systems/mendix/runtimeVersion';
import { HttpControlClient } from '../../../src/server/client/httpControlClient';
import { runtimeSettings } from '../../../src/server/systems/mendix/runtimeSettings';
import { until } from '../../server/devServers';
import { MINUTE_MS, mendixServer, SWEPT_MS, setCookie, TIMEOUT_MS, userOf, withMendix } from './mendixHarness';

const REMEMBER = { useAuthToken: true };

interface Part {
  readonly type?: string | readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
}

const optionsSchema: unknown = JSON.parse(
  fs.readFileSync(path.resolve(__dirname, '../../../../src/server/systems/mendix/options.schema.json'), 'utf8'),
);

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

  for (const [version, settings, words] of [
    ['9.13.0', { SessionKeepAliveUpdatesInterval: 300_001 }, /must not be greater than “ClusterManagerActionInterval”/],
    [
      '10.9.0',
      { SessionTimeout: 60_000, ClusterManagerActionInterval: 600_000, SessionKeepAliveUpdatesInterval: 60_001 },
      /must not be greater than “SessionTimeout”/,
    ],
    ['10.9.0', { ClusterManagerActionInterval: 1000 }, /must not be greater than “ClusterManagerActionInterval”/],
    ['9.24.0', { SessionTimeout: 'PT10M' }, /is a text, which runtime 9.24.0 does not read/],
    ['10.9.0', { SessionTimeout: 'ten minutes' }, /is no duration|or a text such as “PT10M” or “10 minutes”/],
    ['10.9.0', { SessionTimeout: 'PT0S' }, /must be from 500 to/],
  ] as const) {
    it(`runtime ${version} does not start with ${JSON.stringify(settings)}`, async () => {
      await assert.rejects(
        withMendix({ runtimeVersion: version, settings }, async () => {}),
        words,
      );
      assert.throws(() => runtimeSettings({ runtimeVersion: version, settings }), OptionsError);
    });
  }

  for (const [version, settings] of [
    ['9.12.9', { SessionKeepAliveUpdatesInterval: 900_000 }],
    ['10.9.0', { SessionKeepAliveUpdatesInterval: 300_000 }],
    ['10.9.0', { SessionTimeout: 3000 }],
  ] as const) {
    it(`runtime ${version} starts with ${JSON.stringify(settings)}`, async () => {
      await withMendix({ runtimeVersion: version, settings }, async (server) => {
        assert.equal((await server.client().start()).status, 200);
      });
    });
  }

  it('a write interval within both limits is always taken, and one beyond either never', () => {
    const ms = fc.integer({ min: 500, max: 10_000_000 });
    fc.assert(
      fc.property(ms, ms, ms, (timeout, sweep, write) => {
        const settings = {
          SessionTimeout: timeout,
          ClusterManagerActionInterval: sweep,
          SessionKeepAliveUpdatesInterval: write,
        };
        if (write <= Math.min(timeout, sweep)) assert.equal(runtimeSettings({ settings }).writeMs, write);
        else assert.throws(() => runtimeSettings({ settings }), OptionsError);
      }),
    );
  });

  it('a setting that a runtime before 11.3 does not know is told to the log', () => {
    const lines: string[] = [];
    const settings = { 'com.mendix.webui.AuthTokenTimeout': 5 };
    runtimeSettings({ runtimeVersion: '11.2.0', settings }, (line) => lines.push(line));
    assert.match(lines.join(), /ignores “com.mendix.webui.AuthTokenTimeout”/);
    runtimeSettings({ runtimeVersion: '11.3.0', settings }, (line) => lines.push(line));
    assert.equal(lines.length, 1);
  });

  for (const [text, ms] of [
    ['600000', 600_000],
    ['PT10M', 600_000],
    ['PT1H30M', 5_400_000],
    ['P1DT1S', 86_401_000],
    ['PT0.5S', 500],
    ['10 minutes', 600_000],
    ['10m', 600_000],
    ['1 minute', 60_000],
    ['30s', 30_000],
    ['7 days', 604_800_000],
    ['500ms', 500],
    ['2 hours', 7_200_000],
    ['PT', undefined],
    ['P', undefined],
    ['', undefined],
    ['10 weeks', undefined],
    ['-5', undefined],
    ['1.5.2', undefined],
  ] as const) {
    it(`the duration “${text}” is ${ms === undefined ? 'none' : `${ms} ms`}`, () => {
      assert.equal(durationMs(text), ms);
    });
  }

  it('the schema of the options takes as a duration what the runtime reads as one, and nothing else', () => {
    const { definitions } = optionsSchema as { definitions: { mendixSettings: { properties: Record<string, Part> } } };
    const parts = Object.values(definitions.mendixSettings.properties).filter(({ type = [] }) =>
      type.includes('string'),
    );
    const patterns = [...new Set(parts.flatMap(({ pattern = '', minimum }) => (minimum === undefined ? [] : pattern)))];
    assert.equal(patterns.length, 1);
    const pattern = new RegExp(patterns.join());
    const letters = [...'PTDHMS0123456789. msecondinuthrayl'];
    const almost = fc.array(fc.constantFrom(...letters), { maxLength: 8 }).map((each) => each.join(''));
    const pieces = ['P', 'T', '1D', '2H', '30M', '0.5S', '4', ' ', 'ms', 'millis', 'second', 's', 'm', 'hours', 'days'];
    const likely = fc.array(fc.constantFrom(...pieces), { maxLength: 5 }).map((each) => each.join(''));
    fc.assert(
      fc.property(fc.oneof(likely, almost, fc.string()), (text) => {
        assert.equal(pattern.test(text), durationMs(text) !== undefined, text);
      }),
      { numRuns: 2000 },
    );
  });

  it('a version is at least itself, and of two different ones exactly one is at least the other', () => {
    const version = fc.array(fc.nat(20), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'));
    fc.assert(
      fc.property(version, version, (one, other) => {
        assert.ok(isAtLeast(one, one));
        assert.ok(isAtLeast(one, other) || isAtLeast(other, one));
      }),
    );
    assert.deepEqual(
      [isAtLeast('10.9', '10.9.0'), isAtLeast('10.10', '10.9'), isAtLeast('10.8.12', '10.9'), isAtLeast('11', '10.9')],
      [true, true, false, true],
    );
  });
});

describe('Three bad passwords', () => {
  const bad = async (client: { login(name: string, password: string): Promise<{ status: number }> }, times: number) => {
    for (let tries = 0; tries < times; tries++) assert.equal((await client.login('jane', 'no')).status, 401);
  };

  it('in production three bad passwords block a user, whom a sweep unblocks after five minutes', async () => {
    await withMendix({ securityLevel: 'production' }, async (server) => {
      const client = server.client();
      await server.advance(MINUTE_MS);
      await bad(client, 2);
      assert.equal((await server.user('jane'))?.failedLogins, 2);
      await bad(client, 1);
      assert.ok((await server.rules()).includes('mendix.login.blocks'));
      assert.equal((await server.user('jane'))?.blocked, true);
      const refused = await client.login('jane', 'example');
      assert.deepEqual([refused.status, refused.json], [401, {}]);
      assert.ok((await server.rules()).includes('mendix.login.blocked'));
      assert.equal((await client.login('john', 'sample')).status, 200, 'others are not blocked');
      await server.advance(4 * MINUTE_MS);
      assert.equal((await server.user('jane'))?.blocked, true, 'the sweep at five minutes is too early for it');
      await server.advance(MINUTE_MS);
      assert.equal((await server.user('jane'))?.blocked, true, 'five minutes are over, and there was no sweep since');
      await server.advance(4 * MINUTE_MS);
      assert.equal((await server.user('jane'))?.blocked, false);
      assert.equal((await server.client().login('jane', 'example')).status, 200);
    });
  });

  it('in production a good password before the third bad one begins the count anew', async () => {
    await withMendix({ securityLevel: 'production' }, async (server) => {
      await bad(server.client(), 2);
      assert.equal((await server.client().login('jane', 'example')).status, 200);
      assert.equal((await server.user('jane'))?.failedLogins, 0);
      await bad(server.client(), 2);
      assert.equal((await server.user('jane'))?.blocked, false);
    });
  });

  it('in production five bad passwords at once block a user, and none is let in', async () => {
    await withMendix({ securityLevel: 'production' }, async (server) => {
      await Promise.all(Array.from({ length: 5 }, () => server.client().login('jane', 'no')));
      assert.equal((await server.user('jane'))?.blocked, true);
    });
  });

  it('in prototype no number of bad passwords blocks a user', async () => {
    await withMendix({}, async (server) => {
      await bad(server.client(), 5);
      assert.equal((await server.user('jane'))?.blocked, false);
      assert.equal((await server.client().login('jane', 'example')).status, 200);
    });
  });

  it('the end of a block can be told from the state: at the sweep that is named there the user is free, and not before', async () => {
    await withMendix({}, async (server) => {
      for (const wait of [0, 1, MINUTE_MS, 5 * MINUTE_MS - 1]) {
        await server.advance(wait);
        await server.patchUser('jane', { blocked: true });
        const state = await server.state();
        const end = blockEnd((await server.user('jane'))?.blockedSince ?? '', state);
        const { now } = (await server.control.get('/state')).json.clock;
        await server.advance(end - Date.parse(now) - 1);
        assert.equal((await server.user('jane'))?.blocked, true);
        await server.advance(1);
        assert.equal((await server.user('jane'))?.blocked, false);
      }
    });
  });

  it('a user who is blocked by hand is unblocked by hand at once, and a live session goes on meanwhile', async () => {
    await withMendix({}, async (server) => {
      const client = await server.signedIn();
      await server.patchUser('jane', { blocked: true });
      assert.equal((await client.data()).status, 200);
      assert.equal((await server.client().login('jane', 'example')).status, 401);
      await server.patchUser('jane', { blocked: false });
      assert.equal((await server.client().login('jane', 'example')).status, 200);
    });
  });
});

/** The order of users differs where one was changed for the first time. */
function byName(mendix: MendixState): unknown {
  return { ...mendix, users: mendix.users.toSorted((a, b) => a.name.localeCompare(b.name)) };
}
