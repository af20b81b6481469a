import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { ServerChange } from '../../src/core/protocol/state';
import { applyChange } from '../../src/core/server/serverState';
import { SLICES } from '../../src/core/systems';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import { DevServer } from '../../src/server/devServer';
import { VirtualClock } from '../../src/server/kernel/clock/virtualClock';
import { MemoryStore } from '../../src/server/kernel/store/memoryStore';
import type { Store } from '../../src/server/kernel/store/store';
import { temporaryFolder, writeTree } from '../disk/temporaryFolder';
import { READS, Twin } from './busyServer';
import { until } from './devServers';
import { mustNotFail } from './fakeTime';
import { SharedStore } from './sharedStore';
import { PROJECT } from './webHarness';

/** How the servers share a store: both in one process, or as on another machine. */
const SHARING: Readonly<Record<string, (store: Store) => () => Store>> = {
  'in memory': (store) => () => store,
  'that answers and reports late': (store) => {
    // Later than the next request, so that a decision on an old copy is seen.
    const shared = new SharedStore(store, () => delay(100));
    return () => shared.view();
  },
};

/** Those of `READS` that the journal has. They come first, so that both servers are asked about the same journal. */
const NOTED: readonly string[] = ['/recording', '/faults', '/mobile/sessions', '/web/sessions'];

const DEVICES = ['A', 'B', 'C', 'D'];

/** Two servers on one store and one folder, and what was given to clients. */
interface Pair {
  readonly servers: readonly [Twin, Twin];
  readonly mobileApps: string;
  readonly tokens: Map<string, string>;
  readonly cookies: Map<string, string>;
  readonly otps: string[];
  /** The cookies of Mendix clients, by their names. */
  readonly mendix: Map<string, Map<string, string>>;
  snapshot: unknown;
}

type Act = readonly [what: string, run: (twin: Twin, pair: Pair) => Promise<unknown>];

const device = fc.constantFrom(...DEVICES);

async function webSession(twin: Twin, at: number): Promise<string | undefined> {
  const all: { id: string }[] = (await twin.control.get('/web/sessions')).json;
  return all.length === 0 ? undefined : all[at % all.length]?.id;
}

/** Calls the Mendix runtime as one of the clients, who keeps the cookies. */
async function xas(twin: Twin, { mendix }: Pair, id: string, action: string, params: object = {}): Promise<void> {
  const jar = mendix.get(id) ?? new Map<string, string>();
  mendix.set(id, jar);
  const { headers } = await twin.xas(action, [...jar].map(([name, value]) => `${name}=${value}`).join('; '), params);
  for (const line of headers['set-cookie'] ?? []) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '') jar.delete(name);
    else jar.set(name, value);
  }
}

