import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { JournalEntry } from '../../src/core/protocol/journal';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import { ServerChildProcess } from '../../src/server/client/serverChildProcess';
import { writeTree } from '../disk/temporaryFolder';
import { until } from './devServers';
import { call } from './httpCall';
import { iosBody } from './mobile/devices';
import { PROJECT } from './webHarness';

const SERVER = path.resolve(__dirname, '../../../dist/server.js');

interface Hostile {
  /** Body of a function. */
  readonly code: string;
  /** The reason code of the answer, without `web.code.` or `mobile.module.`. Absent where several are right. */
  readonly reason?: 'memory' | 'tooLarge' | 'timeout' | 'threw';
  /** What the reason says, in the journal. */
  readonly says?: RegExp;
  /** Whether it does harm so long after its answer that another request may run in its process by then. */
  readonly isLate?: boolean;
}

const MEMORY =
  /256 MiB \(the option (?:web\.codeLimits|mobile\.authenticationLimits)\.memoryMb, in VS Code the setting sessionWorkbench\.server\.(?:web|mobile)Options\)/;
const ANSWER = /(?:web\.codeLimits|mobile\.authenticationLimits)\.answerMb/;
const KILL = /process\.kill reaches only the process of this code/;

/** Leaves a program behind in a session of its own, with the pipes of the process. It ends when the server closes them. */
const LEAVES = `require('node:child_process').spawn('cat', { detached: true, stdio: [4, 'ignore', 'ignore', 3, 4] }).unref();`;
/** Leaves a program behind that writes without end into what the process prints to. */
const FLOODS = `require('node:child_process').spawn('yes', { detached: true, stdio: [4, 1, 'ignore', 3, 4] }).unref();`;

/** Results that no process of code sends, each as an expression. */
const NO_RESULTS: readonly string[] = [
  'undefined',
  'null',
  '[]',
  '{ kind: "unknown" }',
  '{ kind: "toString" }',
  '{ kind: "tooLarge" }',
  '{ kind: "threw", reason: { toString: null } }',
  '{ kind: "failure", reason: { toString: null } }',
  '{ kind: "result", json: 7 }',
  '{ kind: "answer", json: 7 }',
  '{ kind: "answer", json: {}, answer: { status: 200, headers: null, body: new Uint8Array(1) } }',
  '{ kind: "answer", json: [], answer: { status: 200, headers: { a: { toString: null } }, body: new Uint8Array(1) } }',
  '{ kind: "answer", json: null, answer: { status: {}, headers: {}, body: new Uint8Array(1) } }',
  '{ kind: "answer", json: true, answer: { status: 200, headers: {}, body: 2e9 } }',
];
/** Says that its run is done, whichever it is, and goes on. */
const forges = (result: string) => `
  const runs = Array.from({ length: 400 }, (_, run) => {
    const bytes = require('node:v8').serialize({ kind: 'done', run, result: ${result}, isIntact: true });
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    return Buffer.concat([length, bytes]);
  });
  require('node:fs').writeSync(3, Buffer.concat(runs));
  return new Promise(() => {});`;

