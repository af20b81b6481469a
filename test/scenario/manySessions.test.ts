import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { CONTROL_PATH, type ServerAddress } from '../../src/core/protocol/address';
import type { DevServer } from '../../src/server/devServer';
import type { Snapshot } from '../../src/server/kernel/control/snapshot';
import type { StoredEntry } from '../../src/server/kernel/store/store';
import { WEB_COOKIES, WEB_SESSIONS } from '../../src/server/systems/web/webSpaces';
import { Control, devServers } from '../server/devServers';
import { runAll, ScenarioBench, told } from './scenarioServers';

const ID_LENGTH = 32;
const [FEW, MANY] = [2, 2_000];
/** More than the change of one session, its fault and its mail need. */
const MOST_CHARACTERS = 4_000;

/** Steps of each kind that a run looks at the state after. */
const STEPS = [
  { title: 'a session', from: 'App', to: 'S', request: { url: '/rest/$catalog' }, expect: { status: 200 } },
  { title: 'the clock', clock: { advance: '1 min' } },
  { title: 'a fault', fault: { add: { kind: 'status', status: 503, times: 1 } } },
  { title: 'the fault', from: 'App', to: 'S', request: { url: '/rest/$catalog' }, expect: { status: 503 } },
  {
    title: 'the same session',
    from: 'App',
    to: 'S',
    request: { url: '/rest/$catalog' },
    expect: { status: 200, webSession: { exists: true } },
  },
];

interface Told {
  readonly path: string;
  readonly characters: number;
}

/** Passes on what a run asks the control API, and counts what it is told. */
async function countingProxy(
  to: ServerAddress,
): Promise<{ address: ServerAddress; told: Told[]; server: http.Server }> {
  const told: Told[] = [];
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { origin, host } = new URL(to.controlUrl);
    const passed = await new Promise<http.IncomingMessage>((resolve, reject) => {
      const headers = { ...request.headers, host };
      http
        .request(origin + request.url, { method: request.method, headers }, resolve)
        .on('error', reject)
        .end(Buffer.concat(chunks));
    });
    let text = '';
    for await (const chunk of passed.setEncoding('utf8')) text += chunk;
    told.push({ path: `${request.url}`.slice(CONTROL_PATH.length), characters: text.length });
    response.writeHead(passed.statusCode ?? 0, { 'content-type': 'application/json' }).end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { address: { ...to, controlUrl: `http://127.0.0.1:${port}${CONTROL_PATH}` }, told, server };
}

/** Gives a server web sessions like the one that it has. */
async function fill(server: DevServer, sessions: number): Promise<void> {
  const control = new Control(server.address());
  await fetch(`${server.address().url}/rest/$catalog`);
  const { entries, ...rest } = (await control.get('/snapshot')).json as Snapshot;
  const made = Array.from({ length: sessions }, (_, at) => `${at}`.padStart(ID_LENGTH, '0')).flatMap((id) =>
    entries.flatMap((entry): StoredEntry[] => {
      if (entry.space === WEB_SESSIONS.name) {
        return [{ ...entry, key: id, value: { ...(entry.value as object), id, cookie: id } }];
      }
      return entry.space === WEB_COOKIES.name ? [{ ...entry, key: id, value: id }] : [];
    }),
  );
  const answer = await control.call('PUT', '/snapshot', { ...rest, entries: [...entries, ...made] });
  assert.equal(answer.status, 204, answer.text);
}

describe('A run against a server with many sessions', () => {
  const start = devServers();
  let bench: ScenarioBench;

  beforeEach(() => {
    bench = new ScenarioBench();
  });
  afterEach(() => bench.close());

  /** What the run is told after its start, by call. */
  async function toldInSteps(sessions: number): Promise<readonly Told[]> {
    const server = await start({ web: {} });
    await fill(server, sessions);
    const proxy = await countingProxy(server.address());
    try {
      const file = bench.write('many.scenario.json', {
        name: 'Many',
        actors: { App: { role: 'app' }, S: { role: 'server' } },
        steps: STEPS,
      });
      const runner = bench.runner(file, { server: { address: proxy.address } });
      const { results } = await runAll(runner);
      assert.deepEqual(told(results), []);
      assert.equal(results.length, STEPS.length);
      const start = proxy.told.findIndex(({ path }) => path.startsWith('/changes?after='));
      return proxy.told.slice(start);
    } finally {
      proxy.server.close();
    }
  }

  it('no step of a run is told more than it has changed, however many sessions there are', async () => {
    const [few, many] = [await toldInSteps(FEW), await toldInSteps(MANY)];
    assert.deepEqual(
      many.map(({ path }) => path.replace(/\d+/g, 'N')),
      few.map(({ path }) => path.replace(/\d+/g, 'N')),
    );
    assert.ok(many.filter(({ path }) => path.startsWith('/changes')).length >= STEPS.length);
    for (const { path, characters } of many) {
      assert.notEqual(path, '/state');
      if (path.startsWith('/changes')) assert.ok(characters < MOST_CHARACTERS, `${path}: ${characters}`);
    }
  });
});
