import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import v8 from 'node:v8';
import { CodeLog } from '../../src/server/kernel/code/codeLog';
import { CodePool } from '../../src/server/kernel/code/codePool';
import { CodeProcess, type ProcessOutcome } from '../../src/server/kernel/code/codeProcess';
import { WEB_CODE_LIMITS } from '../../src/server/systems/web/webCodeLimits';
import { temporaryFolder, writeTree } from '../disk/temporaryFolder';
import { until } from './devServers';

const NOT_SO_SOON_MS = 600_000;

/** A thread that runs the text of each job, and the function that this returns when the server has its answer. */
const THREAD = `
  const { parentPort } = require('node:worker_threads');
  const fs = require('node:fs');
  const v8 = require('node:v8');
  const frame = (value) => {
    const bytes = v8.serialize(value);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  let later;
  parentPort.on('message', (message) => {
    if (message.kind === 'ping') {
      later?.();
      later = undefined;
      return parentPort.postMessage({ kind: 'pong' });
    }
    later = new Function('require', 'fs', 'frame', 'run', message.job)(require, fs, frame, message.run);
    parentPort.postMessage({ kind: 'done', run: message.run, result: 'answered', isIntact: true });
  });
  parentPort.postMessage({ kind: 'ready' });
`;

/** Leaves a shell behind, in a session of its own and with the pipes of this process. It prints its number. */
const leaves = (script: string) =>
  `require('node:child_process').spawn('sh', ['-c', ${JSON.stringify(`echo left $$; ${script}`)}],
    { detached: true, stdio: [4, 1, 'ignore', 3, 4], env: { ...process.env, HOST: process.pid } }).unref();`;

/** Messages that no host sends. */
const FORGED: readonly unknown[] = [
  undefined,
  null,
  7,
  [],
  {},
  { kind: 'unknown' },
  { kind: 'done' },
  { kind: 'done', run: undefined, result: 'forged', isIntact: true },
  { kind: 'done', run: 1, result: 'forged', isIntact: true },
  { kind: 'done', run: 'x', result: 'forged', isIntact: true },
  { kind: 'tooLarge' },
  { kind: 'tooLarge', run: undefined, bytes: 1 },
  { kind: 'printed' },
  { kind: 'printed', text: { toString: null, valueOf: null } },
  { kind: 'printed', text: 1 },
  { kind: 'call' },
  { kind: 'call', call: null },
  { kind: 'call', call: { run: undefined, operation: 7, parameters: null } },
];