/** What ends by itself, or what the server ends at once. */
const QUICK: Readonly<Record<string, Hostile>> = {
  'answers 50 MB of JSON': { code: 'return "x".repeat(50_000_000);', reason: 'tooLarge', says: ANSWER },
  'fills Buffers': {
    code: 'const all = []; for (;;) all.push(Buffer.alloc(8_000_000, 1));',
    reason: 'memory',
    says: MEMORY,
  },
  'fills one Buffer of 2.5 GB': {
    code: 'const one = Buffer.allocUnsafe(2_500_000_000); for (let at = 0; at < one.length; at += 4096) one[at] = 1;',
    reason: 'memory',
    says: MEMORY,
  },
  'fills objects': {
    code: 'const all = []; for (;;) all.push(new Array(100_000).fill(0.5));',
    reason: 'memory',
    says: MEMORY,
  },
  ...Object.fromEntries(
    NO_RESULTS.map((result) => [
      `answers ${result} itself`,
      { code: forges(result), reason: 'threw', says: /it sent what cannot be read/ } as const,
    ]),
  ),
  'answers a text itself that is no JSON': { code: forges('{ kind: "answer", json: "{" }'), reason: 'threw' },
  'kills its parent': { code: 'process.kill(process.ppid, "SIGKILL");' },
  'kills another process': { code: `process.kill(${process.pid}, "SIGKILL");`, reason: 'threw', says: KILL },
  'kills its process group': { code: 'process.kill(0, "SIGKILL");', reason: 'threw', says: KILL },
  'kills the group of another process': {
    code: `process.kill(-${process.pid}, "SIGKILL");`,
    reason: 'threw',
    says: KILL,
  },
  'kills itself': { code: 'process.kill(process.pid, "SIGTERM");', reason: 'threw', says: /SIGTERM/ },
  'kills its parent from a shell': { code: 'require("node:child_process").execSync("kill -9 $PPID; kill -9 0");' },
  'kills its parent from a thread': {
    code: `const { Worker } = require('node:worker_threads');
      return new Promise((resolve) => new Worker('process.kill(process.ppid, "SIGKILL")', { eval: true }).once('error', (error) => { throw error; }));`,
    reason: 'threw',
  },
  exits: { code: 'process.exit(3);', reason: 'threw', says: /exit code 3/ },
  'exits really': { code: 'process.reallyExit(4);', reason: 'threw' },
  aborts: { code: 'process.abort();', reason: 'threw' },
  'crashes in native code': { code: 'process.dlopen({ exports: {} }, "/nowhere.node");', reason: 'threw' },
  'rejects later': {
    code: 'Promise.reject(new Error("later")); return new Promise(() => {});',
    reason: 'threw',
    says: /later/,
  },
  'calls itself without end': {
    code: 'const again = () => again() + 1; again();',
    reason: 'threw',
    says: /RangeError/,
  },
  'answers what is nested too deeply': {
    code: 'let deep = []; for (let at = 0; at < 1_000_000; at++) deep = [deep]; return deep;',
  },
  'throws what fails when it is read': {
    code: 'throw new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 2; } });',
    reason: 'threw',
    says: /fails when it is read/,
  },
  'throws an error whose message fails when it is read': {
    code: 'throw Object.defineProperty(new Error("x"), "message", { get() { throw 1; } });',
    reason: 'threw',
    says: /fails when it is read/,
  },
  'throws an error whose parts are no texts': {
    code: 'throw Object.assign(new Error("x"), { stack: 5, name: null, message: Symbol("m") });',
    reason: 'threw',
    says: /fails when it is read/,
  },
  'throws an object without a prototype': {
    code: 'throw Object.create(null);',
    reason: 'threw',
    says: /fails when it is read/,
  },
  'throws a symbol': { code: 'throw Symbol("mark");', reason: 'threw', says: /Symbol\(mark\)/ },
  'throws nothing': { code: 'throw undefined;', reason: 'threw', says: /undefined/ },
  'changes the folder': { code: 'process.chdir("/");', reason: 'threw' },
  'changes Array': { code: 'Array.prototype.map = Array.prototype.push = () => { throw new Error("changed"); };' },
  'changes JSON': { code: 'JSON.stringify = JSON.parse = () => { throw new Error("changed"); };' },
  'changes Object': {
    code: 'Object.entries = Object.fromEntries = Object.keys = () => { throw new Error("changed"); };',
  },
  'removes Promise': { code: 'delete globalThis.Promise; Function.prototype.call = null;' },
  'gives every object a then': { code: 'Object.prototype.then = () => {};' },
  'closes its files': {
    code: 'const fs = require("node:fs"); for (let file = 0; file < 5; file++) fs.closeSync(file);',
  },
  'closes its port': { code: 'require("node:worker_threads").parentPort.close();' },
  'closes its bridge': { code: 'require("node:worker_threads").workerData.bridge?.close();' },
  'writes into the channel': {
    code: 'require("node:fs").writeSync(3, Buffer.alloc(4096, 0xff)); return new Promise(() => {});',
  },
  'writes a false frame': {
    code: 'require("node:fs").writeSync(3, Buffer.from([4, 0, 0, 0, 1, 2, 3, 4])); return new Promise(() => {});',
  },
  'writes half a frame and exits': {
    code: 'require("node:fs").writeSync(3, Buffer.from([99, 0, 0, 0, 1, 2])); process.exit(3);',
    reason: 'threw',
    says: /exit code 3/,
  },
  'leaves a program behind that holds its pipes, and exits': {
    code: `${LEAVES} process.exit(3);`,
    reason: 'threw',
    says: /exit code 3/,
  },
  'leaves a program behind that prints without end, and exits': {
    code: `${FLOODS} process.exit(3);`,
    reason: 'threw',
    says: /exit code 3/,
  },
  'leaves a program behind that holds its pipes': { code: `${LEAVES} return 1;` },
  'loops after its answer': { code: 'setImmediate(() => { for (;;); });' },
  'repeats microtasks after its answer': {
    code: 'const again = () => Promise.resolve().then(again); setImmediate(again);',
  },
  'fails after its answer': { code: 'setImmediate(() => { throw new Error("late"); });' },
  'fills memory after its answer': {
    code: 'const all = []; setInterval(() => { for (let each = 0; each < 20; each++) all.push(Buffer.alloc(8_000_000, 1)); }, 1);',
    isLate: true,
  },
  'prints 100 MB': { code: 'for (let at = 0; at < 100; at++) console.log("x".repeat(1_000_000));' },
  'prints 20 MB to its files': {
    code: 'for (let at = 0; at < 20; at++) require("node:fs").writeSync(1, "y".repeat(1_000_000));',
  },
};

