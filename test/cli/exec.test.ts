import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { codeOfSignal } from '../../src/cli/exec/commandSignals';
import { onPosix } from '../disk/temporaryFolder';
import { isAlive } from '../support/isAlive';
import { CLI, run, Scratch } from './commandLine';
import { startedCommands } from './startedCommand';

const ROOT = path.resolve(__dirname, '../../..');
const NAMES = ['URL', 'CONTROL_URL', 'CONTROL_TOKEN', 'PLATFORM_URL'].map((name) => `SESSION_WORKBENCH_${name}`);

describe('exec', () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = new Scratch();
  });
  afterEach(() => scratch.remove());
  const start = startedCommands(() => scratch.root);
  /** Runs a script in Node beside a server. Temporary folders are in one of the test. */
  const exec = (script: string, ...options: string[]) =>
    run(['exec', ...options, '--', process.execPath, '-e', script], {
      cwd: scratch.root,
      env: { TMPDIR: scratch.folder('tmp'), SESSION_WORKBENCH_URL: 'http://before' },
    });

  it('exec passes the ten lines of a test that logs a device in, moves the clock and sees the 401', async () => {
    fs.copyFileSync(path.join(ROOT, 'test/fixtures/exec/login.test.mjs'), scratch.path('login.test.mjs'));
    const { code, stdout, stderr } = await run(['exec', '--', process.execPath, '--test'], { cwd: scratch.root });
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /^. pass 1$/m);
    assert.equal(stderr, '');
  });

  it('exec tells the command where the server is, and its input and output are its own', async () => {
    const script = `
      const told = ${JSON.stringify(NAMES)}.map((name) => process.env[name]);
      process.stdin.on('data', async (text) => {
        const { status } = await fetch(told[0] + '/mobileapp/');
        const state = await fetch(told[1] + '/state', { headers: { authorization: 'Bearer ' + told[2] } });
        const { systems } = await state.json();
        console.log(JSON.stringify({ text: String(text), status, folder: systems.mobile.folder, control: state.status }));
        process.stderr.write('own\\u001b[2J');
        process.exit(Number((await fetch(told[3])).status === 200) * 7);
      });`;
    const tmp = scratch.folder('tmp');
    const { code, stdout, stderr } = await run(['exec', '--', process.execPath, '-e', script], {
      cwd: scratch.root,
      input: 'typed',
      env: { TMPDIR: tmp },
    });
    const { folder, ...rest } = JSON.parse(stdout);
    assert.deepEqual(rest, { text: 'typed', status: 200, control: 200 });
    assert.equal(path.basename(folder), 'MobileApps');
    assert.ok(folder.startsWith(tmp), folder);
    assert.deepEqual(
      fs.readdirSync(tmp).filter((name) => name.startsWith('session-workbench-exec')),
      [],
    );
    assert.deepEqual([code, stderr], [7, 'own\u001b[2J']);
  });

  it('exec shows a line for each answer with --verbose alone', async () => {
    const script = "fetch(process.env.SESSION_WORKBENCH_URL + '/mobileapp/')";
    assert.equal((await exec(script)).stderr, '');
    assert.match((await exec(script, '--verbose')).stderr, /^\S+Z GET \/mobileapp\/ 200 .*\n$/);
  });

  it('exec serves the folder that is given, and not one that is there', async () => {
    scratch.seed('Data/MobileApps');
    const script = `
      const { SESSION_WORKBENCH_CONTROL_URL: url, SESSION_WORKBENCH_CONTROL_TOKEN: token } = process.env;
      fetch(url + '/mobile/sessions', { headers: { authorization: 'Bearer ' + token } })
        .then((answer) => answer.json()).then(({ sessions }) => console.log(sessions.length));`;
    assert.equal((await exec(script)).stdout, '0\n');
    assert.equal((await exec(script, '--mobile-apps', 'Data/MobileApps')).stdout, '1\n');
    assert.ok(fs.existsSync(scratch.path('Data/MobileApps')));
  });

  it('exec takes its options from a file, and needs no folder for a server that serves none', async () => {
    scratch.file('server.json', JSON.stringify({ web: {} }));
    const script = `
      const { SESSION_WORKBENCH_CONTROL_URL: url, SESSION_WORKBENCH_CONTROL_TOKEN: token } = process.env;
      fetch(url + '/state', { headers: { authorization: 'Bearer ' + token } })
        .then((answer) => answer.json())
        .then(({ systems }) => console.log(JSON.stringify([systems.tokens, systems.mobile?.folder, typeof systems.web])));`;
    assert.equal((await exec(script, '--config', 'server.json')).stdout, '[null,null,"object"]\n');
  });

  for (const [options, systems] of [
    [{}, ['mobile', 'tokens']],
    [{ seed: 'x' }, ['mobile', 'tokens']],
    [{ mobileApps: 'Data/MobileApps' }, ['mobile', 'tokens']],
    [{ port: 0 }, ['mobile', 'tokens']],
    [{ tokens: false }, ['mobile']],
    [{ mobile: {} }, ['mobile']],
    [{ web: {} }, ['web']],
    [{ upstream: 'http://127.0.0.1:9' }, ['mobile']],
  ] as const) {
    it(`exec emulates ${systems.join(' and ')} with the options ${JSON.stringify(options)}`, async () => {
      scratch.file('server.json', JSON.stringify(options));
      const script = `
        const { SESSION_WORKBENCH_CONTROL_URL: url, SESSION_WORKBENCH_CONTROL_TOKEN: token } = process.env;
        fetch(url + '/state', { headers: { authorization: 'Bearer ' + token } })
          .then((answer) => answer.json()).then(({ systems }) => console.log(Object.keys(systems).sort().join()));`;
      assert.equal((await exec(script, '--config', 'server.json')).stdout, `${systems.join()}\n`);
    });
  }

  it('exec begins with a snapshot and writes one at the end', async () => {
    const script = `
      const { SESSION_WORKBENCH_CONTROL_URL: url, SESSION_WORKBENCH_CONTROL_TOKEN: token } = process.env;
      const headers = { authorization: 'Bearer ' + token, 'content-type': 'application/json' };
      const body = JSON.stringify({ kind: 'reset' });
      (async () => {
        const { faults } = await (await fetch(url + '/state', { headers })).json();
        console.log(faults.length);
        await fetch(url + '/faults', { method: 'POST', headers, body });
        process.exit(3);
      })();`;
    for (const count of [0, 1]) {
      const { code, stdout } = await exec(script, '--import', 's.json', '--export-on-exit', 's.json');
      assert.deepEqual([code, stdout], [3, `${count}\n`]);
    }
  });

  for (const [what, args, words] of [
    [
      'no --',
      ['exec', 'node', '--test'],
      /write -- before the command: session-workbench exec \[options\] -- node --test/,
    ],
    ['nothing at all', ['exec'], /write -- before the command: .* -- node --test/],
    ['nothing behind --', ['exec', '--port', '0', '--'], /no command stands behind --/],
    ['an empty command', ['exec', '--', ''], /no command stands behind --/],
    ['an option that is none', ['exec', '--prot', '0', '--', 'node'], /unknown option '--prot'/],
    ['a word before --', ['exec', 'node', '--', 'x'], /“node” stands before --/],
    ['a port that is none', ['exec', '--port', 'x', '--', 'node'], /from 0 to 65535/],
    ['a configuration that is not there', ['exec', '--config', 'x.json', '--', 'node'], /x\.json, which is not there/],
    [
      'a host that is not this machine',
      ['exec', '--host', '203.0.113.7', '--', 'node'],
      /is no address of this machine/,
    ],
  ] as const) {
    it(`exec says what to do for ${what}, and runs nothing`, async () => {
      const { code, stdout, stderr } = await run(args, { cwd: scratch.root });
      assert.match(stderr, words);
      assert.match(stderr, /^session-workbench: [^\n]+\n$/, 'one line');
      assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
    });
  }

  it('exec passes a second -- and everything behind it on to the command', async () => {
    const print = 'console.log(JSON.stringify(process.argv.slice(1)))';
    const args = ['exec', '--quiet', '--', process.execPath, '-e', print, 'a', '--', '--port', '1', ''];
    assert.equal((await run(args, { cwd: scratch.root })).stdout, '["a","--","--port","1",""]\n');
  });

  onPosix('exec ends as shells do for a command that is not found or may not be run', async () => {
    scratch.file('plain', 'hello');
    scratch.folder('folder');
    for (const [command, status, words] of [
      ['none-of-this-name', 127, /“none-of-this-name” is not found/],
      ['./none', 127, /“\.\/none” is not found/],
      ['./plain', 126, /“\.\/plain” may not be run; make it executable/],
      ['./folder', 126, /“\.\/folder” may not be run/],
    ] as const) {
      const { code, stdout, stderr } = await run(['exec', '--', command], { cwd: scratch.root });
      assert.match(stderr, words);
      assert.match(stderr, /^session-workbench: [^\n]+\n$/, 'one line');
      assert.deepEqual([code, stdout], [status, '']);
    }
  });

  onPosix('exec ends with 128 and the number of the signal that ended the command', async () => {
    for (const signal of ['SIGKILL', 'SIGTERM', 'SIGSEGV'] as const) {
      const { code } = await exec(`process.kill(process.pid, '${signal}'); setInterval(() => {}, 1000)`);
      assert.equal(code, 128 + os.constants.signals[signal]);
      assert.equal(code, codeOfSignal(signal));
    }
  });

  const COUNT = `
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => { console.log(name); if (name === end) process.exit(5); });
    const end = process.argv[1];
    console.log(JSON.stringify({ pid: process.pid, url: process.env.SESSION_WORKBENCH_URL }));
    setInterval(() => {}, 1000);`;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    onPosix(
      `exec passes ${signal} on to the command once, and ends the server when the command has ended`,
      async () => {
        const command = start(['exec', '--', process.execPath, '-e', COUNT, signal]);
        const { url } = await command.address();
        const { code, stdout } = await command.end(signal);
        assert.deepEqual([code, stdout.split('\n').slice(1)], [5, [signal, '']]);
        await assert.rejects(fetch(url));
      },
    );
  }

  onPosix('exec goes on when the command goes on at a signal', async () => {
    const command = start(['exec', '--', process.execPath, '-e', COUNT, 'SIGTERM']);
    const { url } = await command.address();
    command.child.kill('SIGINT');
    await command.says(({ stdout }) => stdout.includes('SIGINT'));
    assert.equal((await fetch(`${url}/mobileapp/`)).status, 200);
    assert.equal((await command.end('SIGTERM')).code, 5);
  });

  onPosix('exec ends what the command has left behind, and does not wait for it', async () => {
    const script = `
      const left = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
      console.log(left.pid);
      process.exit(0);`;
    const { code, stdout } = await exec(script);
    assert.equal(code, 0);
    while (isAlive(Number(stdout)));
  });

  it('exec says that the server is gone for good, ends the command and ends with 2', async function () {
    if (process.platform !== 'linux') this.skip();
    // A start that finds the port taken is not tried again.
    const command = start(['exec', '--', process.execPath, '-e', TAKES_PORT, 'SIGTERM']);
    const { code, stderr } = await command.ended;
    assert.equal(code, 2, stderr);
    assert.match(stderr, /Port \d+ is used/);
  });

  onPosix('exec ends its server with it when it is killed', async () => {
    const command = start(['exec', '--', process.execPath, '-e', COUNT, 'SIGTERM']);
    const { url, pid } = await command.address();
    command.child.kill('SIGKILL');
    process.kill(pid, 'SIGKILL');
    await command.ended;
    const answers = () =>
      fetch(url).then(
        () => true,
        () => false,
      );
    while (await answers());
  });

  it('exec lets a command on a terminal have its keys, and Ctrl+C reaches it once', async function () {
    if (process.platform !== 'linux' || !fs.existsSync('/usr/bin/script')) this.skip();
    const file = scratch.file('count.js', COUNT);
    // The shell becomes the call: one that waits beside it, as dash does, would end at Ctrl+C before the call has ended.
    const call = `exec ${process.execPath} ${CLI} exec -- ${process.execPath} -e "$(cat ${file})" SIGINT`;
    const child = spawn('script', ['-qefc', call, '/dev/null'], { cwd: scratch.root });
    let said = '';
    child.stdout.on('data', (text) => {
      said += text;
    });
    const ended = once(child, 'close');
    while (!said.includes('"url"'))
      await Promise.race([once(child.stdout, 'data'), ended.then(() => assert.fail(said))]);
    child.stdin.write('\u0003');
    const [code] = await ended;
    assert.equal(code, 5, said);
    assert.equal(said.match(/SIGINT/g)?.length, 1, said);
  });
});

/** Kills the server, and takes its port as soon as it is free. */
const TAKES_PORT = `
  const fs = require('node:fs');
  const { SESSION_WORKBENCH_URL: url, SESSION_WORKBENCH_CONTROL_URL: control } = process.env;
  const port = Number(new URL(url).port);
  const children = fs.readFileSync('/proc/' + process.ppid + '/task/' + process.ppid + '/children', 'utf8').trim().split(' ');
  const server = children.map(Number).find((pid) => pid !== process.pid);
  process.kill(server, 'SIGKILL');
  const take = () => require('node:net').createServer().listen(port, '127.0.0.1').on('error', take);
  take();
  setInterval(() => {}, 1000);`;