async function sessionFile({ servers: [twin], mobileApps }: Pair, at: number): Promise<string | undefined> {
  const { sessions } = (await twin.control.get('/mobile/sessions')).json;
  return sessions.length === 0 ? undefined : path.join(mobileApps, sessions[at % sessions.length].file);
}

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.tuple(device, fc.constantFrom('', 'wait@example.com', 'ok@example.com')).map(
    ([id, email]): Act => [
      `login of ${id} as “${email}”`,
      async (twin, { tokens }) => {
        const { json } = await twin.login(id, { email });
        if (json.token) tokens.set(id, json.token);
      },
    ],
  ),
  device.map(
    (id): Act => [`logout of ${id}`, (twin, { tokens }) => twin.mobile('POST', '/mobileapp/$logout', tokens.get(id))],
  ),
  fc
    .tuple(device, fc.nat(3))
    .map(
      ([id, token]): Act => [
        `push token ${token} of ${id}`,
        (twin, { tokens }) =>
          twin.mobile('POST', '/mobileapp/$userInfo', tokens.get(id), { device: { token: String(token) } }),
      ],
    ),
  fc.tuple(fc.nat(9), fc.constantFrom('edit', 'damage', 'delete')).map(
    ([at, how]): Act => [
      `${how} of file ${at}`,
      async (_, pair) => {
        const file = await sessionFile(pair, at);
        if (file === undefined || !fs.existsSync(file)) return;
        if (how === 'delete') fs.rmSync(file);
        else if (how === 'damage') fs.writeFileSync(file, '[]');
        else fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('"accepted"', '"pending"'));
      },
    ],
  ),
  fc.constant<Act>(['refresh', (twin) => twin.control.post('/mobile/refresh')]),
  fc.constant<Act>([
    'web session',
    async (twin, { cookies }) => {
      const { json } = await twin.control.post('/web/sessions');
      cookies.set(json.id, `${json.cookie.name}=${json.cookie.value}`);
    },
  ]),
  fc.tuple(fc.nat(9), fc.constantFrom('otp', 'change', 'close')).map(
    ([at, how]): Act => [
      `${how} of web session ${at}`,
      async (twin, { otps }) => {
        const id = await webSession(twin, at);
        if (id === undefined) return;
        if (how === 'close') await twin.control.call('DELETE', `/web/sessions/${id}`);
        else if (how === 'change') await twin.control.call('PATCH', `/web/sessions/${id}`, { userName: `user ${at}` });
        else otps.push((await twin.control.post(`/web/sessions/${id}/otp`, {})).json.otp);
      },
    ],
  ),
  fc
    .nat(9)
    .map(
      (at): Act => [
        `passcode ${at}`,
        (twin, { otps }) => twin.web(`/4DACTION/whoAmI?$4DSID=${otps[at % otps.length] ?? 'none'}`),
      ],
    ),
  fc.tuple(device, fc.constantFrom('example', 'no')).map(
    ([id, password]): Act => [
      `Mendix login of ${id} with the password ${password}`,
      (twin, pair) => {
        pair.mendix.delete(id);
        return xas(twin, pair, id, 'login', { username: 'jane', password, useAuthToken: true });
      },
    ],
  ),
  fc
    .tuple(device, fc.constantFrom('get_session_data', 'retrieve', 'logout'))
    .map(([id, action]): Act => [`${action} of Mendix client ${id}`, (twin, pair) => xas(twin, pair, id, action)]),
  fc.tuple(fc.nat(9), fc.constantFrom('end', 'expire')).map(
    ([at, how]): Act => [
      `${how} of Mendix token ${at}`,
      async ({ control }) => {
        const all: { tokens: { id: string }[] }[] = (await control.get('/mendix/users')).json;
        const tokens = all.flatMap((user) => user.tokens);
        const { id } = tokens[at % tokens.length] ?? {};
        if (id === undefined) return;
        if (how === 'end') await control.call('DELETE', `/mendix/tokens/${id}`);
        else await control.post(`/mendix/tokens/${id}/expire`);
      },
    ],
  ),
  fc.nat(9).map(
    (at): Act => [
      `end of Mendix session ${at}`,
      async ({ control }) => {
        const all: { id: string }[] = (await control.get('/mendix/sessions')).json;
        if (all.length > 0) await control.call('DELETE', `/mendix/sessions/${all[at % all.length]?.id}`);
      },
    ],
  ),
  fc
    .constantFrom({ blocked: true }, { blocked: false }, { active: false }, { active: true })
    .map(
      (patch): Act => [
        `Mendix user ${JSON.stringify(patch)}`,
        ({ control }) => control.call('PATCH', '/mendix/users/jane', patch),
      ],
    ),
  fc.constant<Act>(['sweep', ({ control }) => control.post('/mendix/sweep')]),
  fc
    .constantFrom(1_000, 3_700_000)
    .map((advanceMs): Act => [`${advanceMs} ms later`, (twin) => twin.control.post('/clock', { advanceMs })]),
  fc.constant<Act>([
    'a fault',
    (twin) => twin.control.post('/faults', { kind: 'status', status: 503, scope: { route: '/nowhere', nth: 9 } }),
  ]),
  fc.constant<Act>([
    'taking a snapshot',
    async (twin, pair) => {
      pair.snapshot = (await twin.control.get('/snapshot')).json;
    },
  ]),
  fc.constant<Act>([
    'putting the snapshot in',
    async (twin, { snapshot }) => {
      if (snapshot) assert.equal((await twin.control.call('PUT', '/snapshot', snapshot)).status, 204);
    },
  ]),
  fc.constant<Act>(['reset', (twin) => twin.control.post('/reset')]),
);

