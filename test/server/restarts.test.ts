import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import type { ServerAddress } from '../../src/core/protocol/address';
import { Crashes } from '../../src/server/client/crashes';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import { moreHeapMb } from '../../src/server/client/moreHeap';
import { type EndKind, processEnd, startEnd } from '../../src/server/client/processEnd';
import { ServerChildProcess } from '../../src/server/client/serverChildProcess';
import { StateTrials } from '../../src/server/client/stateTrials';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import { onPosix, temporaryFolder, writeTree } from '../disk/temporaryFolder';
import { isAlive } from '../support/isAlive';
import { type Death, deathBy, MortalServer } from '../support/mortalServer';
import { NoWait } from '../support/noWait';
import { until } from './devServers';
import { call } from './httpCall';
import { PROJECT } from './webHarness';

/** The bundle that ships. */
const SERVER = path.resolve(__dirname, '../../../dist/server.js');
const GIBIBYTE = 2 ** 30;

describe('Starts after a crash', () => {
  const folder = temporaryFolder();
  const running: ServerChildProcess[] = [];

  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.stop()));
  });

  /** A server that runs, and something in its state. */
  const mortal = async ({ memory, startsAgain }: { memory?: number; startsAgain?: boolean } = {}) => {
    const starts = new MortalServer(folder());
    const time = new NoWait();
    const log: string[] = [];
    const server = new ServerChildProcess(
      {
        program: starts.program,
        runtime: process.execPath,
        backups: path.join(folder(), 'backups'),
        onLog: (line) => log.push(line),
        ...(startsAgain !== undefined && { startsAgain }),
      },
      time,
      memory,
    );
    running.push(server);
    const options: ServerOptions = { web: {} };
    const first = await server.start(options);
    const fault = await new HttpControlClient(first).addFault({
      kind: 'delay',
      delayMs: 1,
      scope: { session: 'needle' },
    });
    /** Kills it. Resolves when it runs again, or is given up. */
    const crash = async (deaths: readonly Death[]) => {
      starts.plan(deaths);
      const { pid } = server.address as ServerAddress;
      process.kill(pid, 'SIGKILL');
      await until(
        () => server.status === 'failed' || (server.address !== undefined && server.address.pid !== pid),
        Boolean,
      );
    };
    const faults = async () => (await new HttpControlClient(server.address as ServerAddress).state()).faults;
    return { server, time, log, first, options, fault, faults, crash };
  };

  for (const [signal, at] of [
    ['SIGKILL', 'load'],
    ['SIGKILL', 'takingUp'],
    ['SIGKILL', 'writing'],
    ['SIGKILL', 'shortening'],
    ['SIGKILL', 'ready'],
    ['SIGTERM', 'load'],
    ['SIGHUP', 'takingUp'],
    ['SIGABRT', 'load'],
  ] as const) {
    onPosix(`a server goes on with its state after six starts in a row are ended by ${signal} (${at})`, async () => {
      const { server, time, log, fault, faults, crash } = await mortal();
      await crash(Array.from({ length: 6 }, () => deathBy(signal, at)));
      assert.equal(server.status, 'running', server.problem?.message);
      assert.deepEqual(await faults(), [fault]);
      assert.deepEqual(time.asked, [1000, 2000, 4000, 8000, 16_000]);
      const words = `The dev session server did not start again (signal ${signal}`;
      assert.equal(log.filter((line) => line.startsWith(words)).length, 6, log.join('\n'));
    });
  }

  onPosix('a server that is asked to end while it starts again is started again', async () => {
    const { server, fault, faults, crash } = await mortal();
    await crash(Array.from({ length: 4 }, () => ({ at: 'load', how: 'process.exit(0);' })));
    assert.equal(server.status, 'running', server.problem?.message);
    assert.deepEqual(await faults(), [fault]);
  });

  for (const [what, death] of [
    ['throws three times', { at: 'load', how: 'throw new TypeError("no good day");' }],
    ['ends with a code three times', { at: 'takingUp', how: 'process.exit(7);' }],
  ] as const) {
    it(`a server whose start ${what} after a crash is given up, and its next start goes on with its state`, async () => {
      const { server, options, fault, faults, crash } = await mortal({ startsAgain: true });
      await crash([death, death, death]);
      assert.deepEqual([server.status, server.problem?.code], ['failed', 'crashed']);
      assert.match(server.problem?.message ?? '', /: it goes on with what it had\. To begin anew, restart it\.$/);
      await server.start(options);
      assert.deepEqual(await faults(), [fault]);
    });
  }

  it('a server whose port was taken meanwhile is given up, and goes on with its state on another port', async () => {
    const { server, first, fault, faults, crash } = await mortal();
    const port = Number(new URL(first.url).port);
    const how = `require('node:net').createServer().listen(${port}, '127.0.0.1'); `;
    await crash(Array.from({ length: 2 }, () => ({ at: 'takingUp', how })));
    assert.deepEqual([server.status, server.problem?.code], ['failed', 'port-busy']);
    await assert.rejects(server.start({ web: {}, port }), /another port/);
    await server.start({ web: {}, port: 0, mobileApps: folder() });
    assert.deepEqual(await faults(), [fault]);
  });

  it('a server that was given up begins anew after it was stopped, unless the state is to be kept', async () => {
    const { server, options, fault, faults, crash } = await mortal();
    const deaths: readonly Death[] = Array.from({ length: 3 }, () => ({ at: 'load', how: 'process.exit(7);' }));
    await crash(deaths);
    await server.start(options);
    await server.stop({ keepsState: true });
    await server.start(options);
    assert.deepEqual(await faults(), [fault]);
    await crash(deaths);
    await server.stop();
    await server.start(options);
    assert.deepEqual(await faults(), []);
  });

  onPosix('a start that aborts while it takes up the state is tried again, then with a larger heap', async () => {
    const { server, log, fault, faults, crash } = await mortal({ memory: 64 * GIBIBYTE });
    await crash(Array.from({ length: 2 }, () => deathBy('SIGABRT', 'takingUp')));
    assert.equal(server.status, 'running');
    assert.deepEqual(await faults(), [fault]);
    const [, heap] = /with its state and with a heap of up to (\d+) MiB/.exec(log.join('\n')) ?? [];
    assert.ok(Number(heap) > 1000, log.join('\n'));
    const line = fs.readFileSync(`/proc/${server.address?.pid}/cmdline`, 'utf8');
    if (process.platform === 'linux') assert.ok(line.includes(`--max-old-space-size=${heap}`), line);
  });

  onPosix('state that no start can take up is kept in a file that only its owner can read', async () => {
    const { server, first, log, faults, crash } = await mortal({ memory: 1 });
    await crash(Array.from({ length: 2 }, () => deathBy('SIGABRT', 'takingUp')));
    assert.equal(server.status, 'running');
    assert.equal(server.address?.controlToken, first.controlToken);
    assert.deepEqual(await faults(), []);
    const [, file = ''] = /What it had is kept in (.*?), which only you can read/.exec(log.join('\n')) ?? [];
    assert.equal(path.dirname(file), path.join(folder(), 'backups', 'crashed-server'));
    assert.equal(fs.statSync(file).mode & 0o777, 0o600);
    const kept = fs.readFileSync(file, 'utf8').trimEnd().split('\n');
    assert.ok(kept.map((text) => JSON.stringify(JSON.parse(text))).some((text) => text.includes('needle')));
  });

  it('state that a server refuses is kept in a file, and the server says why', async () => {
    const { server, log, faults, crash } = await mortal();
    // Another state than the valid one, which nobody can restore.
    const lines = [['begin', 1e9], ['put', 'web.session', 5, 'no text as its key'], ['whole']];
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    const how = `const fs = require('node:fs'); fs.ftruncateSync(4, 0); fs.writeSync(4, ${JSON.stringify(text)}, 0);`;
    await crash([{ at: 'load', how }]);
    assert.equal(server.status, 'running');
    assert.deepEqual(await faults(), []);
    const [, file = ''] = /cannot be taken up: .* What it had is kept in (.*?), which/.exec(log.join('\n')) ?? [];
    assert.equal(fs.readFileSync(file, 'utf8'), text, log.join('\n'));
  });

  onPosix('state that can neither be taken up nor kept in a file is not dropped', async () => {
    const { server, options, fault, faults, crash } = await mortal({ memory: 1, startsAgain: true });
    fs.writeFileSync(path.join(folder(), 'backups'), 'a file');
    await crash(Array.from({ length: 2 }, () => deathBy('SIGABRT', 'takingUp')));
    assert.deepEqual([server.status, server.problem?.code], ['failed', 'crashed']);
    assert.match(server.problem?.message ?? '', /cannot be kept aside: (?:ENOTDIR|EEXIST): .*backups/);
    await server.start(options);
    assert.deepEqual(await faults(), [fault]);
  });

  it('starts that are killed never give a server up, and those that say why do after the third', () => {
    const crashes = new Crashes({ now: () => 0 });
    crashes.started();
    crashes.crashed();
    for (let times = 0; times < 1000; times++) assert.ok(crashes.killedAtStart() <= 30_000);
    const waits = [crashes.failedToStart(), crashes.killedAtStart(), crashes.failedToStart(), crashes.failedToStart()];
    assert.deepEqual(waits, [30_000, 30_000, 30_000, undefined]);
  });

  const ends: readonly [number | null, string | null, string | undefined, NodeJS.Platform, EndKind][] = [
    [null, 'SIGKILL', undefined, 'linux', 'killed'],
    [null, 'SIGTERM', undefined, 'darwin', 'killed'],
    [null, 'SIGABRT', 'FATAL ERROR: no memory', 'linux', 'aborted'],
    [null, 'SIGSEGV', undefined, 'linux', 'aborted'],
    [137, null, undefined, 'linux', 'killed'],
    [134, null, undefined, 'linux', 'aborted'],
    [0, null, undefined, 'linux', 'killed'],
    [1, null, undefined, 'linux', 'exit'],
    [1, null, 'Error: no good day', 'linux', 'exit'],
    [255, null, undefined, 'linux', 'exit'],
    [1, null, undefined, 'win32', 'killed'],
    [1, null, 'Error: no good day', 'win32', 'exit'],
    [134, null, undefined, 'win32', 'aborted'],
    [0xc0000005, null, undefined, 'win32', 'aborted'],
    [null, 'SIGKILL', undefined, 'win32', 'killed'],
  ];
  for (const [code, signal, told, platform, kind] of ends) {
    it(`a process that ends with ${signal ?? code} on ${platform} ${told ? 'and says why' : 'without a word'}: ${kind}`, () => {
      assert.equal(processEnd(code, signal, { telling: () => told }, platform).kind, kind);
    });
  }

  it('a process that cannot be made for want of room may be made later, and one without a program may not', () => {
    for (const code of ['EAGAIN', 'ENOMEM', 'EMFILE', 'ENFILE'])
      assert.equal(startEnd(Object.assign(new Error('full'), { code })).kind, 'killed');
    assert.equal(startEnd(Object.assign(new Error('none'), { code: 'ENOENT' })).kind, 'exit');
  });

  it('each heap is larger than the one that was too small, up to the memory of the machine', () => {
    assert.equal(moreHeapMb(GIBIBYTE, 16 * GIBIBYTE), 2048);
    assert.equal(moreHeapMb(4 * GIBIBYTE, 6 * GIBIBYTE), 6144);
    assert.equal(moreHeapMb(6 * GIBIBYTE, 6 * GIBIBYTE), undefined);
    const trials = new StateTrials(16 * GIBIBYTE);
    const kinds = [1, 1, 2, 4, 4].map(
      (gibibytes) => trials.remedy({ kind: 'state', how: '', heapLimit: gibibytes * GIBIBYTE }).kind,
    );
    // The last engine did not take a larger one.
    assert.deepEqual(kinds, ['again', 'moreHeap', 'moreHeap', 'moreHeap', 'aside']);
    assert.equal(trials.remedy({ kind: 'state', how: 'refused' }).kind, 'aside');
  });

  /** A program that starts a server, tells what it hears of it, and can be killed. */
  const parentOf = (program: string, options: ServerOptions) => {
    const client = path.resolve(__dirname, '../../src/server/client/serverChildProcess.js');
    const script = `
      const { ServerChildProcess } = require(${JSON.stringify(client)});
      const server = new ServerChildProcess({ program: ${JSON.stringify(program)}, runtime: process.execPath,
        onLog: (line) => console.log(line) });
      server.start(${JSON.stringify(options)}).then((address) => console.log(JSON.stringify(address)));`;
    const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = readline.createInterface({ input: parent.stdout })[Symbol.asyncIterator]();
    return { parent, next: async () => (await lines.next()).value as string };
  };

  for (const [what, endless] of [
    ['in a loop', 'for (;;);'],
    ['in a wait without end', 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);'],
  ] as const) {
    onPosix(`a server that is busy ${what} ends with the program that started it`, async () => {
      const busy = `process.on('SIGUSR2', () => { require('node:fs').writeSync(1, 'busy\\n'); ${endless} });
        require(${JSON.stringify(SERVER)});`;
      writeTree(folder(), { 'program.js': busy });
      const { parent, next } = parentOf(path.join(folder(), 'program.js'), {});
      const { pid } = JSON.parse(await next()) as ServerAddress;
      process.kill(pid, 'SIGUSR2');
      assert.equal(await next(), 'busy');
      parent.kill('SIGKILL');
      await once(parent, 'exit');
      await until(
        () => isAlive(pid),
        (alive) => !alive,
      );
    });
  }

  onPosix('code that loops without end ends with its server, and so does what it has started', async () => {
    writeTree(folder(), {
      ...PROJECT,
      'Project/Sources/HTTPHandlers.json': '[]',
      'WebCode/methods/endless.js': `const { spawn } = require('node:child_process');
        exports.endless = () => {
          const { pid } = spawn('sleep', ['1000000'], { stdio: 'ignore' });
          require('node:fs').writeFileSync(${JSON.stringify(path.join(folder(), 'pids.new'))}, JSON.stringify([process.pid, pid]));
          require('node:fs').renameSync(${JSON.stringify(path.join(folder(), 'pids.new'))}, ${JSON.stringify(path.join(folder(), 'pids'))});
          for (;;);
        };`,
    });
    const server = new ServerChildProcess(
      { program: SERVER, runtime: process.execPath, onLog: () => {} },
      new NoWait(),
    );
    running.push(server);
    const address = await server.start({ web: { project: folder(), codeTimeoutMs: 600_000 } });
    const lost = assert.rejects(call(`${address.url}/4DACTION/endless`), /ECONNRESET|hang up/);
    const pids = await until(
      () =>
        fs.existsSync(path.join(folder(), 'pids'))
          ? (JSON.parse(fs.readFileSync(path.join(folder(), 'pids'), 'utf8')) as number[])
          : [],
      ({ length }) => length > 0,
    );
    process.kill(address.pid, 'SIGKILL');
    await lost;
    await until(
      () => pids.filter(isAlive),
      ({ length }) => length === 0,
    );
  });
});
