import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { coveredRun } from '../../src/core/scenario/coveredRun';
import { diagramOf } from '../../src/core/scenario/diagram';
import { htmlReport } from '../../src/core/scenario/htmlReport';
import { mermaidOf } from '../../src/core/scenario/mermaid';
import { runOf } from '../../src/core/scenario/run';
import type { RunEvent } from '../../src/core/scenario/runEvents';
import { svgOf } from '../../src/core/scenario/svg';
import type { DeviceActSource } from '../../src/core/scenario/systemDevice';
import { DEVICE, SLICES } from '../../src/core/systems';
import { diskFiles } from '../../src/disk/userFile';
import { FlowSession } from '../../src/scenario/flowSession';
import { devServers } from '../server/devServers';
import { resultsIn, runAll, ScenarioBench, startDevServer, told, withoutPassedTime } from './scenarioServers';

const PASSWORD = 'correct horse';
const SERVER = { tokens: { users: [{ name: 'ada', password: PASSWORD }] } };
const ACTORS = {
  Phone: { role: 'app', device: { preset: 'fintech', lockOnStart: false } },
  Server: { role: 'server' },
};
const act = (device: object, expect?: object, more: object = {}) => ({
  title: Object.keys(device).join(),
  from: 'Phone',
  device,
  ...(expect && { expect: { device: expect } }),
  ...more,
});
const LOGIN = { login: { username: 'ada', password: PASSWORD } };
const PAUSED = { title: 'Time stands still', clock: { pause: true } };

