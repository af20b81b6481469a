import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { CLI, run, Scratch } from './commandLine';

const ACTORS = { App: { role: 'app' }, Server: { role: 'server' } };
const CONTROL = {
  SESSION_WORKBENCH_CONTROL_URL: 'http://127.0.0.1:9/_workbench/v1',
  SESSION_WORKBENCH_CONTROL_TOKEN: 'token',
};

describe('a server that run is given', () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = new Scratch();
    const steps = [
      { title: 'Ping', from: 'App', to: 'Server', request: { url: '/mobileapp/' }, expect: { status: 200 } },
      { title: 'Later', clock: { advance: '59 min' } },
    ];
    scratch.file('a.scenario.json', JSON.stringify({ name: 'a', actors: ACTORS, steps }));
  });
  afterEach(() => scratch.remove());

  it('run --base-url runs against the server of exec, with its clock', async () => {
    const program = `const { spawnSync } = require('node:child_process');
      const { SESSION_WORKBENCH_URL: url } = process.env;
      const { status } = spawnSync(process.execPath, [${JSON.stringify(CLI)}, 'run', '.', '--base-url', url], { stdio: 'inherit' });
      process.exit(status);`;
    scratch.file('inside.cjs', program);
    const { code, stdout, stderr } = await run(['exec', '--', process.execPath, 'inside.cjs'], { cwd: scratch.root });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /1 passed, 0 failed/);
  });

  it('run --base-url finds the control API of a server that this user has started elsewhere', async () => {
    const state = { XDG_STATE_HOME: scratch.folder('state'), LOCALAPPDATA: scratch.folder('state') };
    const folder = scratch.folder('MobileApps');
    const serve = spawn(process.execPath, [CLI, 'serve', '--mobile-apps', folder, '--json'], {
      env: { ...process.env, ...state },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const [told] = (await once(serve.stdout, 'data')) as [Buffer];
      const { url } = JSON.parse(String(told).split('\n')[0] ?? '');
      // What is told belongs to another server.
      for (const env of [state, { ...state, ...CONTROL }]) {
        const { code, stderr } = await run(['run', '.', '--base-url', url], { cwd: scratch.root, env });
        assert.equal(code, 0, stderr);
      }
    } finally {
      const ended = once(serve, 'exit');
      serve.kill();
      await ended;
    }
  });

  const REFUSED: readonly (readonly [url: string, env: Record<string, string>, words: RegExp])[] = [
    ['http://127.0.0.1:9', {}, /--base-url needs the control API .*; call it under session-workbench exec, or set/],
    ['nowhere', CONTROL, /--base-url is no address of a server; give/],
    ['ftp://127.0.0.1', CONTROL, /--base-url is no address of a server; give/],
    ['http://ada:hunter2Q@127.0.0.1:9', CONTROL, /--base-url is no address of a server; give/],
    ['http://127.0.0.1:9/deep', CONTROL, /--base-url is no address of a server; give/],
    [
      'http://127.0.0.1:9',
      { ...CONTROL, SESSION_WORKBENCH_CONTROL_URL: 'http://example.com/_workbench/v1' },
      /SESSION_WORKBENCH_CONTROL_URL names another machine, .*; name this one/,
    ],
  ];
  for (const [url, env, words] of REFUSED) {
    it(`run --base-url ${url} with ${env.SESSION_WORKBENCH_CONTROL_URL ?? 'no control API'} is refused in one line`, async () => {
      const { code, stdout, stderr } = await run(['run', '.', '--base-url', url], { cwd: scratch.root, env });
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, words);
      assert.doesNotMatch(stderr, /hunter2Q/);
    });
  }

  it('run --base-url says of each scenario that the server does not answer', async () => {
    const { code, stderr } = await run(['run', '.', '--base-url', 'http://127.0.0.1:9'], {
      cwd: scratch.root,
      env: CONTROL,
    });
    assert.equal(code, 2);
    assert.match(stderr, /a: The dev session server does not answer/);
  });
});
