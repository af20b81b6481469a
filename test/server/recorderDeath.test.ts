import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import { json, UpstreamServer } from '../support/upstreamServer';
import { devServers, until } from './devServers';
import { call } from './httpCall';
import { MOBILE_LOGIN } from './mobileLogin';
import { perTest } from './perTest';

describe('the thread that writes a recording', () => {
  const upstream = perTest(() => UpstreamServer.start());
  const start = devServers();
  let root: string;
  /** The threads that have told what they kept. Others of the server have other tasks. */
  let threads: Worker[];
  /** The answers that they have kept. */
  let kept: number;
  const started = (thread: Worker) => {
    thread.on('message', (message: object) => {
      if (!('lines' in message)) return;
      kept += 1;
      if (!threads.includes(thread)) threads.push(thread);
    });
  };
  beforeEach(() => {
    root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-thread-')));
    threads = [];
    kept = 0;
    process.on('worker', started);
  });
  afterEach(() => {
    process.off('worker', started);
    fs.rmSync(root, { recursive: true, force: true });
  });

  const record = () => path.join(root, 'record');
  const files = () => (fs.existsSync(record()) ? fs.readdirSync(record()).filter((name) => /^\w+ /.test(name)) : []);

  async function signedIn(options: object) {
    const logs: string[] = [];
    const given = { mobileApps: path.join(root, 'MobileApps'), ...options };
    const server = await start(given, { log: (line) => logs.push(line) });
    const { url } = server.address();
    const login = await call(url, { method: 'POST', path: '/mobileapp/$authenticate', body: MOBILE_LOGIN });
    const headers = { authorization: `Bearer ${login.json.token}` };
    const ask = (target: string, method = 'GET') => call(url, { method, path: `/mobileapp/${target}`, headers });
    return { server, ask, logs };
  }

  /** Records what the upstream says: a long answer to all requests for `Large`, and how often it was asked to the others. */
  function recording() {
    let times = 0;
    upstream().answers = {
      answer: (request, response) => {
        if (request.url.endsWith('$authenticate')) return json(response, 200, { token: 'there', success: true });
        const long = request.url.includes('Large') ? Array.from({ length: 30_000 }, (_each, at) => `x ${at}`) : [];
        json(response, 200, { success: true, times: ++times, long });
      },
    };
    return signedIn({ upstream: { url: upstream().url, record: record() } });
  }

  /** Waits until the answer to the first request that is recorded was kept. */
  async function first(asked: Promise<unknown>): Promise<void> {
    await asked;
    await until(
      () => kept,
      (times) => times === 1,
    );
    assert.equal(files().length, 1);
  }

  /** The thread of the recording, once it has written a file. */
  async function writing(ask: (target: string) => Promise<unknown>): Promise<Worker> {
    await first(ask('First'));
    assert.equal(threads.length, 1);
    return threads[0] as Worker;
  }

  it('death while nothing is written is no loss, and the next answer is kept', async () => {
    const { server, ask, logs } = await recording();
    await (await writing(ask)).terminate();
    assert.equal((await ask('Second')).status, 200);
    await server.close();
    assert.deepEqual(
      files().map((name) => name.split(' ')[1]),
      ['First', 'Second'],
    );
    assert.ok(!logs.some((line) => /not kept/.test(line)), logs.join('\n'));
  });

  it('death while an answer is written is told in the log; requests go on, and so does the recording', async () => {
    const { server, ask, logs } = await recording();
    await writing(ask);
    const all = Array.from({ length: 8 }, (_each, at) => `Large${at}`);
    const told = () =>
      logs.filter((line) => /not kept: the thread that writes the recording failed: it ended\.$/.test(line));
    // A thread may just have written one answer and not begun another when it dies.
    await until(
      async () => {
        const answers = await Promise.all(all.map((target) => ask(target)));
        assert.ok(answers.every(({ status }) => status === 200));
        await threads.at(-1)?.terminate();
        return told();
      },
      ({ length }) => length > 0,
    );
    assert.equal((await ask('Last')).status, 200);
    await server.close();
    assert.equal(told().length, 1, logs.join('\n'));
    assert.ok(files().some((name) => name.includes('Last')));
    assert.ok(threads.length > 1);
  });

  it('an action that was done before the death of the thread is known after it', async () => {
    const { server, ask } = await recording();
    await first(ask('$action/act', 'POST'));
    await threads[0]?.terminate();
    await ask('$action/act', 'POST');
    await server.close();
    const playing = await signedIn({ mobile: { data: record() } });
    const times = async () => (await playing.ask('$action/act', 'POST')).json.times;
    assert.deepEqual([await times(), await times(), await times()], [1, 2, 2]);
  });
});
