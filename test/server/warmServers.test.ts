import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ServerAddress } from '../../src/core/protocol/address';
import { type OwnServer, WarmServers } from '../../src/server/client/warmServers';
import { HandTimers } from '../support/handTimers';
import { isAlive } from '../support/isAlive';

const SERVER = path.resolve(__dirname, '../../../dist/server.js');
const MEDIA = path.resolve(__dirname, '../../../media');

describe('WarmServers', () => {
  let root: string;
  let servers: WarmServers;
  let timers: HandTimers;
  let log: string[];

  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-warm-'));
    timers = new HandTimers();
    servers = anew();
    log = [];
  });
  afterEach(async () => {
    await servers.dispose();
    fs.rmSync(root, { recursive: true, force: true });
  });

  const anew = () =>
    new WarmServers({ program: SERVER, runtime: process.execPath, env: process.env }, { timers, idleMs: 1 });
  const start = (options: object = {}, from = servers): Promise<OwnServer> =>
    from.start(
      (line) => log.push(line),
      options,
      root,
      path.join(root, 'scratch'),
      async () => {},
    );
  const call = async ({ address }: OwnServer, method: string, to: string, json?: object): Promise<unknown> => {
    const { controlUrl, controlToken } = address;
    const headers = {
      authorization: `Bearer ${controlToken}`,
      ...(json && { 'content-type': 'application/json' }),
    };
    const answer = await fetch(controlUrl + to, { method, headers, ...(json && { body: JSON.stringify(json) }) });
    assert.ok(answer.ok, `${method} ${to} ${answer.status} ${answer.ok ? '' : await answer.text()}`);
    return answer.json().catch(() => undefined);
  };
  /** What a client sees of a server that has just started, without what is new in each start. */
  async function seen(server: OwnServer): Promise<unknown> {
    const { url, controlUrl, controlToken, externalPlatformUrl } = server.address;
    const { clock, ...state } = (await call(server, 'GET', '/state')) as Record<string, unknown> & {
      clock: { now: string; offsetMs: number; paused: boolean };
    };
    const answers: unknown[] = [];
    for (const asked of ['/', '/mobileapp/', '/rest/$catalog', '/xas/', '/api/sessions', '/login', '/greet']) {
      const answer = await fetch(`${url.replace('https:', 'http:')}${asked}`, { redirect: 'manual' }).catch(
        () => undefined,
      );
      answers.push([asked, answer?.status, answer?.headers.get('content-type')]);
    }
    const { offsetMs, paused } = clock;
    let told = JSON.stringify({ state, offsetMs, paused, answers });
    for (const each of [url, controlUrl, controlToken, externalPlatformUrl]) told = told.replaceAll(each, '<address>');
    return told.replace(/:\d{5}\b/g, ':<port>').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>');
  }

  /** What the first run leaves, of each kind: options and what is done. */
  const left: Record<string, { options?: object; act?: (server: OwnServer) => Promise<unknown> }> = {
    'a clock that was moved': { act: (server) => call(server, 'POST', '/clock', { advanceMs: 86_400_000 }) },
    'a clock that stands still': { act: (server) => call(server, 'POST', '/clock', { pause: true }) },
    'a seed': { options: { seed: 'seven' } },
    'a fault': { act: (server) => call(server, 'POST', '/faults', { kind: 'reset' }) },
    'a journal': { act: ({ address }) => fetch(`${address.url}/mobileapp/`) },
    'a session of Mendix': {
      options: { mendix: {} },
      act: ({ address }) =>
        fetch(`${address.url}/xas/`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ action: 'get_session_data', params: {} }),
        }),
    },
    'a family of tokens': {
      options: { tokens: { users: [{ name: 'ada', password: 'example' }] } },
      act: ({ address }) =>
        fetch(`${address.url}/api/login`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ username: 'ada', password: 'example' }),
        }),
    },
    'a certificate': { options: { https: true } },
    'the handlers of an example': { options: { web: { project: path.join(MEDIA, 'examples/otp') } } },
    'a platform of its own': { options: { platform: { host: 'localhost' } } },
  };

  for (const [what, { options = {}, act }] of Object.entries(left)) {
    it(`a server in a warm process has nothing of ${what} that the server before had, and runs in the same process`, async () => {
      const usual = { mendix: {}, tokens: {} };
      const fresh = anew();
      const first = await start(usual, fresh);
      const expected = await seen(first);
      await fresh.dispose();
      const before = await start(options);
      await act?.(before);
      await before.stop();
      const after = await start(usual);
      assert.equal(pidOf(after.address), pidOf(before.address));
      assert.notEqual(after.address.controlToken, before.address.controlToken);
      assert.deepEqual(await seen(after), expected);
      await after.stop();
    });
  }

  it('each line that a server writes is told to its own run', async () => {
    const told: string[][] = [];
    for (let at = 0; at < 3; at++) {
      log = [];
      const server = await start();
      await server.stop();
      told.push(log);
    }
    for (const lines of told) assert.deepEqual(lines, told[0]);
  });

  it('a process that was killed in a run or while it rested is replaced', async () => {
    const first = await start();
    await first.stop();
    process.kill(pidOf(first.address), 'SIGKILL');
    const second = await start();
    await call(second, 'GET', '/state');
    process.kill(pidOf(second.address), 'SIGKILL');
    await second.stop();
    const third = await start();
    await call(third, 'GET', '/state');
    assert.equal(new Set([first, second, third].map(({ address }) => pidOf(address))).size, 3);
    await third.stop();
  });

  for (const [what, asked] of [
    ['close', 'close'],
    ['end', 'stop'],
  ] as const) {
    it(`a process that hangs when it is to ${what} is killed and replaced, which is told`, async () => {
      // Without end as a developer's mistake would be: no signal but the last reaches it.
      const program = path.join(root, 'server.js');
      const hang = `const { emit } = process;
        process.emit = function (name, message, ...rest) {
          if (name === 'message' && message?.kind === '${asked}') for (;;);
          return emit.call(this, name, message, ...rest);
        };
        process.on('SIGTERM', () => {});`;
      fs.writeFileSync(program, `${hang} require(${JSON.stringify(SERVER)});`);
      const patience = () => Promise.resolve();
      const wait = { now: () => 0, wait: () => new Promise<never>(() => {}), patience };
      const hanging = new WarmServers({ program, runtime: process.execPath, env: process.env }, undefined, wait);
      const first = await start({}, hanging);
      if (asked === 'stop') await hanging.dispose();
      else await first.stop();
      assert.equal(isAlive(pidOf(first.address)), false);
      const words = { close: 'did not close. Its process is replaced', stop: 'did not end. Its process was killed' };
      assert.deepEqual(log, [`The dev session server ${words[asked]}.`]);
      if (asked === 'stop') return;
      const second = await start({}, hanging);
      await call(second, 'GET', '/state');
      assert.notEqual(pidOf(second.address), pidOf(first.address));
      await hanging.dispose();
      assert.equal(isAlive(pidOf(second.address)), false);
    });
  }

  it('a process that hangs when it is to start a server is killed when all end, and the start says that it was stopped', async () => {
    const program = path.join(root, 'server.js');
    const hang = `process.on('SIGTERM', () => {});
      process.on('message', () => { process.stdout.write('hangs\\n', () => { for (;;); }); });`;
    fs.writeFileSync(program, hang);
    const patience = () => Promise.resolve();
    const wait = { now: () => 0, wait: () => new Promise<never>(() => {}), patience };
    const hanging = new WarmServers({ program, runtime: process.execPath, env: process.env }, undefined, wait);
    const starting = start({}, hanging);
    const refused = assert.rejects(starting, /stopped/);
    while (!log.includes('hangs')) await new Promise((resolve) => setTimeout(resolve, 10));
    await hanging.dispose();
    await refused;
  });

  it('options that a server refuses end its process, and the next server runs', async () => {
    const warm = await start();
    await warm.stop();
    await assert.rejects(start({ upstream: 'http://127.0.0.1:1', web: { project: 'nowhere' } }), Error);
    const next = await start();
    await call(next, 'GET', '/state');
    await next.stop();
  });

  it('servers that ask for one port have it one after the other', async () => {
    const probe = await start();
    const port = Number(new URL(probe.address.url).port);
    await probe.stop();
    const first = await start({ port });
    let hasBegun = false;
    const waiting = start({ port }).then((server) => {
      hasBegun = true;
      return server;
    });
    const other = await start();
    assert.equal(hasBegun, false);
    await first.stop();
    const second = await waiting;
    assert.equal(new URL(second.address.url).port, String(port));
    await Promise.all([second.stop(), other.stop()]);
  });

  it('processes end when no run comes for a while, and not while one goes on', async () => {
    const first = await start();
    const pid = pidOf(first.address);
    assert.equal(timers.end(), 0);
    await first.stop();
    assert.equal(timers.end(), 1);
    const second = await start();
    assert.notEqual(pidOf(second.address), pid);
    await second.stop();
  });

  it('a pool that was disposed ends its processes and starts no other one', async () => {
    const running = await start();
    await servers.dispose();
    assert.throws(() => process.kill(pidOf(running.address), 0), { code: 'ESRCH' });
    await assert.rejects(start(), /was stopped before it ran/);
    servers = anew();
  });
});

function pidOf({ pid }: ServerAddress): number {
  return pid;
}
