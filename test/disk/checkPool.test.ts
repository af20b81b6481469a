import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Worker } from 'node:worker_threads';
import { phraseText } from '../../src/core/compliance/phrase';
import { searchTextOf } from '../../src/core/index/sessionEntry';
import { SessionIndex } from '../../src/core/index/sessionIndex';
import { CheckPool, type CheckPoolOptions, PoolDisposedError } from '../../src/disk/checkPool';
import { scanFolder } from '../../src/disk/scanFolder';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { APPLICATION, sessionFiles } from './sessions';
import { temporaryFolder, writeTree } from './temporaryFolder';

describe('CheckPool', () => {
  const temporary = temporaryFolder();
  const pools: CheckPool[] = [];
  afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.dispose())));

  function newPool(options?: CheckPoolOptions): CheckPool {
    const pool = new CheckPool(options);
    pools.push(pool);
    return pool;
  }

  /** The threads that start while something runs. */
  async function threadsOf(run: () => Promise<unknown>): Promise<Worker[]> {
    const threads: Worker[] = [];
    const note = (thread: Worker) => threads.push(thread);
    process.on('worker', note);
    await run().finally(() => process.off('worker', note));
    return threads;
  }

  const file = { applicationFolder: SEED_APPLICATION, name: SEED_NAME, text: SEED_SESSION };
  const checkText = (pool: CheckPool) => pool.call('checkText', { file, modified: 1, size: 2 });

  it('the pool checks a text that is open in an editor, and tells where its device stands', async () => {
    const entry = await checkText(newPool());
    assert.equal(searchTextOf(entry), `iphone x\n11.3\n\naccepted\n${SEED_NAME}`);
    assert.deepEqual(entry, {
      name: SEED_NAME,
      condition: 'accepted',
      modified: 1,
      size: 2,
      fields: {
        applicationId: 'com.contactApp.Contact',
        applicationName: 'Contact',
        teamId: 'UTT7VDX8W5',
        sessionId: SEED_NAME,
        deviceId: '0DC5132E-1EF4-407C-A832-5FE33D818AF3',
        deviceDescription: 'iPhone X',
        deviceVersion: '11.3',
        deviceOs: undefined,
        email: '',
        status: 'accepted',
        simulator: true,
        jailbroken: false,
      },
      findings: [],
      deviceRange: { start: { line: 18, character: 7 }, end: { line: 18, character: 45 } },
    });
  });

  it('the pool does not check a text that is far too large to be a session', async () => {
    const text = '['.repeat(1024 * 1024 + 1);
    const entry = await newPool().call('checkText', { file: { ...file, text }, modified: 1, size: 2 });
    assert.equal(entry.condition, 'unreadable');
    assert.deepEqual(entry.findings, []);
    assert.equal(entry.modified, 1);
  });

  it('the pool rejects a call with the code of the file system, and goes on', async () => {
    const pool = newPool();
    const folder = path.join(temporary(), 'nowhere');
    await assert.rejects(pool.call('listFolder', { folder }), { code: 'ENOENT' });
    await assert.rejects(pool.call('listApplication', { folder, application: 'a' }), { code: 'ENOENT' });
    await assert.doesNotReject(checkText(pool));
  });

  it('the pool answers many calls at once, each with its own answer', async () => {
    const pool = newPool();
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        pool.call('checkText', { file: { ...file, name: `${i}` }, modified: i, size: 0 }),
      ),
    );
    assert.deepEqual(
      answers.map(({ name, modified }) => [name, modified]),
      Array.from({ length: 200 }, (_, i) => [`${i}`, i]),
    );
  });

  it('the pool does what is urgent before what has waited longer', async () => {
    const pool = newPool({ maxWorkers: 1 });
    const done: string[] = [];
    const call = (name: string, priority: 'urgent' | 'normal') =>
      pool.call('checkText', { file: { ...file, name }, modified: 0, size: 0 }, priority).then(() => done.push(name));
    await Promise.all([
      call('first', 'normal'),
      call('second', 'normal'),
      call('third', 'normal'),
      call('now', 'urgent'),
    ]);
    assert.deepEqual(done, ['first', 'now', 'second', 'third']);
  });

  it('the pool starts no thread before the first call, one for small work, and never more than it may', async () => {
    assert.deepEqual(await threadsOf(async () => newPool()), []);
    const pool = newPool();
    assert.equal((await threadsOf(() => checkText(pool))).length, 1);
    assert.equal((await threadsOf(() => checkText(pool))).length, 0);
    const single = newPool({ maxWorkers: 1 });
    const large = { ...file, text: `[${'1,'.repeat(400_000)}` };
    const threads = await threadsOf(() =>
      Promise.all(Array.from({ length: 20 }, () => single.call('checkText', { file: large, modified: 0, size: 0 }))),
    );
    assert.equal(threads.length, 1);
  });

  it('a pool that is disposed rejects what is under way and what waits, and every call after that', async () => {
    const pool = newPool({ maxWorkers: 1 });
    const calls = [checkText(pool), checkText(pool), pool.call('listFolder', { folder: temporary() }, 'urgent')];
    const results = Promise.allSettled(calls);
    await pool.dispose();
    for (const result of await results) {
      assert.equal(result.status, 'rejected');
      assert.ok(result.reason instanceof PoolDisposedError);
    }
    await assert.rejects(checkText(pool), PoolDisposedError);
    await pool.dispose();
  });

  it('a pool can be disposed before it was used', () => newPool().dispose());

  it('a pool that is disposed stops a scan that is under way', async () => {
    writeTree(temporary(), sessionFiles('a', 'b'));
    const pool = newPool();
    const index = new SessionIndex();
    const scan = assert.rejects(scanFolder(pool, index, temporary()), PoolDisposedError);
    await pool.dispose();
    await scan;
  });

  it('the pool fails the call of a thread that dies, and does the waiting and the next ones on another', async () => {
    const pool = newPool({ maxWorkers: 1 });
    const [first] = await threadsOf(() => checkText(pool));
    // Large enough that the thread is still at it when it dies.
    const large = { ...file, text: '['.repeat(1024 * 1024) };
    const underWay = assert.rejects(pool.call('checkText', { file: large, modified: 0, size: 0 }), /thread ended/);
    const waiting = assert.doesNotReject(checkText(pool));
    await Promise.all([first?.terminate(), underWay, waiting]);
    await assert.doesNotReject(checkText(pool));
  });

  it('the pool starts another thread when one dies that had nothing to do', async () => {
    const pool = newPool({ maxWorkers: 1 });
    const [first] = await threadsOf(() => checkText(pool));
    await first?.terminate();
    assert.equal((await threadsOf(() => checkText(pool))).length, 1);
  });

  it('the pool does not keep the process alive while nothing is under way', async () => {
    const script = `
      const { CheckPool } = require(${JSON.stringify(require.resolve('../../src/disk/checkPool'))});
      const pool = new CheckPool();
      pool.call('listFolder', { folder: ${JSON.stringify(temporary())} }).then(({ others }) => console.log(others.length));
    `;
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { timeout: 90_000 });
    assert.equal(stdout, '0\n');
  });

  describe('another schema', () => {
    const strict = { type: 'object', properties: { status: { enum: ['blocked'] } } };
    const messages = async (pool: CheckPool) => (await checkText(pool)).findings.map(({ message }) => message);
    const wrong = ['"status" must be one of "blocked"; it is "accepted".'];

    it('the pool uses another schema from the next call on, and the built-in one again', async () => {
      writeTree(temporary(), { 'schema.json': strict });
      const pool = newPool();
      assert.deepEqual(await messages(pool), []);
      pool.setSchema(path.join(temporary(), 'schema.json'));
      assert.deepEqual(await messages(pool), wrong);
      pool.setSchema(undefined);
      assert.deepEqual(await messages(pool), []);
    });

    it('calls under way when the schema changes end with the old one', async () => {
      writeTree(temporary(), { 'schema.json': strict });
      const pool = newPool({ maxWorkers: 1 });
      const before = messages(pool);
      pool.setSchema(path.join(temporary(), 'schema.json'));
      const after = messages(pool);
      assert.deepEqual(await before, []);
      assert.deepEqual(await after, wrong);
    });

    it('the pool keeps its threads when it is told the schema it has', async () => {
      const pool = newPool();
      await checkText(pool);
      pool.setSchema(undefined);
      assert.equal((await threadsOf(() => checkText(pool))).length, 0);
    });

    it('the pool warns once of a schema that cannot be used, whatever the number of calls and threads', async () => {
      const schemaFile = path.join(temporary(), 'schema.json');
      const pool = newPool({ schemaFile });
      const warnings: string[] = [];
      pool.onWarning((warning) => warnings.push(phraseText(warning)));
      const [thread] = await threadsOf(() => messages(pool));
      assert.deepEqual(await messages(pool), []);
      await thread?.terminate();
      assert.deepEqual(await messages(pool), []);
      assert.equal(warnings.length, 1);
      assert.match(warnings[0] as string, /schema\.json cannot be used as a schema: .*schema\.json is not there/);
    });
  });

  it('the pool warns again of a schema that is set again', async () => {
    const pool = newPool();
    const warnings: string[] = [];
    pool.onWarning((warning) => warnings.push(phraseText(warning)));
    for (const schema of ['nowhere.json', undefined, 'nowhere.json']) {
      pool.setSchema(schema && path.join(temporary(), schema));
      await checkText(pool);
    }
    assert.equal(warnings.length, 2);
  });

  it('the pool checks a folder on two threads as on one', async () => {
    const ids = Array.from({ length: 2000 }, (_, i) => `device ${i}`);
    writeTree(temporary(), sessionFiles(...ids));
    const scanned = await Promise.all(
      [1, 2].map(async (maxWorkers) => {
        const index = new SessionIndex();
        await scanFolder(newPool({ maxWorkers }), index, temporary());
        return [...index.entries(temporary(), APPLICATION)].sort((a, b) => (a.name < b.name ? -1 : 1));
      }),
    );
    assert.equal(scanned[0]?.length, 2000);
    assert.deepEqual(scanned[0], scanned[1]);
    assert.ok(fs.existsSync(temporary()));
  });
});