/** What ends only because its time is over. */
const ENDLESS: Readonly<Record<string, string>> = {
  'loops for ever': 'for (;;);',
  'repeats microtasks for ever': 'return (async () => { for (;;) await null; })();',
  'repeats ticks for ever': 'const again = () => process.nextTick(again); again(); return new Promise(() => {});',
  'never answers': 'return new Promise(() => {});',
  'sleeps for ever': 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);',
  'leaves a program behind that holds its pipes, and loops': `${LEAVES} for (;;);`,
  'prints for ever': 'for (;;) console.log("z".repeat(100_000));',
};

const functions = (bodies: readonly string[]) =>
  `module.exports = [${bodies.map((body) => `() => { ${body} }`).join(',\n')}];`;

/** A server whose modules are hostile. */
class HostileServer {
  private constructor(
    readonly url: string,
    private readonly process: ServerChildProcess,
    private readonly control: HttpControlClient,
  ) {}

  static async start(
    folder: string,
    timeoutMs: number,
    processes: number,
    onLog: (line: string) => void,
  ): Promise<HostileServer> {
    const server = new ServerChildProcess({ program: SERVER, runtime: process.execPath, onLog });
    const address = await server.start({
      mobileApps: path.join(folder, 'MobileApps'),
      mobile: {
        authenticationModule: path.join(folder, 'mobile/module.cjs'),
        authenticationTimeoutMs: timeoutMs,
        authenticationLimits: { processes },
      },
      web: { project: path.join(folder, 'project'), codeTimeoutMs: timeoutMs, codeLimits: { processes } },
    });
    return new HostileServer(address.url, server, new HttpControlClient(address));
  }

  stop(): Promise<void> {
    return this.process.stop();
  }

  login(email: string): ReturnType<typeof call> {
    return call(`${this.url}/mobileapp/$authenticate`, {
      method: 'POST',
      headers: { 'X-QMobile': '1' },
      body: iosBody({ email, device: { id: email, description: 'Phone' } }),
    });
  }

  /** Why the last request failed, if code was why. */
  async failure(): Promise<JournalEntry['causes'][number] | undefined> {
    const { entries } = await this.control.journal(0, 1000);
    return entries.at(-1)?.causes.find(({ rule }) => /^(?:web\.code|mobile\.module)\./.test(rule));
  }
}

