import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RunningDevServer } from '../../src/api/startedServer';
import { SYSTEM_ARGUMENTS, SYSTEM_CALLS } from '../../src/core/systemCalls';
import { sessionWorkbench } from './testedApi';

const { check, connectServer, ControlCallError, run, SessionWorkbenchError, startServer } = sessionWorkbench;

const NO_TEXTS = [undefined, null, 5, true, '', {}, [], () => {}, Symbol('a'), 1n];
const NO_OBJECTS = [undefined, null, 5, 'a', true, [], () => {}, Symbol('a'), 1n];
const NO_OPTIONS = NO_OBJECTS.filter((each) => each !== undefined);
const NO_FUNCTIONS = [undefined, null, 5, 'a', {}, []];
const NO_SIGNALS = [undefined, null, 5, 'a', {}, [], new AbortController()];
const circular: Record<string, unknown> = {};
circular.self = circular;

/** A function by its path, with arguments that it takes, and for each of them what it may not be. */
interface Row {
  readonly path: string;
  readonly fine: readonly unknown[];
  readonly wrong: readonly (readonly [name: RegExp, values: readonly unknown[]])[];
}

const TEXT: (name: string) => Row['wrong'][number] = (name) => [new RegExp(`“${name}”`), NO_TEXTS];
const PATCH: Row['wrong'][number] = [/“patch”|“limt”/, [...NO_OBJECTS, { limt: 1 }]];

const ROWS: readonly Row[] = [
  {
    path: 'clock.advance',
    fine: [1],
    wrong: [[/“time”|no length of time/, [undefined, null, true, {}, [], Symbol('a'), 1n, '', 'soon', -1]]],
  },
  {
    path: 'journal.list',
    fine: [{}],
    wrong: [
      [/journal\.list/, NO_OPTIONS],
      [/“limt”; “limit” may be meant/, [{ limt: 1 }]],
      [/“limit”/, ['1', 0, -1, 1.5, 1001, null, {}, Number.NaN].map((limit) => ({ limit }))],
      [/“after”/, ['1', -1, 1.5, null, {}, Number.NaN].map((after) => ({ after }))],
    ].map(([name, values]) => [name, values] as Row['wrong'][number]),
  },
  {
    path: 'faults.add',
    fine: [{ kind: 'reset' }],
    wrong: [
      [
        /“fault”|“kind”|“times”|JSON/,
        [...NO_OBJECTS, {}, { kind: 'no' }, { kind: 'reset', tims: 1 }, { kind: 'reset', times: 1n }, circular],
      ],
    ],
  },
  { path: 'faults.remove', fine: ['no'], wrong: [[/“fault”/, [...NO_TEXTS, { id: 5 }, { id: '' }, { limt: 1 }]]] },
  {
    path: 'snapshot.restore',
    fine: [{}],
    wrong: [[/“snapshot”|“version”|JSON/, [...NO_OBJECTS, {}, { limt: 1 }, circular]]],
  },
  {
    path: 'follow',
    fine: [() => {}, AbortSignal.abort()],
    wrong: [
      [/“onChange”/, NO_FUNCTIONS],
      [/“signal”/, NO_SIGNALS],
    ],
  },
  {
    path: 'ask',
    fine: [{ method: 'GET', path: '/state' }],
    wrong: [
      [
        /“call”|“method”|“path”|“jsn”; “json” may be meant/,
        [
          ...NO_OBJECTS,
          {},
          { method: 'GET' },
          { path: '/state' },
          { method: 'get', path: '/state' },
          { method: 'GET', path: 'state' },
          { method: 'GET', path: '/state', jsn: 1 },
        ],
      ],
    ],
  },
  { path: 'web.endSession', fine: ['a'], wrong: [TEXT('id')] },
  { path: 'web.changeSession', fine: ['a', {}], wrong: [TEXT('id'), PATCH] },
  {
    path: 'web.createOtp',
    fine: ['a', 5],
    wrong: [TEXT('id'), [/“lifespan”/, [null, '5', {}, [], true, Number.NaN, Symbol('a'), 1n]]],
  },
  { path: 'mendix.endSession', fine: ['a'], wrong: [TEXT('id')] },
  { path: 'mendix.changeUser', fine: ['a', {}], wrong: [TEXT('name'), PATCH] },
  { path: 'mendix.endToken', fine: ['a'], wrong: [TEXT('id')] },
  { path: 'mendix.expireToken', fine: ['a'], wrong: [TEXT('id')] },
  { path: 'tokens.endSession', fine: ['a'], wrong: [TEXT('id')] },
  { path: 'tokens.changeUser', fine: ['a', {}], wrong: [TEXT('name'), PATCH] },
  { path: 'tokens.endSessionsOf', fine: ['a'], wrong: [TEXT('user')] },
  { path: 'tokens.replay', fine: ['a', 'b'], wrong: [TEXT('session'), TEXT('token')] },
];

/** Those that take nothing. */
const WITHOUT = [
  ...['state', 'reset', 'clock.get', 'clock.pause', 'clock.resume', 'clock.reset', 'outbox.list', 'outbox.clear'],
  ...['faults.list', 'snapshot.take', 'mobile.sessions', 'mobile.refresh', 'web.sessions', 'web.createSession'],
  ...['web.handlers', 'mendix.sessions', 'mendix.sweep', 'mendix.users', 'tokens.sessions', 'tokens.users'],
];

type Call = (...given: unknown[]) => Promise<unknown>;