describe('A process for the code of a developer', () => {
  const folder = temporaryFolder();
  const made: CodeProcess[] = [];
  let printed: string[];

  function start(longEnough: () => Promise<unknown>): CodeProcess {
    printed = [];
    writeTree(folder(), { 'thread.js': THREAD });
    const code = new CodeProcess(
      {
        kind: 'start',
        thread: path.join(folder(), 'thread.js'),
        data: undefined,
        env: { PATH: process.env.PATH },
        memoryMb: 256,
        logBytes: 65_536,
        longestFrame: 65_536,
        longestCall: 1024,
        callLimit: '1 KiB',
      },
      new CodeLog((line) => printed.push(line), 'Code', 65_536, 'logKb'),
      { PATH: process.env.PATH },
      longEnough,
    );
    made.push(code);
    return code;
  }

  afterEach(async () => {
    await Promise.all(made.splice(0).map((code) => code.dispose('The test is over.')));
  });

  const run = (code: CodeProcess, number: number, job: string): Promise<ProcessOutcome> =>
    code.execute(number, job, async () => ({ kind: 'result', result: undefined }), NOT_SO_SOON_MS);

  async function numberOfLeft(): Promise<number> {
    const line = await until(
      () => printed.find((each) => /left \d+/.test(each)),
      (found) => found !== undefined,
    );
    return Number(/left (\d+)/.exec(line ?? '')?.[1]);
  }

  function isAlive(pid: number): boolean {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  }

  it('forged messages between two runs change nothing', async () => {
    const code = start(async () => {});
    for (const [at, message] of FORGED.entries()) {
      const bytes = `frame(require('node:v8').deserialize(Buffer.from('${serialized(message)}', 'base64')))`;
      const outcome = await run(code, at + 2, `return () => fs.writeSync(3, ${bytes});`);
      assert.deepEqual(outcome, { kind: 'done', result: 'answered' }, JSON.stringify(FORGED[at - 1]));
      await code.settled;
    }
    assert.deepEqual(await run(code, 1000, ''), { kind: 'done', result: 'answered' });
  });

  it('a program that code leaves behind with its pipes is not waited for, and loses them', async () => {
    const code = start(async () => {});
    const outcome = await run(code, 1, `${leaves('cat')} process.exit(5);`);
    assert.equal(outcome.kind, 'lost');
    assert.equal(code.isUsable, false);
    await code.dispose('It was replaced.');
  });

  it('a program that code leaves behind ends when its pipes are closed', async () => {
    let letGo = () => {};
    const code = start(() => new Promise<void>((resolve) => (letGo = resolve)));
    const ended = run(code, 1, `${leaves('cat')} process.exit(5);`);
    const left = await numberOfLeft();
    await until(
      () => letGo(),
      () => !isAlive(left),
    );
    assert.equal((await ended).kind, 'lost');
  });

  it('an answer that comes after the end of the process does not count', async () => {
    let letGo = () => {};
    const over = new Promise<void>((resolve) => (letGo = resolve));
    const code = start(() => over);
    // The process that has ended is there by its number until the server has seen its end.
    const forges = `while kill -0 $HOST; do :; done; cat ${path.join(folder(), 'forged')} >&3; echo forged; cat`;
    const job = `fs.writeFileSync(${JSON.stringify(path.join(folder(), 'forged'))},
        frame({ kind: 'done', run, result: 'forged', isIntact: true }));
      ${leaves(forges)} process.exit(5);`;
    const ended = run(code, 1, job);
    await until(
      () => printed.some((line) => line.includes('forged')),
      (isForged) => isForged,
    );
    letGo();
    assert.equal((await ended).kind, 'lost');
  });

  const LEFTOVERS: Readonly<Record<string, string>> = {
    'keeps too much memory': 'return () => { globalThis.kept = Buffer.alloc(500_000_000, 1); };',
    fails: 'return () => { throw new Error("late"); };',
    'closes the channel': 'return () => fs.closeSync(3);',
    'writes no frame into the channel': 'return () => fs.writeSync(3, Buffer.alloc(64, 0xff));',
  };
  for (const [name, leftover] of Object.entries(LEFTOVERS)) {
    it(`no later run is begun in a process whose code ${name} after its answer`, async () => {
      const code = start(async () => {});
      assert.equal((await run(code, 1, leftover)).kind, 'done');
      await code.settled;
      const file = path.join(folder(), 'ran');
      assert.equal((await run(code, 2, `fs.writeFileSync(${JSON.stringify(file)}, '');`)).kind, 'unsent');
      assert.equal(fs.existsSync(file), false);
    });
  }

  it('the request after one that has left too much memory gets a new process', async () => {
    writeTree(folder(), { 'thread.js': THREAD });
    const pool = new CodePool<string>({
      limits: { ...WEB_CODE_LIMITS, processes: 1, timeoutMs: NOT_SO_SOON_MS },
      names: { limits: 'limits', timeout: 'time' },
      thread: path.join(folder(), 'thread.js'),
      data: undefined,
      isResult: (value): value is string => typeof value === 'string',
      hasEnvironment: true,
      subject: 'The code',
      logName: 'Code',
      log: () => {},
    });
    const file = path.join(folder(), 'pids');
    const note = `fs.appendFileSync(${JSON.stringify(file)}, process.pid + ' ');`;
    for (let each = 0; each < 3; each++) {
      const outcome = await pool.run({ stamp: '', job: `${note} ${LEFTOVERS['keeps too much memory']}` });
      assert.deepEqual(outcome, { kind: 'done', result: 'answered' });
    }
    await pool.dispose();
    assert.equal(new Set(fs.readFileSync(file, 'utf8').trim().split(' ')).size, 3);
  });

  it('a process whose pipes are held is disposed of while its code runs', async () => {
    const code = start(async () => {});
    const ended = run(code, 1, `${leaves('cat')} for (;;);`);
    await numberOfLeft();
    await code.dispose('The server is stopping.');
    assert.deepEqual(await ended, { kind: 'lost', reason: 'The server is stopping.' });
  });
});

function serialized(value: unknown): string {
  return v8.serialize(value).toString('base64');
}