describe('Two servers on one store', () => {
  const folder = temporaryFolder();
  const ends: (() => unknown)[] = [];
  let count = 0;

  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function pairOn(sharing: (store: Store) => () => Store): Promise<Pair> {
    const clock = new VirtualClock(mustNotFail);
    const store = new MemoryStore(clock, mustNotFail);
    ends.push(
      () => clock.dispose(),
      () => store.dispose(),
    );
    clock.move({ pause: true });
    const view = sharing(store);
    const root = path.join(folder(), String(count++));
    const mobileApps = path.join(root, 'MobileApps');
    fs.mkdirSync(mobileApps, { recursive: true });
    writeTree(path.join(root, 'project'), PROJECT);
    const options = {
      mobileApps,
      mobile: { licences: 3, policy: { rules: [{ email: 'wait*', outcome: 'pending' as const, mail: true }] } },
      web: { project: path.join(root, 'project') },
      mendix: {
        users: [{ name: 'jane', password: 'example' }],
        securityLevel: 'production' as const,
        switches: { csrfStatus: 403 as const, rotateToken: true },
      },
    };
    const start = async () => {
      const server = await DevServer.start(options, {
        log: () => {},
        shared: { clock, store: view() },
        backups: path.join(root, 'backups'),
      });
      ends.push(() => server.close());
      return new Twin(server, mobileApps);
    };
    const servers = [await start(), await start()] as const;
    return {
      servers,
      mobileApps,
      tokens: new Map(),
      cookies: new Map(),
      otps: [],
      mendix: new Map(),
      snapshot: undefined,
    };
  }

  /** Follows the events of a server. Returns a function that says the state that they tell. */
  function followed(twin: Twin): () => unknown {
    let state: Parameters<typeof applyChange>[0];
    follow(twin, (change) => {
      state = applyChange(state, change, SLICES);
    });
    return () => state;
  }

  /** Follows the events of a server, and keeps them. */
  function followedChanges(twin: Twin): readonly ServerChange[] {
    const changes: ServerChange[] = [];
    follow(twin, (change) => changes.push(change));
    return changes;
  }

  function follow({ server }: Twin, hear: (change: ServerChange) => void): void {
    const ending = new AbortController();
    const following = new HttpControlClient(server.address()).follow(hear, ending.signal);
    ends.push(() => {
      ending.abort();
      return following;
    });
  }

  /** What decides about each client, as both servers tell it. */
  async function decisions({ servers, tokens, mendix }: Pair, what: string): Promise<void> {
    for (const id of DEVICES) {
      const token = tokens.get(id);
      const ask = (twin: Twin) => twin.mobile('GET', '/mobileapp/$licensecheck', token);
      const [one, two] = [await ask(servers[0]), await ask(servers[1])];
      assert.deepEqual([two.status, two.text], [one.status, one.text], `${what}: ${id}`);
      // Without the CSRF token, which nobody has, only a live session is refused with 403. Nothing changes.
      const session = `XASSESSIONID=${mendix.get(id)?.get('XASSESSIONID') ?? 'none'}`;
      const askMendix = async (twin: Twin) => (await twin.xas('retrieve', session)).status;
      const [first, second] = [await askMendix(servers[0]), await askMendix(servers[1])];
      assert.equal(second, first, `${what}: Mendix client ${id}`);
    }
  }

  /** What each of both servers answers to all calls that only read. */
  async function toldBy({ servers }: Pair): Promise<readonly [one: unknown, two: unknown]> {
    const told: [Record<string, unknown>, Record<string, unknown>] = [{}, {}];
    for (const target of [...NOTED, ...READS.filter((target) => !NOTED.includes(target))]) {
      for (const [at, { control }] of servers.entries()) {
        const { status, text } = await control.get(target);
        assert.equal(status, 200, target);
        (told[at] as Record<string, unknown>)[target] = JSON.parse(withoutPorts(text, servers[at] as Twin));
      }
    }
    return told;
  }

  /** What a server says of itself is its own: its addresses in the state. How far the clock is behind is real time. */
  function withoutPorts(text: string, { server }: Twin): string {
    const { url, externalPlatformUrl } = server.address();
    return text
      .replace(`"url":"${url}"`, '"url":"MAIN"')
      .replace(`"externalPlatformUrl":"${externalPlatformUrl}"`, '"externalPlatformUrl":"PLATFORM"')
      .replace(/"(offsetMs|now)":("[^"]*"|-?[\d.]+)/g, '"$1":0');
  }

  for (const [kind, sharing] of Object.entries(SHARING)) {
    it(`a session that one server removed from a store ${kind} is refused by the other at once`, async () => {
      const pair = await pairOn(sharing);
      const [one, two] = pair.servers;
      const { token } = (await one.login('A')).json;
      const ask = async (twin: Twin) => (await twin.mobile('GET', '/mobileapp/$licensecheck', token)).status;
      assert.deepEqual([await ask(one), await ask(two), await ask(two)], [200, 200, 200]);
      const listed = async () => (await two.control.get('/mobile/sessions')).json;
      assert.equal((await listed()).sessions.length, 1);
      await one.mobile('POST', '/mobileapp/$logout', token);
      assert.equal(await ask(two), 401);
      assert.deepEqual(
        (await listed()).evicted.map(({ why }: { why: string }) => why),
        ['The device logged out.'],
      );
    });

    it(`a Mendix session that one server ended in a store ${kind} is over for the other at once, and both tell why`, async () => {
      const pair = await pairOn(sharing);
      const [one, two] = pair.servers;
      const heard = pair.servers.map(followedChanges);
      await until(
        () => heard.every((changes) => changes.length > 0),
        (isFollowed) => isFollowed,
      );
      await xas(one, pair, 'A', 'login', { username: 'jane', password: 'example' });
      const session = `XASSESSIONID=${pair.mendix.get('A')?.get('XASSESSIONID')}`;
      assert.equal((await two.xas('retrieve', session)).status, 403);
      const [{ id }] = (await two.control.get('/mendix/sessions')).json;
      await one.control.call('PATCH', '/mendix/users/jane', { active: false });
      assert.equal((await two.xas('retrieve', session)).status, 401);
      for (const changes of heard) {
        await until(
          () => changes.filter((each) => each.kind === 'system' && each.change.kind === 'mendixSessionRemoved'),
          (removed) => removed.length > 0,
        );
        const told = changes.flatMap((each) =>
          each.kind === 'system' && each.system === 'mendix' ? [each.change] : [],
        );
        assert.deepEqual(
          told.filter(({ kind }) => kind === 'mendixSessionRemoved'),
          [{ kind: 'mendixSessionRemoved', id, why: 'inactive' }],
        );
        assert.ok(told.some((each) => each.kind === 'mendixUser' && !each.user.active));
      }
    });

    it(`two servers that share a store ${kind} decide the same, and all that they tell becomes the same`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(fc.nat(1), act), { minLength: 5, maxLength: 20 }), async (acts) => {
          const pair = await pairOn(sharing);
          const { servers } = pair;
          const heard = servers.map(followed);
          for (const [at, [what, run]] of acts) {
            await run(servers[at as 0 | 1], pair);
            await decisions(pair, what);
          }
          const told = () => toldBy(pair);
          await becomesSame(told);
          for (const [at, twin] of servers.entries()) {
            // Both are asked again each time: a server may see a file that changed only after it was asked.
            const both = async () => {
              const { systems } = (await twin.control.get('/state')).json;
              return [systems, (heard[at]?.() as { systems?: unknown } | undefined)?.systems];
            };
            await becomesSame(both, 'events');
          }
          for (const end of ends.splice(0).reverse()) await end();
        }),
        { numRuns: 12, endOnFailure: true },
      );
    });
  }
});

/** Waits until both are the same. If they never are, shows how they differ. */
async function becomesSame(ask: () => Promise<readonly unknown[]>, what?: string): Promise<void> {
  await until(ask, ([one, two]) => isDeepStrictEqual(two, one)).catch(async () => {
    const [one, two] = await ask();
    assert.deepEqual(two, one, what);
  });
}