describe('devices in scenarios', () => {
  let bench: ScenarioBench;
  const start = devServers();

  beforeEach(() => {
    bench = new ScenarioBench();
  });
  afterEach(() => bench.close());

  const scenario = (steps: readonly object[], more: object = {}) =>
    bench.write('device.scenario.json', { name: 'A device', server: SERVER, actors: ACTORS, steps, ...more });

  /** What a person is told of the steps that fail. */
  const failuresOf = async (steps: readonly object[], more: object = {}) => {
    const { results } = await runAll(bench.runner(scenario(steps, more)));
    return told(results).map((line) => line.replace(/^\S+ /, '').replace(/ \[.*\]$/, ''));
  };

  it('an app signs in, is left, comes back locked, is unlocked and refreshes, all against a real server', async () => {
    const { results, verdict, events } = await runAll(
      bench.runner(
        scenario([
          PAUSED,
          act({ launch: true }, { state: 'Expired', screen: 'signIn', rows: { has: ['loading.none'] } }),
          act(LOGIN, {
            state: 'Active',
            screen: 'content',
            user: 'ada',
            access: 'valid',
            timers: { inactivity: { state: 'running', leftMs: 300_000 }, background: { state: 'paused' } },
          }),
          act({ background: true }, { hidden: true, screen: 'cover', timers: { background: { leftMs: 60_000 } } }),
          { title: 'Away for too long', clock: { advance: '61s' }, expect: { device: { state: 'Active' } } },
          act({ foreground: true }, { state: 'Locked', screen: 'lock', reason: 'away' }),
          act({ unlock: 'biometric' }, { state: 'Active', screen: 'content' }),
          {
            title: 'Nobody touches it',
            clock: { advance: '5 min' },
            expect: { device: { state: 'Locked', reason: 'inactive', rows: { equals: ['active.inactivity'] } } },
          },
          act({ unlock: 'pin' }, { state: 'Active' }),
          act({ refresh: true }, { access: 'valid' }, { expect: { status: 200, cause: 'tokens.refreshed' } }),
        ]),
      ),
    );
    assert.deepEqual(told(results), []);
    assert.equal(verdict, 'passed');
    const run = runOf(events);
    assert.equal(run.devices.get('Phone')?.state, 'Active');
    assert.ok(run.rowsTaken.includes('active.inactivity'));
    const rows = diagramOf(run).rows.filter(({ step, kind }) => step === 2 && kind === 'message');
    assert.deepEqual(
      rows.map(({ from, to, state, verdict: each }) => [from, to, state, each]),
      [
        ['Phone', 'Phone', 'done', undefined],
        ['Phone', 'Server', 'answered', 'passed'],
      ],
      'the act is the phone’s own, and its request goes to the server',
    );
  });

  for (const [what, steps, expected] of [
    [
      'an act that is refused fails its step',
      [act({ touch: true })],
      ['touch: The device refused the act. Expected that the device does it, got appNotRunning: The app does not run.'],
    ],
    ['an act that is expected to be refused passes', [act({ touch: true }, { problem: 'appNotRunning' })], []],
    [
      'an act that is done although it should be refused fails its step',
      [act({ launch: true }, { problem: 'launchWhileRunning' })],
      ['launch: Problem of the device: nothing, expected "launchWhileRunning"'],
    ],
    [
      'each member of an expectation that is not met is told by itself',
      [act({ launch: true }, { state: 'Active', hidden: true, timers: { inactivity: { state: 'running' } } })],
      [
        'launch: State of the device: "Expired", expected "Active"',
        'launch: Hidden of the device: false, expected true',
        'launch: Inactivity timer: state: "off", expected "running"',
      ],
    ],
    [
      'rows that were not taken are told with those that were',
      [act({ launch: true }, { rows: { has: 'loading.valid', equals: ['start.launch'] } })],
      [
        'launch: Row of the transition table: start.launch → loading.none, expected loading.valid',
        'launch: Path through the transition table: start.launch → loading.none, expected start.launch',
      ],
    ],
    [
      'a refusal of the server is the matter of the app and fails no step',
      [
        act({ launch: true }),
        act({ login: { username: 'ada', password: 'another' } }, { state: 'Expired', reason: 'loginRefused' }),
      ],
      [],
    ],
  ] as const) {
    it(`in a scenario with a device, ${what}`, async () => {
      const failures = await failuresOf(steps);
      assert.equal(failures.length, expected.length, failures.join('\n'));
      for (const [at, words] of expected.entries()) assert.ok(failures[at]?.startsWith(words), failures[at]);
    });
  }

  it('a password that is typed by hand is saved as a secret variable, and the act with what the device was afterwards', async () => {
    const session = new FlowSession(bench.read(scenario([])), { server: { start: startDevServer }, files: diskFiles });
    try {
      const ask = (each: object) =>
        session.ask({ kind: 'device', actor: 'Phone', title: 'By hand', act: each as DeviceActSource });
      await ask({ touch: true });
      await ask({ launch: true });
      await ask(LOGIN);
      const { variables, steps } = session.toScenario('By hand', SERVER);
      assert.deepEqual(variables, { password: { env: 'SESSION_WORKBENCH_PASSWORD', secret: true } });
      const by = { title: 'By hand', from: 'Phone' };
      assert.deepEqual(withoutPassedTime(steps), [
        { ...by, device: { touch: true }, expect: { device: { state: 'Start', problem: 'appNotRunning' } } },
        { ...by, device: { launch: true }, expect: { device: { state: 'Expired' } } },
        {
          ...by,
          device: { login: { username: 'ada', password: '{{password}}' } },
          expect: { device: { state: 'Active' } },
        },
      ]);
      assert.ok(session.secrets.includes(PASSWORD));
      const { server } = bench.read(scenario([]));
      const file = bench.write('saved.scenario.json', session.toScenario('By hand', server));
      const { results } = await runAll(bench.runner(file, { env: { SESSION_WORKBENCH_PASSWORD: PASSWORD } }));
      assert.deepEqual(told(results), []);
    } finally {
      await session.dispose();
    }
  });

  it('a secret that is typed by hand is no text of the saved file, whatever its member is called and wherever it comes again', async () => {
    const tokens = { fields: { new: 'neu' } };
    const session = new FlowSession(bench.read(scenario([], { server: { tokens } })), {
      server: { start: startDevServer },
      files: diskFiles,
    });
    try {
      const ask = (each: object, title = 'By hand') =>
        session.ask({ kind: 'device', actor: 'Phone', title, act: each as DeviceActSource });
      await ask({ launch: true });
      // Nothing says yet that this is a secret.
      await ask({ call: '/api/me?note=old-Typed-1' }, 'Call /api/me?note=old-Typed-1');
      await ask({ login: { username: 'ada', password: 'old-Typed-1' } });
      await ask({
        call: { method: 'POST', url: '/api/password', json: { current: 'old-Typed-1', neu: 'new-Typed-2' } },
      });
      await ask({ call: '/api/me?token=query-Typed-3' });
      await session.ask({
        kind: 'addFault',
        title: 'Fault',
        fault: { kind: 'status', status: 503, scope: { route: 'GET /old-Typed-1' } },
      });
      await ask({ login: { username: 'ada', password: 'new-Typed-2' } });
      const [message] = runOf(session.events).done.at(-1)?.messages ?? [];
      assert.ok(message);
      await session.ask({ kind: 'replay', message: message.sent.id });
      const saved = session.toScenario('By hand', { tokens });
      assert.doesNotMatch(JSON.stringify(saved), /Typed/);
      assert.deepEqual(Object.keys(saved.variables ?? {}), ['password', 'neu', 'token']);
      const call = withoutPassedTime(saved.steps)[3]?.device as { readonly call: { readonly json: unknown } };
      assert.deepEqual(call.call.json, { current: '{{password}}', neu: '{{neu}}' });
      const file = bench.write('saved.scenario.json', saved);
      const env = {
        SESSION_WORKBENCH_PASSWORD: 'one-Other-1',
        SESSION_WORKBENCH_NEU: 'one-Other-2',
        SESSION_WORKBENCH_TOKEN: 'one-Other-3',
      };
      const { results } = await runAll(bench.runner(file, { env }));
      assert.deepEqual(told(results), []);
    } finally {
      await session.dispose();
    }
  });

  it('a clock that was moved by hand to a time is saved as how far it went, so that the file holds at any time', async () => {
    const session = new FlowSession(bench.read(scenario([PAUSED])), {
      server: { start: startDevServer },
      files: diskFiles,
    });
    try {
      const ask = (each: object) =>
        session.ask({ kind: 'device', actor: 'Phone', title: 'By hand', act: each as DeviceActSource });
      await session.play(0);
      await ask({ launch: true });
      await ask(LOGIN);
      const now = Date.parse(runOf(session.events).state?.clock.now ?? '');
      const until = new Date(now + 300_001).toISOString();
      await session.ask({ kind: 'moveClock', title: 'Nobody touches it', until });
      await session.ask({ kind: 'moveClock', title: 'Over already', until });
      await ask({ touch: true });
      const saved = session.toScenario('By hand', SERVER);
      const clocks = withoutPassedTime(saved.steps).flatMap(({ clock }) => clock ?? []);
      const [, far = 0, further] = clocks.map((clock) => ('advanceMs' in clock ? clock.advanceMs : undefined));
      assert.deepEqual([clocks.length, further], [3, 0]);
      // The time that passed before the clock was paused is made up for.
      assert.ok(far >= 300_001 && far < 400_000, String(far));
      assert.deepEqual(saved.steps.at(-1)?.expect, { device: { state: 'Locked' } });
    } finally {
      await session.dispose();
    }
  });

  it('a time that is over when a scenario gets there fails its step, which says what to write instead', async () => {
    const [failure = ''] = await failuresOf([{ title: 'Back', clock: { until: '2020-01-01T00:00:00Z' } }]);
    assert.match(
      failure,
      /^Back: The clock cannot go back to 2020-01-01T00:00:00Z: .* Write "advance" with a duration/,
    );
  });

  it('an app on a server that runs already knows it by the paths and names of that server, and so does what is saved', async () => {
    const server = await start({
      tokens: { ...SERVER.tokens, paths: { login: '/mine/in', logout: '/mine/out' }, fields: { password: 'word' } },
    });
    const session = new FlowSession(bench.read(scenario([act({ launch: true }), act(LOGIN, { state: 'Active' })])), {
      server: { address: server.address() },
      files: diskFiles,
    });
    try {
      await session.play(0);
      assert.equal(session.failure, undefined);
      const urls = runOf(session.events).done.flatMap(({ messages }) => messages.map(({ sent }) => sent.request.url));
      assert.deepEqual(
        urls.map((url) => new URL(url).pathname),
        ['/mine/in'],
      );
      assert.ok(session.secrets.includes(PASSWORD));
      const json = { word: 'word-Typed-1' };
      const call = { method: 'POST', url: '/mine/in', json };
      await session.ask({ kind: 'device', actor: 'Phone', title: 'By hand', act: { call } });
      assert.doesNotMatch(JSON.stringify(session.toScenario('By hand', SERVER)), /Typed/);
    } finally {
      await session.dispose();
    }
  });

  for (const [what, call] of [
    ['a port that there is not', 'http://127.0.0.1:99999/x'],
    ['no host', 'http://'],
    ['two ports', '{{server.url}}:80/x'],
    ['a host after the port', '{{server.url}}.nip.io/x'],
  ] as const) {
    it(`an address with ${what} fails its step and is no error of the tool`, async () => {
      const request = { title: 'Request', from: 'Phone', to: 'Server', request: { url: call } };
      const failures = await failuresOf([
        act({ launch: true }),
        act(LOGIN),
        { title: 'Call', from: 'Phone', device: { call } },
        request,
        act({ touch: true }, { state: 'Active' }),
      ]);
      const words = 'The address of the request is no URL; check its host, and that its port is at most 65535.';
      for (const [title, told] of [
        ['Call', failures],
        ['Request', await failuresOf([request])],
      ] as const) {
        assert.equal(told.length, 1);
        assert.ok(told[0]?.startsWith(`${title}: ${words}`), told[0]);
      }
    });
  }

  it('an address that no URL can be is the failure of one act by hand, and the next act works', async () => {
    const session = new FlowSession(bench.read(scenario([])), { server: { start: startDevServer }, files: diskFiles });
    try {
      const ask = (each: object) =>
        session.ask({ kind: 'device', actor: 'Phone', title: 'By hand', act: each as DeviceActSource });
      await ask({ launch: true });
      await ask(LOGIN);
      await ask({ call: 'http://127.0.0.1:99999/x' });
      assert.notEqual(session.status.phase, 'broken');
      await ask({ call: '/api/me' });
      const states = runOf(session.events).done.map(({ state }) => state);
      assert.deepEqual(states, ['passed', 'passed', 'failed', 'passed']);
    } finally {
      await session.dispose();
    }
  });

  it('an act is on the device of its actor, and of several devices the expectation says which is meant', async () => {
    const actors = { ...ACTORS, Tablet: { role: 'app', device: {} } };
    const failures = await failuresOf(
      [
        act({ launch: true }, { state: 'Expired' }),
        { title: 'Time', clock: { advance: '1s' }, expect: { device: { of: 'Tablet', state: 'Start' } } },
        { title: 'Which', clock: { advance: '1s' }, expect: { device: { state: 'Start' } } },
      ],
      { actors },
    );
    assert.deepEqual(failures, ['Which: Device: devices of Phone and Tablet, expected one device that is meant']);
  });

  it('steps that are taken back leave the device, its tokens and the rows as they were before', async () => {
    const events: RunEvent[] = [];
    const runner = bench.runner(
      scenario([PAUSED, act({ launch: true }), act(LOGIN), act({ call: '/api/me' }), act({ background: true })]),
      { keepsHistory: true },
    );
    runner.onDidHappen((event) => events.push(event));
    await runner.runTo(3);
    const before = runOf(events);
    await runner.step();
    await runner.step();
    await runner.back();
    await runner.back();
    const after = runOf(events);
    assert.deepEqual([...after.devices], [...before.devices]);
    assert.deepEqual(after.rowsTaken, before.rowsTaken);
    await runner.runTo(5);
    assert.deepEqual(told(resultsIn(events)), []);
    assert.deepEqual([...new Set(resultsIn(events).map(({ verdict }) => verdict))], ['passed']);
  });

  it('a cancelled act leaves the device as it was', async () => {
    const runner = bench.runner(scenario([act({ launch: true }), act(LOGIN)]));
    const events: RunEvent[] = [];
    runner.onDidHappen((event) => events.push(event));
    await runner.step();
    const abort = new AbortController();
    runner.beforeSend = (request) => {
      abort.abort();
      return request;
    };
    await assert.rejects(runner.step(abort.signal));
    assert.equal(runOf(events).devices.get('Phone')?.state, 'Expired');
  });

  it('an answer that is held back arrives when the scenario says so', async () => {
    const failures = await failuresOf([
      PAUSED,
      act({ launch: true }),
      act(LOGIN),
      act({ refresh: { late: 'slow' } }),
      act({ deliver: 'other' }, { problem: 'noSuchAnswer' }),
      act({ deliver: 'slow' }, { state: 'Active', access: 'valid' }),
      act({ call: '/api/me' }, { state: 'Active' }, { expect: { status: 200 } }),
    ]);
    assert.deepEqual(failures, []);
  });

  it('the token of an app goes to the server, by a path or its whole address, and to no other port of its host', async () => {
    const heard: (string | undefined)[] = [];
    const other = createServer(({ headers }, answer) => {
      heard.push(headers.authorization);
      answer.writeHead(401, { location: '/elsewhere' }).end('{"error":"invalid_grant","reason":"password_changed"}');
    });
    await once(other.listen(0, '127.0.0.1'), 'listening');
    try {
      const { port } = other.address() as AddressInfo;
      const failures = await failuresOf([
        act({ launch: true }),
        act(LOGIN),
        act({ call: `http://127.0.0.1:${port}/api/me` }, { state: 'Active', rows: { equals: ['active.foreign'] } }),
        act({ call: '{{server.url}}/api/me' }, { state: 'Active', rows: { equals: ['active.answered'] } }),
        act({ call: `{{server.url}}@127.0.0.1:${port}/api/me` }, { rows: { equals: ['active.foreign'] } }),
      ]);
      assert.deepEqual([failures, heard], [[], [undefined, undefined]]);
    } finally {
      other.close();
    }
  });

  it('no export of a run shows a token or the password of a device, whatever the members are called', async () => {
    const fields = { access_token: 'at', refresh_token: 'rt' };
    const runner = bench.runner(
      scenario([act({ launch: true }), act(LOGIN), act({ refresh: true }), act({ call: '/api/me' })], {
        server: { tokens: { ...SERVER.tokens, fields } },
      }),
    );
    const { events, verdict, results } = await runAll(runner);
    assert.deepEqual(told(results), []);
    assert.equal(verdict, 'passed');
    const tokens = [...runner.secretTexts];
    assert.ok(tokens.length >= 4);
    const run = coveredRun(events, SLICES, tokens);
    const shown = [
      htmlReport(run, DEVICE?.table),
      svgOf(diagramOf(run)),
      mermaidOf(diagramOf(run)),
      JSON.stringify(run),
    ];
    for (const text of shown) {
      for (const secret of [...tokens, PASSWORD]) assert.ok(!text.includes(secret));
    }
    assert.ok(JSON.stringify(events).includes(tokens[0] as string), 'the events have them');
    assert.match(shown[0] ?? '', /Transition table: \d+ of \d+ rows taken/);
    assert.match(shown[0] ?? '', /rows taken<\/h3>[\s\S]*<td>expired\.login<\/td>[\s\S]*Rows that were not taken/);
  });
});
