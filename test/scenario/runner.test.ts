import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { RunEvent } from '../../src/core/scenario/runEvents';
import type { ScenarioRunner } from '../../src/scenario/runner';
import { devServers } from '../server/devServers';
import { resultsIn, runAll, ScenarioBench, SHIPPED, startDevServer, told } from './scenarioServers';

const COOKIE = '4DSID_Otp';
const OTP = path.join(SHIPPED, 'otp-4dsid.scenario.json');

describe('ScenarioRunner', () => {
  let bench: ScenarioBench;

  beforeEach(() => {
    bench = new ScenarioBench();
  });
  afterEach(() => bench.close());

  const listen = (runner: ScenarioRunner): RunEvent[] => {
    const events: RunEvent[] = [];
    runner.onDidHappen((event) => events.push(event));
    return events;
  };
  const kinds = (events: readonly RunEvent[]) => events.map(({ kind }) => kind);
  const sent = (events: readonly RunEvent[]) =>
    events.flatMap((event) => (event.kind === 'messageSent' ? [event.message] : []));
  const answered = (events: readonly RunEvent[]) =>
    events.flatMap((event) => (event.kind === 'messageAnswered' ? [event.answer] : []));

  it('the runner tells what happens as plain JSON, with cookies and causes of each message', async () => {
    const runner = bench.runner(OTP);
    const events = listen(runner);
    await runner.step();
    await runner.step();
    assert.deepEqual(kinds(events), [
      'runStarted',
      'stateChanged',
      'stepStarted',
      'stepEnded',
      'stepStarted',
      'messageSent',
      'messageAnswered',
      'stateChanged',
      'stepEnded',
    ]);
    assert.deepEqual(JSON.parse(JSON.stringify(events)), events);
    const [message] = sent(events);
    const [answer] = answered(events);
    assert.equal(message?.title, 'ValidateOperation()');
    assert.deepEqual([message?.from, message?.to, message?.step], ['Front end', '4D Server', 1]);
    assert.deepEqual(message?.cookiesBefore, []);
    assert.deepEqual(
      answer?.cookiesAfter.map(({ name, sameSite }) => [name, sameSite]),
      [[COOKIE, 'Strict']],
    );
    assert.ok(answer?.journal.some(({ causes }) => causes.some(({ rule }) => rule === 'web.otp.created')));
    assert.equal(answer?.answer?.status, 302);
    const state = events.findLast((event) => event.kind === 'stateChanged');
    assert.equal(state?.state.systems.web?.sessions[0]?.otps.length, 1);
  });

  it('the runner does not send a SameSite=Strict cookie with what a page of another site asks for, and says so', async () => {
    const runner = bench.runner(OTP);
    const { events } = await runAll(runner);
    const callback = sent(events).find(({ from, to }) => from === 'External platform' && to === '4D Server');
    assert.deepEqual(
      callback?.heldBack.map(({ name }) => name),
      [COOKIE],
    );
    assert.match(String(callback?.heldBack[0]?.why), /SameSite=Strict/);
    assert.ok(!callback?.request.headers.some(([name]) => name === 'Cookie'));
  });

  it('the runner runs to a step, steps back, and reaches the same state again', async () => {
    const runner = bench.runner(OTP, { keepsHistory: true });
    const events = listen(runner);
    const callback = runner.scenario.steps.findIndex(({ source }) =>
      source.title?.startsWith('External platform calls back'),
    );
    await runner.runTo(callback + 1);
    assert.deepEqual(told(resultsIn(events)), []);
    const after = events.findLast((event) => event.kind === 'stateChanged');
    assert.equal(await runner.back(), true);
    assert.equal(runner.next, callback);
    const before = events.findLast((event) => event.kind === 'stateChanged');
    assert.equal(after?.state.systems.web?.sessions[0]?.otps.length, 0, 'the passcode was used');
    assert.equal(before?.state.systems.web?.sessions[0]?.otps.length, 1, 'it is good again');
    assert.equal((await runner.step())?.verdict, 'passed');
    assert.equal(await runner.runAll(), 'passed');
    assert.equal(runner.performed.length, runner.scenario.steps.length);
    while (await runner.back());
    assert.equal(runner.next, 0);
    assert.deepEqual(runner.performed, []);
    assert.equal(await runner.runAll(), 'passed');
  });

  it('the runner steps back with session files too, when the server is its own', async () => {
    const runner = bench.runner(path.join(SHIPPED, 'mobile-reset-sessions.scenario.json'), { keepsHistory: true });
    const events = listen(runner);
    const folder = () => {
      const state = events.findLast((event) => event.kind === 'stateChanged');
      return String(state?.state.systems.mobile?.folder);
    };
    const at = runner.scenario.steps.findIndex(({ source }) => source.event && 'deleteAllFiles' in source.event);
    await runner.runTo(at + 1);
    assert.ok(!fs.existsSync(folder()));
    await runner.back();
    assert.equal(fs.readdirSync(folder()).filter((name) => name.startsWith('UTT')).length, 1);
    assert.equal(await runner.runAll(), 'passed', told(resultsIn(events)).join('\n'));
    const kept = folder();
    await runner.dispose();
    assert.ok(!fs.existsSync(kept), 'the folder of a run goes with it');
  });

  it('the runner lets a request be changed before it is sent', async () => {
    const runner = bench.runner(OTP);
    await runner.runTo(1);
    runner.beforeSend = (request, { title }) => {
      assert.equal(title, 'ValidateOperation()');
      return { ...request, url: `${request.url}X` };
    };
    const result = await runner.step();
    assert.equal(result?.verdict, 'failed');
    assert.equal(result?.failures.find(({ expected }) => expected === '302')?.actual, '404');
  });

  it('the runner repeats an old message, byte for byte', async () => {
    const runner = bench.runner(OTP, { keepsHistory: true });
    const events = listen(runner);
    assert.equal(await runner.runAll(), 'passed');
    const callback = sent(events).find(({ from, to }) => from === 'External platform' && to === '4D Server');
    const again = await runner.replay(callback?.id ?? 0);
    assert.equal(again.verdict, 'passed');
    assert.deepEqual(
      again.journal
        .at(-1)
        ?.causes.map(({ rule }) => rule)
        .filter((rule) => rule.startsWith('web.otp')),
      ['web.otp.used'],
    );
    const repeated = sent(events).at(-1);
    assert.equal(repeated?.repeats, callback?.id);
    assert.deepEqual(repeated?.request, callback?.request);
    assert.equal(answered(events).at(-1)?.answer?.status, 403);
  });

  it('the runner makes a step that nobody planned', async () => {
    const runner = bench.runner(OTP);
    await runner.runTo(2);
    const source = {
      from: 'Front end',
      to: '4D Server',
      title: 'By hand',
      request: { url: '/4DACTION/topCustomers', drop: ['cookie'] },
    };
    const result = await runner.performByHand(source);
    assert.deepEqual([result.step.index, result.verdict], [-1, 'passed']);
    assert.equal(runner.next, 2, 'what comes next stays');
  });

  it('each actor has a clock of its own, and cookies that are over by it', async () => {
    const server = http.createServer((request, response) => {
      response.setHeader('set-cookie', [
        `a=1; Max-Age=60; Path=/`,
        `b=2; Path=/deep`,
        'c=3; SameSite=None',
        'd=4; SameSite=None; Secure',
        `e=5; Max-Age=${'9'.repeat(20)}; Path=/`,
        `f=6; Max-Age=-${'9'.repeat(20)}; Path=/`,
      ]);
      response.end(request.headers.cookie ?? '');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const file = bench.write('clocks.scenario.json', {
        name: 'Clocks',
        actors: {
          Browser: { role: 'browser' },
          App: { role: 'app', clockOffsetMs: 120_000 },
          Server: { role: 'server' },
        },
        steps: ['Browser', 'App'].flatMap((from) => [
          {
            from,
            to: 'Server',
            title: 'set',
            request: { url: `${url}/deep/x` },
            expect: { cookies: { a: { set: true, kept: true, sent: false }, e: { kept: true }, f: { kept: false } } },
          },
          {
            from,
            to: 'Server',
            title: 'sent',
            request: { url: `${url}/deep/x` },
            expect: { body: { contains: ['a=1', 'b=2'] } },
          },
          {
            from,
            to: 'Server',
            title: 'path',
            request: { url: `${url}/other` },
            expect: { cookies: { b: { sent: false }, a: { sent: true }, c: { kept: from === 'App' } } },
          },
          { title: 'one minute', clock: { advance: '61s' } },
          {
            from,
            to: 'Server',
            title: 'over',
            request: { url: `${url}/deep/x` },
            expect: { cookies: { a: { sent: false }, b: { sent: true } } },
          },
        ]),
      });
      const { results, events } = await runAll(bench.runner(file));
      assert.deepEqual(told(results), []);
      const refused = answered(events)[0]?.answer?.setCookies.find(({ name }) => name === 'c');
      assert.equal(refused?.refused, 'SameSite=None needs Secure.');
    } finally {
      server.close();
    }
  });

  it('the runner follows redirects as messages of their own, and forgets what must not follow', async () => {
    const heard: string[] = [];
    const server = http.createServer((request, response) => {
      heard.push(
        `${request.method} ${request.headers.host?.split(':')[0]}${request.url} ${request.headers.authorization ?? '-'} ${request.headers.cookie ?? '-'}`,
      );
      const port = request.headers.host?.split(':')[1];
      if (request.url === '/start')
        response.writeHead(302, { location: `http://localhost:${port}/away`, 'set-cookie': 'sid=1; SameSite=Strict' });
      else if (request.url === '/away') response.writeHead(307, { location: `http://127.0.0.1:${port}/back` });
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const request = { url: `${url}/start`, form: { a: 'b' }, follow: true, headers: { authorization: 'Bearer x' } };
      const file = bench.write('redirects.scenario.json', {
        name: 'Redirects',
        actors: { Browser: { role: 'browser' }, Server: { role: 'server' } },
        steps: [
          {
            from: 'Browser',
            to: 'Server',
            title: 'Start',
            request,
            take: { end: { url: true } },
            expect: { status: 200 },
          },
        ],
      });
      const { events, results } = await runAll(bench.runner(file));
      assert.deepEqual(told(results), []);
      // The chain leads over another site, so the cookie that is SameSite=Strict does not come along at its end.
      assert.deepEqual(heard, ['POST 127.0.0.1/start Bearer x -', 'GET localhost/away - -', 'GET 127.0.0.1/back - -']);
      assert.deepEqual(
        sent(events).map(({ id, follows }) => [id, follows]),
        [
          [1, undefined],
          [2, 1],
          [3, 2],
        ],
      );
      assert.equal(results[0]?.taken.end, `${url}/back`);
    } finally {
      server.close();
    }
  });

  it('the runner adds faults and takes them away, and an answer that is lost can be expected', async () => {
    const call = (title: string, expect: object) => ({
      from: 'App',
      to: 'Server',
      title,
      request: { url: '/mobileapp/' },
      expect,
    });
    const file = bench.write('faults.scenario.json', {
      name: 'Faults',
      actors: { App: { role: 'app' }, Server: { role: 'server' } },
      steps: [
        { fault: { add: { kind: 'reset' }, name: 'gone' } },
        call('lost', { status: 0, cause: 'fault.reset' }),
        { fault: { remove: 'gone' }, expect: { status: 204 } },
        call('there', { status: 200, cause: { lacks: 'fault.reset' } }),
        { fault: { add: { kind: 'status', status: 503, times: 1 } } },
        call('busy', { status: 503 }),
        call('well', { status: 200 }),
      ],
    });
    const { results } = await runAll(bench.runner(file));
    assert.deepEqual(told(results), []);
  });

  it('the runner moves the clock in every way', async () => {
    const file = bench.write('clock.scenario.json', {
      name: 'Clock',
      actors: { App: { role: 'app' } },
      steps: [
        { clock: { pause: true }, take: { before: '/now' }, expect: { body: { json: { '/paused': true } } } },
        {
          clock: { advanceMs: 1000 },
          take: { after: '/now' },
          expect: { body: { json: { '/now': { not: '{{before}}' } } } },
        },
        { clock: { until: '{{after}}' }, expect: { body: { json: { '/now': '{{after}}' } } } },
        {
          clock: { until: '2100-01-01T00:00:00.000Z' },
          expect: { body: { json: { '/now': '2100-01-01T00:00:00.000Z' } } },
        },
        { clock: { reset: true }, expect: { body: { json: { '/paused': false } } } },
      ],
    });
    const { results } = await runAll(bench.runner(file));
    assert.deepEqual(told(results), []);
  });

  it('the runner drives web sessions from the server side', async () => {
    const file = bench.write('events.scenario.json', {
      name: 'Events',
      server: { web: { project: path.join(SHIPPED, '../examples/otp') } },
      actors: { Browser: { role: 'browser' }, Server: { role: 'server' } },
      steps: [
        {
          title: 'open',
          event: { openWebSession: true },
          take: { id: '/id', cookie: '/cookie/value' },
          expect: { status: 201, webSession: { of: '{{id}}', exists: true } },
        },
        {
          title: 'patch',
          event: { patchWebSession: { session: '{{id}}', storage: { step: 1 }, userName: 'Ada', idleTimeout: 90 } },
          expect: { webSession: { of: '{{id}}', userName: 'Ada', idleTimeout: 90, storage: { '/step': 1 } } },
        },
        {
          title: 'otp',
          event: { createOtp: { session: '{{id}}', lifespan: 30 } },
          take: { code: '/otp' },
          expect: { body: { json: { '/otp': '{{otp}}' } } },
        },
        {
          title: 'use',
          from: 'Browser',
          to: 'Server',
          request: { url: '/my4DApp/completeOperation?$4DSID={{otp}}' },
          expect: { cookies: { [COOKIE]: { value: '{{cookie}}' } }, cause: 'web.otp.restored' },
        },
        { title: 'forget', event: { clearCookies: { actor: 'Browser', name: COOKIE } } },
        {
          title: 'guest',
          from: 'Browser',
          to: 'Server',
          request: { url: '/index.shtml' },
          expect: { cookies: { [COOKIE]: { sent: false } } },
        },
        {
          title: 'expire',
          event: { expireWebSession: { session: '{{id}}' } },
          expect: { webSession: { of: '{{id}}', exists: false } },
        },
        { title: 'close', event: { closeWebSession: { session: '{{id}}' } }, expect: { status: 404 } },
      ],
    });
    const { results } = await runAll(bench.runner(file));
    assert.deepEqual(told(results), []);
  });

  it('the runner takes secrets from the environment, and says which are missing', async () => {
    const source = {
      name: 'Secrets',
      actors: { App: { role: 'app' }, Server: { role: 'server' } },
      variables: { pass: { env: 'TEST_PASS', secret: true }, name: { value: 'jane' } },
      steps: [
        {
          from: 'App',
          to: 'Server',
          title: 'x',
          request: { url: '/mobileapp/', headers: { x: '{{pass}}{{name|base64}}' } },
        },
      ],
    };
    const file = bench.write('secrets.scenario.json', source);
    await assert.rejects(
      bench.runner(file).step(),
      /The variable "pass" has no value: the environment variable TEST_PASS was not given/,
    );
    const runner = bench.runner(file, { env: { TEST_PASS: 'opensesame' } });
    const events = listen(runner);
    assert.equal((await runner.step())?.verdict, 'passed');
    assert.deepEqual(
      sent(events)[0]?.request.headers.find(([name]) => name === 'x'),
      ['x', 'opensesameamFuZQ=='],
    );
  });

  it('the runner works on a copy of the MobileApps folder that the scenario names', async () => {
    const kept = bench.write('Data/MobileApps/com.example.app/0123abcd', '{ "status": "pending" }');
    const file = bench.write('copy.scenario.json', {
      name: 'Copy',
      server: { mobileApps: 'Data/MobileApps' },
      actors: { Server: { role: 'server' } },
      steps: [
        {
          event: { editFile: { file: 'com.example.app/0123abcd', set: { '/status': 'accepted' } } },
          expect: { file: { path: 'com.example.app/0123abcd', json: { '/status': 'accepted' } } },
        },
        { event: { createFile: { file: 'com.example.app/4567', text: '{' } } },
        { event: { refresh: true }, expect: { body: { json: { '/checked': 2 } } } },
      ],
    });
    const { results } = await runAll(bench.runner(file));
    assert.deepEqual(told(results), []);
    assert.equal(fs.readFileSync(kept, 'utf8'), '{ "status": "pending" }');
    assert.deepEqual(fs.readdirSync(path.dirname(kept)), ['0123abcd']);
  });

  it('the runner speaks HTTPS with a server that has made its own certificate', async () => {
    const file = bench.write('https.scenario.json', {
      name: 'HTTPS',
      server: { https: true, web: { project: path.join(SHIPPED, '../examples/otp') } },
      actors: { Browser: { role: 'browser' }, Server: { role: 'server' } },
      steps: [
        {
          from: 'Browser',
          to: 'Server',
          title: 'Page',
          request: { url: '/index.shtml' },
          take: { url: { url: true } },
          expect: { status: 200, cookies: { [COOKIE]: { secure: true, kept: true } } },
        },
      ],
    });
    const { results } = await runAll(bench.runner(file));
    assert.deepEqual(told(results), []);
    assert.match(String(results[0]?.taken.url), /^https:/);
  });

  it('the runner ends when it is told to, and its server with it', async () => {
    let stopped = 0;
    const ending = new AbortController();
    const runner = bench.runner(OTP, {
      server: {
        start: async (options, folder, scratch, assertPath) => {
          const server = await startDevServer(options, folder, scratch, assertPath);
          return { ...server, stop: () => server.stop().finally(() => stopped++) };
        },
      },
    });
    runner.onDidHappen((event) => {
      if (event.kind === 'messageSent') ending.abort();
    });
    assert.equal(await runner.runAll(ending.signal), 'cancelled');
    await runner.dispose();
    assert.equal(stopped, 1);
  });

  describe('a server that runs already', () => {
    const start = devServers();

    it('the runner uses a server that runs already and its folder, and leaves it running', async () => {
      const folder = path.dirname(bench.write('MobileApps/keep.txt', ''));
      const server = await start({ mobileApps: folder });
      const runner = bench.runner(path.join(SHIPPED, 'mobile-login-accepted.scenario.json'), {
        server: { address: server.address() },
      });
      const { results } = await runAll(runner);
      assert.deepEqual(told(results), []);
      await runner.dispose();
      assert.equal(fs.readdirSync(path.join(folder, 'UTT7VDX8W5.com.contactApp.Contact')).length, 1);
      assert.equal((await fetch(`${server.address().url}/mobileapp/`)).status, 200);
    });
  });
});