describe('Hostile code of a developer', () => {
  const names = [...Object.keys(QUICK), ...Object.keys(ENDLESS)];
  const log: string[] = [];
  let folder: string;
  /** Ends code soon that does not end by itself. */
  let strict: HostileServer;
  /** Its time limit is none: what has another limit is ended by that, however busy the machine is. */
  let patient: HostileServer;

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-hostile-'));
    const hostile = functions([...Object.values(QUICK).map(({ code }) => code), ...Object.values(ENDLESS)]);
    writeTree(folder, {
      'MobileApps/x': '',
      'mobile/hostile.cjs': hostile,
      'mobile/module.cjs': `const hostile = require('./hostile.cjs');
        module.exports = async ({ email }) => {
          const at = /^h(\\d+)@/.exec(email)?.[1];
          if (at === undefined) return { success: true };
          return { success: true, userInfo: { value: await hostile[at]() } };
        };`,
      ...Object.fromEntries(Object.entries(PROJECT).map(([name, content]) => [`project/${name}`, content])),
      'project/WebCode/lib/hostile.cjs': hostile,
      'project/WebCode/methods/hostile.cjs': `const hostile = require('../lib/hostile.cjs');
        exports.hostile = async (_text, request) => {
          const value = await hostile[request.urlQuery.at]();
          webSendText(JSON.stringify({ value }), 'application/json');
        };`,
    });
    const start = (timeoutMs: number, processes: number) =>
      HostileServer.start(folder, timeoutMs, processes, (line) => log.push(line));
    [strict, patient] = await Promise.all([start(2500, 8), start(600_000, 2)]);
  });

  after(async () => {
    await Promise.all([strict.stop(), patient.stop()]);
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const doors: Readonly<Record<string, (server: HostileServer, at: number) => ReturnType<typeof call>>> = {
    'a project method': ({ url }, at) => call(`${url}/4DACTION/hostile?at=${at}`),
    'the authentication module': (server, at) => server.login(`h${at}@example.com`),
  };

  async function assertGood(server: HostileServer): Promise<void> {
    const [handler, session] = await Promise.all([
      call(`${server.url}/tools/session`),
      server.login('jane@example.com'),
    ]);
    assert.equal(handler.status, 200, handler.text);
    assert.equal(session.status, 200, session.text);
    assert.equal(typeof session.json.token, 'string');
    assert.deepEqual(
      log.filter((line) => /ended by itself|failed: \w*Error/.test(line)),
      [],
    );
  }

  for (const [door, knock] of Object.entries(doors)) {
    for (const [at, [name, { reason, says, isLate }]] of Object.entries(QUICK).entries()) {
      it(`code of ${door} that ${name} ends nothing but itself`, async () => {
        const server = reason === 'memory' || reason === 'tooLarge' ? patient : strict;
        await knock(server, at).catch(() => undefined);
        const cause = await server.failure();
        const kind = cause?.rule.split('.').at(-1)?.replace('failed', 'threw');
        if (reason) assert.equal(kind, reason, cause?.message);
        if (says) assert.match(cause?.message ?? '', says);
        if (isLate) {
          await until(
            () => call(`${server.url}/tools/session`),
            ({ status }) => status === 200,
          );
          await until(
            () => server.login('jane@example.com'),
            ({ status }) => status === 200,
          );
        } else await assertGood(server);
      });
    }

    it(`code of ${door} that leaves programs behind with its pipes takes no process from others`, async () => {
      const names = [
        'leaves a program behind that holds its pipes, and exits',
        'leaves a program behind that holds its pipes',
      ];
      // Twice as many as there are processes.
      for (const name of names) {
        const at = Object.keys(QUICK).indexOf(name);
        await Promise.all(Array.from({ length: 16 }, () => knock(strict, at)));
        await assertGood(strict);
      }
    });

    it(`code of ${door} that never ends is ended, and meanwhile others are answered`, async () => {
      const first = Object.keys(QUICK).length;
      const endless = Promise.all(Object.keys(ENDLESS).map((_, at) => knock(strict, first + at)));
      await assertGood(strict);
      for (const [at, { status }] of (await endless).entries()) assert.ok(status >= 500, names[first + at]);
      await assertGood(strict);
    });
  }

  it('the log has of what hostile code prints no more than its limit for each request', () => {
    const printed = log.join('').replace(/[^xyz]/g, '').length;
    // Four requests printed megabytes, and two printed without end.
    assert.ok(printed < 8 * 64 * 1024, String(printed));
    assert.ok(log.some((line) => /web\.codeLimits\.logKb/.test(line)));
    assert.ok(log.some((line) => /mobile\.authenticationLimits\.logKb/.test(line)));
  });
});
