import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { RunningDevServer } from '../../src/api/startedServer';
import { temporaryFolder } from '../disk/temporaryFolder';
import { sessionWorkbench } from './testedApi';

const { connectServer, ControlCallError, SessionWorkbenchError, startServer } = sessionWorkbench;
const API = path.resolve(__dirname, '../../../dist/api.js');

const LOGIN = {
  email: 'jane@example.com',
  application: { id: 'com.example.shop', name: 'Shop', version: '1.0' },
  team: { id: 'ABCDE12345' },
  device: { id: 'device-1', simulator: false, description: 'iPhone', os: 'iOS', version: '18.0' },
  language: { id: 'en_US', region: 'US', code: 'en' },
};

async function login({ url }: Pick<RunningDevServer, 'url'>): Promise<number> {
  const answer = await fetch(`${url}/mobileapp/$authenticate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(LOGIN),
  });
  return answer.status;
}

describe('a server that a test starts', () => {
  const temporary = temporaryFolder();
  let server: RunningDevServer;

  before(async () => {
    server = await startServer();
  });
  after(() => server.stop());
  afterEach(() => server.control.reset());

  it('a login at a server that a test starts is in its temporary folder, its sessions and its journal', async () => {
    assert.equal(await login(server), 200);
    const { sessions } = await server.control.mobile.sessions();
    assert.equal(sessions.length, 1);
    const files = fs.readdirSync(server.mobileApps, { recursive: true, encoding: 'utf8' });
    assert.ok(
      files.some((file) => /^ABCDE12345\.com\.example\.shop.[0-9a-f]{40}$/.test(file)),
      files.join(),
    );
    const { entries } = await server.control.journal.list();
    assert.ok(entries.some(({ route }) => route === 'POST /mobileapp/$authenticate'));
    fs.rmSync(path.join(server.mobileApps, 'ABCDE12345.com.example.shop'), { recursive: true });
    const report = await server.control.mobile.refresh();
    assert.equal(report.removed.length, 1);
  });

  for (const [time, ms] of [
    [1500, 1500],
    ['90s', 90_000],
    ['1h 30m', 5_400_000],
    ['2d', 172_800_000],
  ] as const) {
    it(`the clock of a server that a test starts goes forward by ${time}`, async () => {
      const before = await server.control.clock.pause();
      const { now } = await server.control.clock.advance(time);
      assert.equal(Date.parse(now) - Date.parse(before.now), ms);
      assert.equal((await server.control.clock.resume()).paused, false);
    });
  }

  for (const time of [-1, Number.NaN, Number.POSITIVE_INFINITY, 'soon', '', '3 moons']) {
    it(`the clock is not moved by “${time}”, which is no length of time`, async () => {
      await assert.rejects(server.control.clock.advance(time), (error) => {
        assert.ok(error instanceof SessionWorkbenchError);
        assert.equal(error.code, 'options');
        return true;
      });
    });
  }

  it('a fault that a test adds hits until it is removed, and is listed as long', async () => {
    const fault = await server.control.faults.add({ kind: 'status', status: 503 });
    assert.equal(await login(server), 503);
    assert.deepEqual(
      (await server.control.faults.list()).map(({ id, hits }) => [id, hits]),
      [[fault.id, 1]],
    );
    await server.control.faults.remove(fault);
    assert.equal(await login(server), 200);
    assert.deepEqual(await server.control.faults.list(), []);
  });

  it('the mails that a server has caught are gone when a test clears them, also for who follows', async () => {
    const options = { mobile: { policy: { otherwise: { outcome: 'pending', mail: true } } } } as const;
    const other = await startServer(options);
    const ending = new AbortController();
    try {
      assert.equal(await login(other), 200);
      assert.equal((await other.control.outbox.list()).length, 1);
      const emptied = new Promise<void>((resolve) => {
        void other.control.follow((change) => {
          if (change.kind === 'snapshot' && change.state.outbox.length === 0) resolve();
        }, ending.signal);
      });
      await other.control.outbox.clear();
      await emptied;
      assert.deepEqual(await other.control.outbox.list(), []);
      const { entries } = await other.control.journal.list();
      assert.ok(entries.some(({ causes }) => causes.some(({ rule }) => rule === 'control.outbox.clear')));
    } finally {
      ending.abort();
      await other.stop();
    }
  });

  it('a snapshot that a test takes brings back what was there, also in another server that begins with it', async () => {
    await server.control.clock.advance('1h');
    await login(server);
    const snapshot = await server.control.snapshot.take();
    await server.control.reset();
    const offset = async ({ control }: Pick<RunningDevServer, 'control'>) => (await control.clock.get()).offsetMs;
    assert.equal(await offset(server), 0);
    await server.control.snapshot.restore(snapshot);
    assert.ok((await offset(server)) >= 3_600_000);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-test-'));
    fs.writeFileSync(path.join(folder, 'state.json'), JSON.stringify(snapshot));
    const other = await startServer({ import: 'state.json', cwd: folder });
    try {
      assert.ok((await offset(other)) >= 3_600_000);
      assert.equal((await other.control.mobile.sessions()).sessions.length, 1);
    } finally {
      await other.stop();
      fs.rmSync(folder, { recursive: true });
    }
  });

  it('a call that the server refuses rejects with the code and the status of the answer', async () => {
    await assert.rejects(server.control.tokens.sessions(), (error) => {
      assert.ok(error instanceof ControlCallError);
      assert.equal(error.status, 404);
      assert.match(error.code, /^[a-z-]+$/);
      return true;
    });
  });

  it('a program in the environment of exec connects to the server that it is told', async () => {
    const { control, url } = await connectServer({
      SESSION_WORKBENCH_URL: server.url,
      SESSION_WORKBENCH_CONTROL_URL: server.controlUrl,
      SESSION_WORKBENCH_CONTROL_TOKEN: server.controlToken,
      SESSION_WORKBENCH_PLATFORM_URL: server.externalPlatformUrl,
    });
    assert.equal(url, server.url);
    assert.equal((await control.state()).url, server.url);
  });

  for (const [what, change] of [
    ['nothing is told', () => ({})],
    ['the token is empty', (env: object) => ({ ...env, SESSION_WORKBENCH_CONTROL_TOKEN: ' ' })],
    ['the token is wrong', (env: object) => ({ ...env, SESSION_WORKBENCH_CONTROL_TOKEN: 'wrong-token' })],
    ['the address is none', (env: object) => ({ ...env, SESSION_WORKBENCH_CONTROL_URL: 'here' })],
    [
      'the address is elsewhere',
      (env: object) => ({ ...env, SESSION_WORKBENCH_CONTROL_URL: 'http://example.com/_workbench/v1' }),
    ],
  ] as const) {
    it(`no program connects where ${what}, and the reason tells no token`, async () => {
      const env = {
        SESSION_WORKBENCH_URL: server.url,
        SESSION_WORKBENCH_CONTROL_URL: server.controlUrl,
        SESSION_WORKBENCH_CONTROL_TOKEN: server.controlToken,
        SESSION_WORKBENCH_PLATFORM_URL: server.externalPlatformUrl,
      };
      await assert.rejects(connectServer(change(env)), (error) => {
        assert.ok(error instanceof SessionWorkbenchError);
        assert.equal(error.code, 'no-server');
        assert.ok(!error.message.includes(server.controlToken) && !error.message.includes('wrong-token'));
        return true;
      });
    });
  }

  for (const [what, options, words] of [
    ['has a name that is none', { bogus: 1 }, /“bogus”/],
    ['has another type', { port: '80' }, /“port” must be a whole number/],
    ['has a member that a system does not have', { mendix: { bogus: 1 } }, /“mendix” must not have “bogus”/],
    ['is no object', 5, /one object/],
    ['names a file that is not there', { import: 'nowhere.json' }, /“import” names .*nowhere\.json/],
    ['is a snapshot of nothing', { import: { a: 1 } }, /“import” is no snapshot/],
  ] as const) {
    it(`no server starts where an option ${what}, and no folder is left behind`, async () => {
      // A place of its own for temporary folders: others start servers at the same time.
      const place = temporary();
      const names = ['TMPDIR', 'TEMP', 'TMP'];
      const given = names.map((name) => process.env[name]);
      for (const name of names) process.env[name] = place;
      try {
        await assert.rejects(startServer(options as never), (error) => {
          assert.ok(error instanceof SessionWorkbenchError);
          assert.equal(error.code, 'options');
          assert.match(error.message, words);
          return true;
        });
        assert.deepEqual(fs.readdirSync(place), []);
      } finally {
        for (const [at, name] of names.entries()) {
          if (given[at] === undefined) delete process.env[name];
          else process.env[name] = given[at];
        }
      }
    });
  }

  it('a port in use and a folder that is served already are told by their codes', async () => {
    const isCode = (code: string) => (error: unknown) => error instanceof SessionWorkbenchError && error.code === code;
    await assert.rejects(startServer({ port: Number(new URL(server.url).port) }), isCode('port-busy'));
    await assert.rejects(startServer({ mobileApps: server.mobileApps }), isCode('folder-served'));
  });

  it('a server that was stopped answers no more, its folder is gone, and to stop it again does nothing', async () => {
    const other = await startServer();
    await other.stop();
    await other[Symbol.asyncDispose]();
    await assert.rejects(fetch(other.url));
    assert.ok(!fs.existsSync(other.mobileApps));
  });

  it('a server that was killed comes back at its address, and pid is that of its new process', async () => {
    const other = await startServer();
    try {
      const { pid, url } = other;
      process.kill(pid, 'SIGKILL');
      while (other.pid === pid) await new Promise((resolve) => setImmediate(resolve));
      assert.ok(isAlive(other.pid));
      assert.deepEqual([other.url, await login(other)], [url, 200]);
    } finally {
      await other.stop();
    }
  });

  it('a server that a test starts is what its options say, whatever a configuration file in its folder says', async () => {
    const folder = temporary();
    fs.writeFileSync(path.join(folder, 'session-workbench.json'), JSON.stringify({ mendix: {}, nothing: 1 }));
    const other = await startServer({ cwd: folder });
    try {
      await assert.rejects(other.control.mendix.sessions(), ControlCallError);
      assert.equal(await login(other), 200);
    } finally {
      await other.stop();
    }
  });

  it('a folder that was given is served as it is, and stays', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-test-'));
    const other = await startServer({ mobileApps: 'MobileApps', cwd: folder });
    try {
      assert.equal(await login(other), 200);
    } finally {
      await other.stop();
    }
    assert.ok(fs.existsSync(path.join(folder, 'MobileApps', 'ABCDE12345.com.example.shop')));
    fs.rmSync(folder, { recursive: true });
  });

  it('the server ends with the program that started it, also when that is killed, and the next one removes what is left', async () => {
    const place = temporary();
    const env = { ...process.env, TMPDIR: place, TEMP: place, TMP: place };
    const program = `require(${JSON.stringify(API)}).startServer().then(({ url, pid }) => console.log(JSON.stringify({ url, pid })))`;
    const child = spawn(process.execPath, ['-e', program], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const { pid } = JSON.parse(String(line)) as { pid: number };
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    while (isAlive(pid)) await new Promise((resolve) => setImmediate(resolve));
    const left = fs.readdirSync(place).filter((name) => name.startsWith('session-workbench-test-'));
    assert.equal(left.length, 1);
    // What belongs to a program that lives, or looks like it alone, stays.
    const others = [left[0]?.replace(String(child.pid), String(process.pid)), 'session-workbench-test-other'];
    for (const other of others) fs.mkdirSync(path.join(place, String(other)));
    const next = `${program}.then(() => process.exit())`;
    const second = spawn(process.execPath, ['-e', next], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    assert.deepEqual(await once(second, 'exit'), [0, null]);
    assert.deepEqual(fs.readdirSync(place).sort(), [...others].sort());
  });

  it('a program goes on as long as its server does, and ends with stop', async () => {
    const program = `const { startServer } = require(${JSON.stringify(API)});
      startServer().then((server) => {
        process.stdin.once('data', () => void server.stop());
        // Nothing but the server keeps the program.
        process.stdin.unref();
        console.log(server.url);
      });`;
    const child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    const [url] = (await once(child.stdout, 'data')) as [Buffer];
    assert.equal(await login({ url: String(url).trim() }), 200);
    child.stdin.end('stop');
    assert.deepEqual(await ended, [0, null]);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