describe('the arguments of the functions of the package', () => {
  let server: RunningDevServer;
  before(async () => {
    server = await startServer({ web: {}, mendix: {}, tokens: {} });
  });
  after(() => server.stop());

  const called = (path: string) =>
    path.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], server.control) as Call;

  async function assertTold(call: () => Promise<unknown>, words: RegExp): Promise<void> {
    await assert.rejects(call, (error: Error) => {
      assert.ok(error instanceof SessionWorkbenchError || error instanceof ControlCallError, String(error));
      assert.match(error.message, words);
      assert.doesNotMatch(error.message, /\n|\[object|undefined/);
      return true;
    });
  }

  for (const { path, fine, wrong } of ROWS) {
    it(`control.${path} refuses each argument that it cannot take, and names it`, async () => {
      for (const [at, [words, values]] of wrong.entries()) {
        // Several rows of one argument are about its members.
        const place = Math.min(at, fine.length - 1);
        for (const value of values) {
          const given = fine.map((each, index) => (index === place ? value : each));
          await assertTold(() => called(path)(...given), words);
        }
      }
    });
  }

  it('each function of control is in the table, or takes nothing', () => {
    const paths = Object.entries(server.control).flatMap(([name, each]) =>
      typeof each === 'function' ? [name] : Object.keys(each).map((below) => `${name}.${below}`),
    );
    assert.deepEqual(paths.toSorted(), [...ROWS.map(({ path }) => path), ...WITHOUT].toSorted());
  });

  it('what a function is called with besides its arguments is left alone, as listeners are called with more', async () => {
    for (const path of WITHOUT.filter((each) => each !== 'reset')) await called(path)(null, { limt: 1 }, () => {});
  });

  it('each call of a system has a rule for each of its arguments', () => {
    for (const [system, calls] of Object.entries(SYSTEM_CALLS)) {
      for (const [name, call] of Object.entries(calls)) {
        const rules = (SYSTEM_ARGUMENTS as Record<string, Record<string, object> | undefined>)[system]?.[name] ?? {};
        assert.equal(Object.keys(rules).length, call.length, `${system}.${name}`);
      }
    }
  });

  for (const env of [null, 5, 'a', [], true, () => {}, { SESSION_WORKBENCH_URL: 5 }]) {
    it(`connectServer refuses ${typeof env === 'function' ? 'a function' : JSON.stringify(env)} in place of an environment`, () =>
      assertTold(() => connectServer(env as never), /“env” must be an object that has SESSION_WORKBENCH_URL/));
  }

  it('connectServer says of an environment without a server how to get one', () =>
    assertTold(() => connectServer({}), /SESSION_WORKBENCH_CONTROL_TOKEN is not set.*session-workbench exec/));

  it('check and run refuse what is no path', async () => {
    for (const given of [null, 5, true, {}, '', [], [null], ['a', ''], 'a\0b']) {
      await assertTold(() => check(given as never), /check takes a path, or a list of some/);
      await assertTold(() => run(given as never), /run takes a path, or a list of some/);
    }
    await assertTold(() => run(undefined as never), /run takes a path/);
  });

  it('check, run and startServer say why something is no path', async () => {
    const reasons: [given: unknown, why: RegExp][] = [
      ['', /one is empty/],
      [null, /one is neither a text nor a URL/],
      ['a\0b', /one has a zero byte in it/],
      ['file:///a%2Fb', /one is a file: URL that names no path, such as one with an encoded slash/],
      ...[
        'https://example.com/a',
        'HTTP://x',
        'ftp://x/y',
        'http:/x',
        'data:,a',
        new URL('https://example.com'),
        new URL('data:,a'),
      ].map((given): [unknown, RegExp] => [given, /one is an address, but of no file/]),
    ];
    if (process.platform !== 'win32') {
      reasons.push(['file://host/x', /one is an address on another machine; give file:\/\/\/ and the path/]);
      reasons.push([new URL('file://host/x'), /one is an address on another machine/]);
    }
    for (const [given, why] of reasons) {
      await assertTold(() => check(['.', given] as never), why);
      await assertTold(() => run(given as never), why);
      const words = /“mobileApps” must be the path or file: URL of a folder/;
      if (given !== null) await assertTold(() => startServer({ mobileApps: given as never }), words);
    }
  });

  it('connectServer tells what answers in place of a dev server from one', async () => {
    const bodies = ['null', '""', '5', '[]', '{}', '{"entries":5,"dropped":0}', '{"entries":[]}'];
    let body = '';
    const server = http.createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const env = {
      SESSION_WORKBENCH_URL: url,
      SESSION_WORKBENCH_CONTROL_URL: `${url}/_workbench/v1`,
      SESSION_WORKBENCH_CONTROL_TOKEN: 't',
      SESSION_WORKBENCH_PLATFORM_URL: url,
    };
    try {
      for (const each of bodies) {
        body = each;
        await assert.rejects(connectServer(env), {
          code: 'no-server',
          message: /\(what answers at http:\S+ is no dev session server\); run this program with/,
        });
      }
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  it('startServer lists its own options beside those of the server', async () => {
    for (const option of ['token', 'zzz', 'verbose']) {
      const words = new RegExp(`“${option}”.*“mobileApps”.*“tokens”.*“import”, “cwd”, “force”, “onLog”`);
      await assertTold(() => startServer({ [option]: 1 } as never), words);
    }
    await assertTold(() => startServer({ accessTokenSeconds: 1 } as never), /it belongs into “tokens”/);
  });

  it('a text that looks like an option of the command line is told as it is', async () => {
    for (const grep of ['--bail', '--grep', 'a --jobs b', '--']) {
      await assert.rejects(run('media/scenarios', { grep, cwd: `${__dirname}/../../..` }), (error: Error) => {
        assert.ok(error.message.includes(` ${grep};`), error.message);
        return true;
      });
    }
  });
});
