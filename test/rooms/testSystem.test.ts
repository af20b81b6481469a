import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import type { ServerAddress } from '../../src/core/protocol/address';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import { until } from '../server/devServers';
import { assertNone, RouteDriver, undriven } from '../server/routeDriver';
import { Overlay } from './overlay';

const SYSTEM = path.resolve(__dirname, '../../../test/rooms/system');

/**
 * The only files outside a system's own folders that a new system changes: the list of systems of each room that has
 * one, and the compiler's list of projects.
 */
const LISTS: readonly { file: string; edits: readonly [place: string, added: string][] }[] = [
  {
    file: 'src/core/systems.ts',
    edits: [
      [
        "import { PLATFORM_PART } from './systems/platform/platformPart';",
        "\nimport { PROBE_PART } from './systems/probe/probePart';",
      ],
      ["import './systems/mobile/mobilePart';", "\nimport './systems/probe/probePart';"],
      ['[WEB_PART, MOBILE_PART, PLATFORM_PART', ', PROBE_PART'],
    ],
  },
  {
    file: 'src/server/systems.ts',
    edits: [
      [
        "import { PLATFORM } from './systems/platform/platformPlugin';",
        "\nimport { PROBE } from './systems/probe/probePlugin';",
      ],
      ['[MOBILE, WEB, PLATFORM', ', PROBE'],
    ],
  },
  {
    file: 'src/vscode/systems.ts',
    edits: [
      [
        "import { PLATFORM_VIEW } from './systems/platform/platformView';",
        "\nimport { PROBE_VIEW } from './systems/probe/probeView';",
      ],
      ['[MOBILE_VIEW, WEB_VIEW, PLATFORM_VIEW', ', PROBE_VIEW'],
    ],
  },
  {
    file: 'src/server/tsconfig.json',
    edits: [['{ "path": "systems/platform" }', ',\n    { "path": "systems/probe" }']],
  },
];

