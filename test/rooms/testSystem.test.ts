import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import type { ServerAddress } from '../../src/core/protocol/address';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import type { Schema } from '../contract/manifestShape';
import { SettingCheck } from '../contract/settingCheck';
import { until } from '../server/devServers';
import { manifestSettings } from '../support/manifestSettings';
import { Overlay } from '../support/overlay';
import { addProbe, bundle, EDITED, MADE } from './probeSystem';

/** The files of the system itself. */
const OWN = /^(?:(?:src\/(?:core|server|vscode)|test)\/systems\/probe\/|docs\/probe[.]md$)/;

/** They are made, or not of the repository. */
const LEFT_OUT = /^(?:node_modules|out|dist|ThirdPartyNotices[.]txt)(?:\/|$)/;

/** The tests that take all systems from the lists. */
const SHARED_TESTS = [
  ...['openapi', 'everyRoute', 'controlGuide', 'options', 'pathNames', 'placeNames', 'systemLists'].map(
    (name) => `server/${name}`,
  ),
  ...['guides', 'manifest', 'words', 'madeDocuments', 'reasonCodes', 'references', 'serverSettings'].map(
    (name) => `contract/${name}`,
  ),
];

describe('a system that only tests have', () => {
  let overlay: Overlay;
  let untouched: ReadonlyMap<string, string>;

  before(() => {
    overlay = new Overlay({ withTests: true });
    untouched = filesOf(overlay);
  });
  after(() => overlay.dispose());

  it('a new system needs its own folders, the lists, the manifest with its texts, and made documents', () => {
    const changed = () => [...filesOf(overlay)].flatMap(([file, text]) => (untouched.get(file) === text ? [] : [file]));
    addProbe(overlay);
    const own = changed().filter((file) => OWN.test(file));
    assert.deepEqual(
      changed().filter((file) => !own.includes(file)),
      [...EDITED].sort(),
      'nothing else was touched',
    );
    assert.equal(own.length, 17);

    bundle(overlay);
    const compiled = overlay.compile(['src/webview', 'test']);
    assert.equal(compiled.status, 0, compiled.output);
    const documents = overlay.run(['out/test/docs/write.js']);
    assert.equal(documents.status, 0, documents.output);
    assert.deepEqual(
      changed().filter((file) => !own.includes(file) && !EDITED.includes(file)),
      MADE,
      'what is made from the code',
    );
    assert.deepEqual(overlay.cruise().violations, []);
  });

  it('the tests that all systems share pass with a new system', () => {
    const mocha = path.join(overlay.root, 'node_modules/mocha/bin/mocha.js');
    const files = SHARED_TESTS.map((name) => overlay.path(`out/test/${name}.test.js`));
    const args = ['--timeout', '120000', '--exit', '--reporter', 'dot', '--enable-source-maps'];
    const { status, output } = overlay.run([mocha, ...args, ...files]);
    assert.equal(status, 0, output);
  });

  it('a new system has a setting, which the manifest and the check of settings know', () => {
    const { PROBE_SETTINGS } = require(overlay.path('out/src/vscode/systems/probe/probeContract.js'));
    const manifest = JSON.parse(overlay.read('package.json'));
    const check = new SettingCheck(JSON.parse(overlay.read('schemas/server.schema.json')));
    const { [PROBE_SETTINGS.probeOptions.key]: property } = manifestSettings<Schema>(manifest);
    assert.ok(property);
    assert.deepEqual(check.problems(PROBE_SETTINGS.probeOptions, property), []);
    const { settingsErrorText } = require(overlay.path('out/src/vscode/server/settingsErrorText.js'));
    assert.equal(settingsErrorText({ probeOptions: { prefix: 'the ' } }), undefined);
    const wrong = '“sessionWorkbench.server.probeOptions.prefix” must be a text in one line';
    assert.equal(settingsErrorText({ probeOptions: { prefix: 1 } }), `${wrong}, not a number`);
    assert.equal(settingsErrorText({ probeOptions: { prefix: 'a\nb' } }), wrong);
  });

  it('a new system has deadlines, with a text of its own', () => {
    const { SYSTEM_PARTS, SLICES } = require(overlay.path('out/src/core/systems.js'));
    const { deadlinesIn } = require(overlay.path('out/src/core/flows/deadlines.js'));
    const { flowStrings } = require(overlay.path('out/src/core/flows/flowWords.js'));
    const at = '2026-01-01T12:00:00.000Z';
    const systems = {
      probe: {
        items: [
          { id: 'a', name: 'apple', until: at },
          { id: 'b', name: 'pear' },
        ],
      },
    };
    const state = { clock: { now: '2026-01-01T11:00:00.000Z' }, systems, outbox: [] };
    assert.deepEqual(deadlinesIn(state, SLICES), [{ kind: 'probeItem', name: 'apple', at, system: 'probe' }]);
    assert.equal(flowStrings(SYSTEM_PARTS).ofSystems.probe.ends, 'Clock: it is time for {0}');
  });

  describe('in a scenario', () => {
    const PUT = { method: 'PUT', url: '/probe/items/a', json: { name: 'apple' } };
    /** What `run` says of a scenario in which an item is put in, and then all are taken out. */
    function run(expect: object, server: object = { probe: { prefix: 'the ' } }) {
      const folder = fs.mkdtempSync(overlay.path('run-'));
      const steps = [
        { title: 'Put', from: 'App', to: 'Server', request: PUT, expect: { status: 204, probeItem: expect } },
        { event: { clearProbe: true }, expect: { status: 200, probeItem: { of: 'a', exists: false } } },
      ];
      const actors = { App: { role: 'app' }, Server: { role: 'server' } };
      const file = path.join(folder, 'probe.scenario.json');
      fs.writeFileSync(file, JSON.stringify({ name: 'Probe', actors, server, steps }));
      return overlay.run(['dist/cli.js', 'run', file, '--format', 'json']);
    }

    it('a scenario expects something of a new system, and makes its event happen', () => {
      const { status, output } = run({ of: 'a', exists: true, name: 'the apple' });
      assert.equal(status, 0, output);
      const [{ steps }] = JSON.parse(output).scenarios;
      assert.deepEqual(
        steps.map(({ title, verdict }: { title: string; verdict: string }) => [title, verdict]),
        [
          ['Put', 'passed'],
          ['Server: clearProbe', 'passed'],
        ],
      );
    });

    it('an expectation of a new system fails with its own words', () => {
      const { status, output } = run({ of: 'a', name: 'the pear' });
      assert.equal(status, 1, output);
      assert.match(output, /Item a: name: .*expected .*the pear/);
    });

    it('an expectation of a new system is held against its schema', () => {
      const { status, output } = run({ of: 'a', colour: 'red' });
      assert.equal(status, 1, output);
      assert.match(output, /\/expect\/probeItem\/colour/);
    });

    it('options of a new system are checked by the system itself', () => {
      const { status, output } = run({ of: 'a' }, { probe: { prefix: ' the' } });
      assert.equal(status, 2, output);
      assert.match(output, /“probe\.prefix” begins with a blank; take it out/);
    });
  });

  describe('on a server', () => {
    let address: ServerAddress;
    let control: HttpControlClient;
    let stop: () => void;

    before(async () => {
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

    it('a new system has calls of the control API, which its client makes', async () => {
      const { PROBE_CALLS } = require(overlay.path('out/src/core/systems/probe/probeCalls.js'));
      await call('PUT', '/probe/items/z', {});
      const { length } = (await (await call('GET', '/probe/items')).json()) as unknown[];
      assert.deepEqual(await control.ask(PROBE_CALLS.clear()), { removed: length });
      assert.deepEqual(await (await call('GET', '/probe/items')).json(), []);
    });

    it('a new system has its part in the description of the control API and of the options', () => {
      const { components } = JSON.parse(overlay.read('schemas/openapi.json'));
      assert.ok(components.schemas.ServerState.properties.systems.properties.probe);
      assert.ok(JSON.parse(overlay.read('schemas/server.schema.json')).properties.probe);
    });
  });

  // The last: what the compiler writes here is not whole.
  describe('without its place in the list', () => {
    it('the compiler refuses a list without a slice, an event or an expectation that a system declares', () => {
      const list = overlay.read('src/core/systems.ts');
      overlay.write('src/core/systems.ts', list.replace(', PROBE_PART] as const', '] as const'));
      try {
        const { output } = overlay.compile(['src/core']);
        const errors = output
          .split('\n')
          .filter((line) => line.startsWith('src/core/systems.ts') && !line.includes('TS6133'));
        assert.equal(errors.length, 3, output);
      } finally {
        overlay.write('src/core/systems.ts', list);
      }
    });
  });
});

/** All files of the repository that the copy has, by their paths. */
function filesOf(overlay: Overlay): ReadonlyMap<string, string> {
  const files = fs
    .readdirSync(overlay.root, { withFileTypes: true })
    .filter(({ name }) => !LEFT_OUT.test(name))
    .flatMap((entry) => {
      if (!entry.isDirectory()) return [entry.name];
      const below = fs.readdirSync(overlay.path(entry.name), { recursive: true, withFileTypes: true });
      return below.flatMap((each) =>
        each.isFile()
          ? path.relative(overlay.root, path.join(each.parentPath, each.name)).split(path.sep).join('/')
          : [],
      );
    });
  return new Map(files.sort().map((file) => [file, overlay.read(file)]));
}
