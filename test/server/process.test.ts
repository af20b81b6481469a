import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import readline from 'node:readline';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ServerAddress, ServerStatus } from '../../src/core/protocol/address';
import { Crashes } from '../../src/server/client/crashes';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import { LastWords } from '../../src/server/client/lastWords';
import { ServerChildProcess } from '../../src/server/client/serverChildProcess';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import { StateKeeper } from '../../src/server/kernel/recovery/stateKeeper';
import { ServerStartError } from '../../src/server/kernel/start/startErrors';
import { onPosix, temporaryFolder, writeTree } from '../disk/temporaryFolder';
import { HandWait } from '../support/handWait';
import { isAlive } from '../support/isAlive';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { until } from './devServers';
import { FakeTime } from './fakeTime';
import { call } from './httpCall';

/** The bundle that ships. */
const SERVER = path.resolve(__dirname, '../../../dist/server.js');

describe('The process of a dev session server', () => {
  const folder = temporaryFolder();
  const running: ServerChildProcess[] = [];

  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.stop()));
  });

  const create = (program = SERVER, runtime = process.execPath, env = process.env) => {
    const log: string[] = [];
    const server = new ServerChildProcess({ program, runtime, env, onLog: (line) => log.push(line) });
    running.push(server);
    const seen: ServerStatus[] = [];
    server.onDidChange((status) => seen.push(status));
    return { server, log, seen };
  };

  const reaches = (server: ServerChildProcess, status: ServerStatus) =>
    until(
      () => server.status,
      (now) => now === status,
      30_000,
    );

  it('a process that is there before its options has the server that is started then', async () => {
    const { server, seen } = create();
    server.prepare();
    server.prepare();
    assert.deepEqual([server.status, seen], ['stopped', []]);
    const address = await server.start({ mobileApps: folder() });
    assert.equal((await call(`${address.url}/mobileapp/`)).status, 200);
    await server.stop();
    assert.deepEqual(seen, ['starting', 'running', 'stopping', 'stopped']);
    assert.equal(isAlive(address.pid), false);
    assert.notEqual((await server.start({ mobileApps: folder() })).pid, address.pid);
  });

  it('the journal of a process is empty after an id that no entry has yet', async () => {
    const { server, log } = create();
    const client = new HttpControlClient(await server.start({ mobileApps: folder() }));
    for (const after of [1_000, 999_999_999, Number.MAX_SAFE_INTEGER]) {
      assert.deepEqual(await client.journal(after, 1), { entries: [], dropped: 0, more: false });
    }
    assert.deepEqual(log, []);
  });

  it('a process that is there before its options ends when none come', async () => {
    const ended = path.join(folder(), 'ended');
    const program = path.join(folder(), 'server.js');
    // A server that begins would hear this first.
    const text = `process.on('message', () => require('node:fs').writeFileSync(${JSON.stringify(ended)}, ''));`;
    fs.writeFileSync(program, `${text} console.log(process.pid);`);
    const { server, log, seen } = create(program);
    server.prepare();
    await until(
      () => log.length,
      (lines) => lines > 0,
    );
    await server.stop();
    assert.deepEqual([isAlive(Number(log[0])), fs.existsSync(ended), seen], [false, false, []]);
  });

  it('a server starts in another process when the one that was there before its options has ended', async () => {
    const pids = path.join(folder(), 'pids');
    const program = path.join(folder(), 'server.js');
    fs.writeFileSync(pids, '');
    const note = `require('node:fs').appendFileSync(${JSON.stringify(pids)}, process.pid + ' ');`;
    fs.writeFileSync(program, `${note} require(${JSON.stringify(SERVER)});`);
    const { server, log } = create(program);
    server.prepare();
    const child = Number.parseInt(
      await until(
        () => fs.readFileSync(pids, 'utf8'),
        (text) => text.includes(' '),
      ),
      10,
    );
    process.kill(child, 'SIGKILL');
    const address = await server.start({ mobileApps: folder() });
    assert.equal((await call(`${address.url}/mobileapp/`)).status, 200);
    assert.notEqual(address.pid, child);
    assert.deepEqual(log, []);
  });

  it('the process of a server starts, and stops without a trace', async () => {
    const { server, seen } = create();
    assert.deepEqual([server.status, server.address, server.problem], ['stopped', undefined, undefined]);
    const address = await server.start({ mobileApps: folder() });
    assert.deepEqual([server.status, server.address], ['running', address]);
    assert.notEqual(address.pid, process.pid);
    assert.equal((await call(`${address.url}/mobileapp/`)).status, 200);
    assert.equal(await server.start({ mobileApps: folder() }), address, 'it runs already');
    await server.stop();
    assert.deepEqual([server.status, server.address], ['stopped', undefined]);
    assert.ok(!isAlive(address.pid));
    assert.deepEqual(seen, ['starting', 'running', 'stopping', 'stopped']);
  });

  it('one process runs, however often and in whatever order the server is started and stopped', async () => {
    const { server, seen } = create();
    const options = { mobileApps: folder() };
    const [one, other] = await Promise.all([server.start(options), server.start(options)]);
    assert.equal(one, other);
    const stopping = server.stop();
    const again = server.start(options);
    await Promise.all([stopping, server.stop().catch(() => {})]);
    await assert.rejects(again, (error) => error instanceof ServerStartError && error.problem.code === 'not-started');
    const restart = server.start(options);
    assert.ok((await restart).url);
    assert.deepEqual(seen, ['starting', 'running', 'stopping', 'stopped', 'starting', 'running']);
    const during = server.stop();
    const next = server.start(options);
    await during;
    assert.ok(isAlive((await next).pid));
    const { server: early } = create();
    const never = early.start(options);
    await Promise.all([assert.rejects(never, /stopped before it ran/), early.stop()]);
    assert.equal(early.status, 'stopped');
  });

  it('the process says which port is busy, and two ways out', async () => {
    const holder = net.createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as net.AddressInfo;
    const { server } = create();
    await assert.rejects(server.start({ mobileApps: folder(), port }), ServerStartError);
    assert.deepEqual([server.status, server.problem?.code, server.problem?.port], ['failed', 'port-busy', port]);
    assert.match(server.problem?.message ?? '', /another port, or port 0/);
    holder.close();
    await once(holder, 'close');
    assert.match((await server.start({ mobileApps: folder(), port })).url, new RegExp(`:${port}$`));
    assert.equal(server.problem, undefined);
  });

  it('the process says what is wrong with its options, its program, or its runtime', async () => {
    const { server } = create();
    await assert.rejects(server.start({ port: -1 }), /“port” must be a whole number from 0 to 65535/);
    assert.equal(server.problem?.code, 'options');
    const { server: programless } = create(path.join(folder(), 'none.js'));
    await assert.rejects(
      programless.start({}),
      /ended before it ran \(exit code 1: Error: Cannot find module '.*none\.js'\)\.$/,
    );
    const { server: homeless } = create(SERVER, path.join(folder(), 'no-node'));
    await assert.rejects(homeless.start({}), /ENOENT/);
    assert.equal(homeless.problem?.code, 'not-started');
    await homeless.stop();
    assert.equal(homeless.status, 'stopped');
  });

  it('the process says which option names what is not there; what nobody names may be missing', async () => {
    const { server } = create();
    const [mobileApps, project] = [folder(), folder()];
    const code = path.join(project, 'nowhere');
    await assert.rejects(
      server.start({ mobileApps, web: { project, code } }),
      /“web\.code” names .*nowhere, which is not there/,
    );
    assert.equal(server.problem?.code, 'options');
    assert.ok((await server.start({ mobileApps, web: { project } })).url);
  });

  const deaths: readonly [string, string, RegExp][] = [
    ['throws while it is loaded', 'throw new TypeError("no good day");', /\(exit code 1: TypeError: no good day\)/],
    ['cannot be read as a program', 'const = 1;', /\(exit code 1: SyntaxError: Unexpected token '='\)/],
    ['throws what is no error', 'throw "tired";', /\(exit code 1: tired\)/],
    ['rejects', 'Promise.reject(new RangeError("later"));', /\(exit code 1: RangeError: later\)/],
    [
      'ends with a word',
      'process.stderr.write("out of paper\\n"); process.exitCode = 7;',
      /\(exit code 7: out of paper\)/,
    ],
    ['ends without a word', 'process.exit(3);', /\(exit code 3\)/],
    ['is killed', 'process.kill(process.pid, "SIGKILL");', /\(signal SIGKILL\)/],
    [
      'runs out of memory',
      'const all = []; for (;;) all.push(new Array(1000).fill(all.length));',
      /\(signal SIGABRT: FATAL ERROR: .*heap out of memory\)/,
    ],
  ];
  for (const [what, program, words] of deaths)
    it(`the server says why it did not run when its program ${what}`, async () => {
      writeTree(folder(), { 'program.js': program });
      const env = { ...process.env, NODE_OPTIONS: '--max-old-space-size=16' };
      const { server } = create(path.join(folder(), 'program.js'), process.execPath, env);
      await assert.rejects(server.start({}), ServerStartError);
      assert.deepEqual([server.status, server.problem?.code], ['failed', 'not-started']);
      assert.match(server.problem?.message ?? '', words);
    });

  onPosix('a line of the log is not taken for the cause of a crash', async () => {
    const logging = `process.on('message', ({ kind }) => {
      if (kind === 'stop') process.exit();
      console.error('Error: an old trouble');
      process.stdout.write('TypeError: a line of the log\\n', () =>
        process.send({ kind: 'ready', address: { url: 'http://127.0.0.1:1', controlUrl: 'http://127.0.0.1:1',
          externalPlatformUrl: 'http://127.0.0.1:1', controlToken: '', pid: process.pid } }));
      process.on('SIGUSR2', () => process.exit(5));
    });`;
    for (const [signal, how] of [
      ['SIGKILL', 'signal SIGKILL'],
      ['SIGUSR2', 'exit code 5: Error: an old trouble'],
    ] as const) {
      writeTree(folder(), { 'program.js': logging });
      const { server, log } = create(path.join(folder(), 'program.js'));
      const { pid } = await server.start({});
      process.kill(pid, signal);
      await until(
        () => log.find((line) => line.includes('ended by itself')),
        (line) => line !== undefined,
      );
      const words = `The dev session server ended by itself (${how}). It is started again now, with its state.`;
      assert.ok(log.includes(words), log.join('\n'));
      await server.stop();
    }
  });

  it('the reason why a process ended is taken only from what it printed just before its end', () => {
    let now = 0;
    const words = new LastWords(() => now);
    words.hear('Error: of before');
    assert.equal(words.telling(null), 'Error: of before');
    assert.equal(words.telling('SIGABRT'), 'Error: of before');
    for (const signal of ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP']) assert.equal(words.telling(signal), undefined);
    now = 60_000;
    assert.equal(words.telling(null), undefined);
    words.hear('the disk is on fire');
    assert.equal(words.telling('SIGABRT'), 'the disk is on fire');
  });

  it('options that are no plain data are refused, and leave no process behind', async () => {
    for (const options of [{ mobile: { askAgain: () => 'always' } }, { web: { cookie: new Proxy({}, {}) } }]) {
      const { server } = create();
      await assert.rejects(server.start(options as never), ServerStartError);
      assert.deepEqual([server.status, server.problem?.code], ['failed', 'options']);
      assert.match(server.problem?.message ?? '', /no plain data \(.* could not be cloned\.?\)/);
      assert.ok((await server.start({})).url, 'another one can start');
    }
  });

  it('a server is alive again after a crash: same port, same token, and the state that it had', async () => {
    writeTree(folder(), { [`${SEED_APPLICATION}/${SEED_NAME}`]: SEED_SESSION });
    const { server, log, seen } = create();
    const address = await server.start({ mobileApps: folder() });
    const client = new HttpControlClient(address);
    const ending = new AbortController();
    const kinds: string[] = [];
    const following = client.follow(({ kind }) => kinds.push(kind), ending.signal);
    await until(
      () => kinds.length,
      (heard) => heard > 0,
    );

    // Not as on disk: what memory had must come back, not what the file says.
    fs.writeFileSync(path.join(folder(), SEED_APPLICATION, SEED_NAME), SEED_SESSION.replace('"accepted"', '"pending"'));
    await client.moveClock({ advanceMs: 3_600_000 });
    const fault = await client.addFault({ kind: 'delay', delayMs: 1, scope: { session: 'x' } });
    const { journal } = await client.state();

    process.kill(address.pid, 'SIGKILL');
    await until(
      () => server.address?.pid,
      (pid) => pid !== undefined && pid !== address.pid,
      30_000,
    );
    const { pid, ...rest } = server.address as ServerAddress;
    assert.deepEqual({ ...rest, pid: address.pid }, address);
    assert.notEqual(pid, address.pid);
    const state = await client.state();
    assert.deepEqual(state.faults, [fault]);
    assert.ok(Math.abs(state.clock.offsetMs - 3_600_000) < 1000);
    assert.deepEqual(
      state.systems.mobile?.sessions.map(({ status, agreement }) => [status, agreement]),
      [['accepted', 'changedOnDisk']],
    );
    assert.ok(journal.some(({ route }) => route === 'POST /_workbench/v1/clock'));
    assert.deepEqual(state.journal.slice(0, journal.length), journal, 'what was read of the journal holds too');
    assert.deepEqual(seen, ['starting', 'running', 'starting', 'running']);
    assert.ok(log.some((line) => /ended by itself \(signal SIGKILL\)/.test(line)));
    await until(
      () => kinds.filter((kind) => kind === 'snapshot').length,
      (count) => count === 2,
    );
    ending.abort();
    await following;
  });

  describe('Restarts after crashes', () => {
    const crashing = async (options: ServerOptions, program = SERVER) => {
      const time = new HandWait();
      const log: string[] = [];
      const launch = { program, runtime: process.execPath, onLog: (line: string) => log.push(line) };
      const server = new ServerChildProcess(launch, time);
      running.push(server);
      await server.start(options);
      const crash = async () => {
        const { pid } = server.address as ServerAddress;
        process.kill(pid, 'SIGKILL');
        await until(
          () => time.isWaiting || (server.address !== undefined && server.address.pid !== pid),
          Boolean,
          30_000,
        );
      };
      return { server, time, log, crash };
    };

    it('a server that crashes again and again waits longer before each restart, and keeps its state', async () => {
      const { server, time, log, crash } = await crashing({ web: {} });
      const client = new HttpControlClient(server.address as ServerAddress);
      const fault = await client.addFault({ kind: 'delay', delayMs: 1, scope: { session: 'x' } });
      for (let crashes = 1; crashes <= 5; crashes++) {
        await crash();
        if (!time.isWaiting) continue;
        assert.deepEqual([server.status, server.address], ['starting', undefined]);
        time.end();
        await reaches(server, 'running');
      }
      assert.deepEqual(time.asked, [1000, 2000, 4000]);
      assert.deepEqual((await client.state()).faults, [fault]);
      assert.deepEqual(
        log.filter((line) => line.includes('ended by itself')),
        ['now', 'now', 'in 1 s', 'in 2 s', 'in 4 s'].map(
          (moment) =>
            `The dev session server ended by itself (signal SIGKILL). It is started again ${moment}, with its state.`,
        ),
      );
    });

    it('a server that is stopped while it waits for its restart stops at once, and can be started', async () => {
      const { server, time, crash } = await crashing({ web: {} });
      for (let crashes = 1; crashes <= 3; crashes++) await crash();
      assert.ok(time.isWaiting);
      await server.stop();
      assert.equal(server.status, 'stopped');
      assert.ok((await server.start({ web: {} })).url);
    });

    it('a server that cannot start again after its crash is left as failed, and says why', async () => {
      const once = `process.once('message', () => process.send({ kind: 'ready', address: { url: 'http://127.0.0.1:1',
        controlUrl: 'http://127.0.0.1:1', externalPlatformUrl: 'http://127.0.0.1:1', controlToken: '', pid: process.pid } }));`;
      writeTree(folder(), { 'program.js': once });
      const { server, time } = await crashing({}, path.join(folder(), 'program.js'));
      writeTree(folder(), { 'program.js': 'throw new TypeError("no good day");' });
      const failed = until(
        () => {
          time.end();
          return server.status;
        },
        (status) => status === 'failed',
        30_000,
      );
      process.kill((server.address as ServerAddress).pid, 'SIGKILL');
      await failed;
      assert.deepEqual([server.problem?.code, server.address], ['crashed', undefined]);
      assert.match(
        server.problem?.message ?? '',
        /cannot be started again \(.*TypeError: no good day.*session files only\.$/,
      );
    });

    it('the wait before a restart grows up to half a minute, and begins anew after a long run', () => {
      let now = 0;
      const crashes = new Crashes({ now: () => now });
      const waitAfter = (ranMs: number) => {
        crashes.started();
        now += ranMs;
        return crashes.crashed();
      };
      const waits = Array.from({ length: 10 }, () => waitAfter(5));
      assert.deepEqual(waits, [0, 0, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
      assert.equal(waitAfter(60_000), 0);
      assert.deepEqual(
        [crashes.failedToStart(), crashes.failedToStart(), crashes.failedToStart()],
        [0, 1000, undefined],
      );
    });
  });

  it('a server that is stopped while it is revived stays stopped', async () => {
    const { server } = create();
    const { pid } = await server.start({ mobileApps: folder() });
    process.kill(pid, 'SIGKILL');
    await reaches(server, 'starting');
    await server.stop();
    assert.equal(server.status, 'stopped');
    await until(
      () => server.status,
      (status) => status === 'stopped',
    );
  });

  onPosix('the process ends with the process that started it, however that ends', async () => {
    const client = path.resolve(__dirname, '../../src/server/client/serverChildProcess.js');
    const script = `
      const { ServerChildProcess } = require(${JSON.stringify(client)});
      const server = new ServerChildProcess({ program: ${JSON.stringify(SERVER)}, runtime: process.execPath, onLog() {} });
      server.start({}).then((address) => console.log(JSON.stringify(address)));`;
    const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(readline.createInterface({ input: parent.stdout }), 'line')) as [string];
    const { pid, url } = JSON.parse(line) as ServerAddress;
    assert.ok(isAlive(pid));
    parent.kill('SIGKILL');
    await until(
      () => isAlive(pid),
      (alive) => !alive,
    );
    await assert.rejects(call(url), /ECONNREFUSED/);
  });

  onPosix('the server can be run by hand, with its options on stdin, and ends at SIGTERM', async () => {
    const child = spawn(process.execPath, [SERVER], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.end(JSON.stringify({ mobileApps: folder() }));
    const [line] = (await once(readline.createInterface({ input: child.stdout }), 'line')) as [string];
    const { kind, address } = JSON.parse(line) as { kind: string; address: ServerAddress };
    assert.deepEqual([kind, address.pid], ['ready', child.pid]);
    assert.equal((await call(`${address.url}/mobileapp/`)).status, 200);
    child.kill('SIGTERM');
    assert.deepEqual(await once(child, 'exit'), [0, null]);

    const bad = spawn(process.execPath, [SERVER], { stdio: ['pipe', 'pipe', 'inherit'] });
    bad.stdin.end('{');
    const [failed] = (await once(readline.createInterface({ input: bad.stdout }), 'line')) as [string];
    assert.equal(JSON.parse(failed).problem.code, 'options');
    assert.deepEqual(await once(bad, 'exit'), [1, null]);
  });

  it('the process does not read its options from its arguments, where everybody could', async () => {
    const { server } = create();
    const { pid, controlToken } = await server.start({ mobileApps: folder(), seed: 'needle' });
    if (process.platform !== 'linux') return;
    const line = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8') + fs.readFileSync(`/proc/${pid}/environ`, 'utf8');
    assert.ok(!line.includes(controlToken) && !line.includes('needle'));
  });
});

describe('What keeps the state', () => {
  const KEEPING_MS = 5;
  let time: FakeTime;
  let began: number;
  let keeper: StateKeeper;
  let value: number;
  let kept: number[];
  /** What happens while the state is kept. */
  let meanwhile: () => void;
  beforeEach(() => {
    meanwhile = () => undefined;
    time = new FakeTime();
    began = time.now();
    value = 0;
    kept = [];
    keeper = new StateKeeper(async () => {
      const taken = value;
      meanwhile();
      await nextTurn();
      time.pass(KEEPING_MS);
      kept.push(taken);
    }, time);
  });

  /** Lets time pass, and what is due then run to its end. */
  const pass = async (ms: number) => {
    time.pass(ms);
    await nextTurn();
  };

  /** As many changes, one in each millisecond. */
  const change = async (times: number) => {
    for (let i = 0; i < times; i++) {
      value++;
      keeper.changed();
      await pass(1);
    }
  };

  it('keeping the state takes a fiftieth of the time while it changes all the time', async () => {
    await change(10_000);
    assert.ok(kept.length > 30, `kept ${kept.length} times`);
    assert.ok(kept.length * KEEPING_MS <= (time.now() - began) / 50 + KEEPING_MS, `kept ${kept.length} times`);
  });

  it('keeping the state misses no change that comes meanwhile', async () => {
    meanwhile = () => {
      meanwhile = () => undefined;
      value++;
      keeper.changed();
    };
    await change(10);
    await pass(1000);
    assert.deepEqual(kept, [10, 11]);
  });

  it('keeping the state misses no last change, and ends when it is disposed', async () => {
    await change(20);
    await pass(1000);
    await pass(1000);
    assert.equal(kept.at(-1), 20);
    const times = kept.length;
    await change(1);
    keeper.dispose();
    await change(1);
    await pass(1000);
    assert.equal(kept.length, times);
  });
});