describe('a system that only tests have', () => {
  let overlay: Overlay;
  let untouched: ReadonlyMap<string, string>;

  before(() => {
    overlay = new Overlay();
    untouched = filesOf(overlay);
  });
  after(() => overlay.dispose());

  it('a new system needs its own folders, three lists of systems, and a line for the compiler', function () {
    this.timeout(120_000);
    fs.cpSync(SYSTEM, overlay.path('src'), { recursive: true });
    for (const { file, edits } of LISTS) {
      let text = overlay.read(file);
      for (const [place, added] of edits) {
        assert.ok(text.includes(place), `${file} has ${place}`);
        text = text.replace(place, () => place + added);
      }
      overlay.write(file, text);
    }
    const changed = [...filesOf(overlay)].filter(([file, text]) => untouched.get(file) !== text).map(([file]) => file);
    const own = changed.filter((file) => /^src\/(core|server|vscode)\/systems\/probe\//.test(file));
    assert.deepEqual(
      changed.filter((file) => !own.includes(file)).sort(),
      LISTS.map(({ file }) => file).sort(),
      'nothing else was touched',
    );
    assert.equal(own.length, 8);

    const bundled = overlay.run(['esbuild.js']);
    assert.equal(bundled.status, 0, bundled.output);
    const compiled = overlay.compile(['src/vscode']);
    assert.equal(compiled.status, 0, compiled.output);
    assert.deepEqual(overlay.cruise().violations, []);
  });

  it('a new system gives a reason of the right kind with every answer', async () => {
    const { DevServer } = require(
      overlay.path('out/src/server/devServer.js'),
    ) as typeof import('../../src/server/devServer');
    const server = await DevServer.start({}, { log: () => {} });
    try {
      const driver = new RouteDriver(server, overlay.path('lint'));
      await driver.prepared('GET', '/faults');
      const routes = driver.routes.filter(({ face }) => face === 'probe');
      assert.equal(routes.length, 3);
      for (const route of routes) await driver.probe(route);
      await driver.call('/probe/items/a', { method: 'PUT', body: { name: 'apple' } });
      await driver.call('/probe/items/a', { method: 'DELETE' });
      assertNone([...driver.problems, ...undriven(driver, routes, [])]);
    } finally {
      await server.close();
    }
  });

  describe('on a server', () => {
    let address: ServerAddress;
    let control: HttpControlClient;
    let stop: () => void;

    before(async function () {
      this.timeout(30_000);
      const child = spawn(process.execPath, [overlay.path('dist/server.js')], { stdio: ['pipe', 'pipe', 'inherit'] });
      stop = () => child.kill('SIGKILL');
      child.stdin.end(JSON.stringify({ probe: { prefix: 'the ' } }));
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      const message = JSON.parse(line.toString());
      assert.equal(message.kind, 'ready', line.toString());
      address = message.address;
      control = new HttpControlClient(address);
    });
    after(() => stop?.());

    const call = (method: string, route: string, body?: object) =>
      fetch(address.url + route, {
        method,
        ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });

    it('a new system answers its routes, says why, and has its slice of the state', async () => {
      assert.equal((await call('PUT', '/probe/items/a', { name: 'apple' })).status, 204);
      assert.equal((await call('PUT', '/probe/items/b', {})).status, 204);
      assert.deepEqual(await (await call('GET', '/probe/items')).json(), [
        { id: 'a', name: 'the apple' },
        { id: 'b', name: 'the b' },
      ]);
      assert.equal((await call('DELETE', '/probe/items/c')).status, 404);
      const { systems, journal } = (await control.state()) as unknown as {
        systems: Record<string, unknown>;
        journal: { face: string; causes: { rule: string; kind: string }[] }[];
      };
      assert.deepEqual(systems.probe, {
        items: [
          { id: 'a', name: 'the apple' },
          { id: 'b', name: 'the b' },
        ],
      });
      const kinds = journal.filter(({ face }) => face === 'probe').flatMap(({ causes }) => causes);
      assert.deepEqual([...new Set(kinds.map(({ kind }) => kind))].sort(), ['changed', 'decided', 'noted', 'refused']);
    });

    it('a new system tells each change, comes back with a snapshot, and is struck by faults', async () => {
      const changes: unknown[] = [];
      const end = new AbortController();
      const following = control.follow((change) => changes.push(change), end.signal);
      const snapshot = await control.snapshot();
      await call('DELETE', '/probe/items/a');
      const told = () => changes.find((each) => (each as { kind: string }).kind === 'system');
      await until(told, (change) => change !== undefined);
      assert.deepEqual(told(), { kind: 'system', system: 'probe', change: { kind: 'itemRemoved', id: 'a' } });
      await control.putSnapshot(snapshot);
      assert.equal(((await (await call('GET', '/probe/items')).json()) as unknown[]).length, 2);
      await control.addFault({ kind: 'status', status: 503, times: 1 });
      const struck = await call('GET', '/probe/items');
      assert.deepEqual([struck.status, await struck.json()], [503, { probe: 503 }]);
      end.abort();
      await following;
    });

    it('a new system has its part in the description of the control API and of the options', () => {
      const { components } = JSON.parse(overlay.read('schemas/openapi.json'));
      assert.ok(components.schemas.ServerState.properties.systems.properties.probe);
      assert.ok(JSON.parse(overlay.read('schemas/server.schema.json')).properties.probe);
    });
  });
});

function filesOf(overlay: Overlay): ReadonlyMap<string, string> {
  const names = fs.readdirSync(overlay.path('src'), { recursive: true, encoding: 'utf8' });
  const files = names.map((name) => `src/${name.split(path.sep).join('/')}`);
  return new Map(
    files.filter((file) => fs.statSync(overlay.path(file)).isFile()).map((file) => [file, overlay.read(file)]),
  );
}
