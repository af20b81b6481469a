import assert from 'node:assert/strict';
import fc from 'fast-check';
import validateFromPage from '../../src/core/flows/compiledFromPage';
import { messageProblem } from '../../src/core/flows/messageProblem';
import { runOf } from '../../src/core/scenario/run';
import type { Headers } from '../../src/core/scenario/runEvents';
import { diskFiles } from '../../src/disk/userFile';
import { type FlowRequest, FlowSession } from '../../src/scenario/flowSession';
import { ScenarioBench, startDevServer } from './scenarioServers';

const FLOW = {
  name: 'A phone and a tool',
  server: { tokens: { preset: 'fintech', users: [{ name: 'ada', password: 'correct horse' }] } },
  actors: {
    Phone: { role: 'app', device: { preset: 'fintech' } },
    Tool: { role: 'app' },
    Server: { role: 'server' },
  },
  steps: [
    { title: 'The app starts', from: 'Phone', device: { launch: true } },
    { title: 'The API is called', from: 'Tool', to: 'Server', request: { url: '/api/me' } },
    { title: 'It is called again', from: 'Tool', to: 'Server', request: { url: '/api/me', follow: true } },
  ],
};

/** What a page can send that is as its schema has it, and makes no sense. */
const NAMES = ['Phone', 'Tool', 'Server', 'nobody', '', '__proto__', 'constructor', '\ud800', '{{x}}', '../..'];
const URLS = [
  ...['', ' ', '/', '/api/me', 'api/me', '?a=1', '#', '//', '//evil.test/', '/\0', '/\ud800', '/{{nothing}}', '/ä b'],
  ...[
    'http://',
    'http://[bad',
    'http://127.0.0.1:99999/',
    'http://evil.test/',
    'HTTP://127.0.0.1:1/',
    'ftp://127.0.0.1/',
  ],
  ...['javascript:1', 'file:///etc/passwd', 'http://a:b@127.0.0.1:1/', 'http://127.0.0.1:1', 'https://127.0.0.1:1/'],
];
const HEADERS = [
  ...[
    ['a', 'b\r\nX: y'],
    ['', 'x'],
    ['Host', ''],
    ['a', '\u4e00'],
    ['Content-Length', '5'],
    ['Content-Length', '-1'],
  ],
  ...[
    ['Transfer-Encoding', 'chunked'],
    ['Expect', '100-continue'],
    ['Connection', 'upgrade'],
    ['Cookie', ';;='],
  ],
] as [string, string][];
const METHODS = ['GET', 'POST', 'head', 'CONNECT', 'connect', 'G E\r\nT', '', '\ud800', 'ALPHABET'];
const PARTS = ['cookie', 'cookie:__proto__', 'query:', 'header:', 'token', 'body:/a/b', '', 'authorization'];
const TIMES = ['2000-01-01T00:00:00Z', '9999-12-31T00:00:00Z', '+275760-09-13T00:00:00Z', '999999-99-99T99:99Z'];
const ACTS = [
  ...[{ launch: true }, { background: true }, { login: { username: '{{x}}', password: 'b' } }, { unlock: { pin: '' } }],
  ...[{ call: { url: 'http://[bad' } }, { call: { url: '' } }, { nonsense: true }, {}],
];

const of = <T>(values: readonly T[]) => fc.constantFrom(...values);
const some = <T>(values: readonly T[]) => fc.array(of(values), { maxLength: 3 });
const index = () => of([0, 1, 2, 3, 7, 1_000_000]);
const title = () => of(['t', '', '{{x}}', '\ud800', '__proto__']);
const change = () =>
  fc.record({
    request: fc.record(
      { method: of(METHODS), url: of(URLS), headers: some(HEADERS), body: of(['', 'xx', '{"a":1}', '\ud800']) },
      { requiredKeys: ['method', 'url', 'headers'] },
    ),
    drop: some(PARTS),
    tamper: some(PARTS),
  });
const fault = () =>
  fc.record(
    {
      kind: of(['status', 'delay', 'reset', 'replyLost']),
      status: of([200, 401, 500, 599]),
      errCode: of([1, 1279]),
      delayMs: of([0, 60_000, 2_678_400_000]),
      scope: fc.record(
        { session: of(NAMES), route: of(['/', 'GET /', 'nonsense', '']), nth: of([1, 2 ** 53 - 1]) },
        { requiredKeys: [] },
      ),
      times: of([1, 2 ** 53 - 1]),
    },
    { requiredKeys: ['kind'] },
  );

const message = fc.oneof(
  fc.record({ kind: of(['play', 'pause', 'step', 'back', 'restart', 'playAgain']) }),
  fc.record({ kind: of(['runTo']), step: index() }),
  fc.record({ kind: of(['holdNext']), on: fc.boolean() }),
  fc.record({ kind: of(['send']), change: change() }, { requiredKeys: ['kind'] }),
  fc.record({ kind: of(['replay']), message: index() }),
  { weight: 4, arbitrary: fc.record({ kind: of(['resend']), message: index(), change: change() }) },
  fc.record(
    { kind: of(['forgetCookies']), actor: of(NAMES), name: of(NAMES), title: title() },
    { requiredKeys: ['kind', 'actor', 'title'] },
  ),
  fc.record({ kind: of(['moveClock']), until: of(TIMES), title: title() }),
  fc.record({ kind: of(['addFault']), fault: fault(), title: title() }),
  fc.record({ kind: of(['removeFault']), id: of(NAMES), title: title() }),
  fc.record({ kind: of(['device']), actor: of(NAMES), act: of(ACTS), title: title() }),
);

describe('messages of the page of the flow simulator', () => {
  const bench = new ScenarioBench();
  let session: FlowSession;

  before(() => {
    session = new FlowSession(bench.read(bench.write('flow.scenario.json', FLOW)), {
      server: { start: startDevServer },
      files: diskFiles,
      paceMs: 0,
    });
  });
  after(async () => {
    await session.dispose();
    await bench.close();
  });

  /** Resolves when it is done, or when it holds a request. */
  async function ask(request: FlowRequest): Promise<void> {
    const held = new Promise<void>((resolve) => {
      const listening = session.onDidChangeStatus(({ phase }) => {
        if (phase !== 'held') return;
        listening.dispose();
        resolve();
      });
    });
    await Promise.race([session.ask(request), held]);
  }

  it('whatever the page asks for that its schema allows, the flow goes on: it is done, or a step that failed', async () => {
    await fc.assert(
      fc
        .asyncProperty(fc.array(message, { minLength: 1, maxLength: 12 }), async (messages) => {
          for (const each of messages) {
            fc.pre(messageProblem(validateFromPage, each) === undefined);
            await ask(each as FlowRequest);
            const { phase, problem } = session.status;
            assert.notEqual(phase, 'broken', problem);
          }
          // What was held is sent as it is, and the flow begins anew for the next one.
          await ask({ kind: 'send' });
        })
        .afterEach(() => session.restart()),
      { numRuns: Number(process.env.RUNS ?? 16) },
    );
  });

  const failed: [what: string, request: FlowRequest, why: RegExp][] = [
    ['an address that is empty', resend(''), /no URL/],
    ['an address of blanks', resend(' '), /no URL/],
    ['an address with a host that is none', resend('http://[bad'), /no URL/],
    ['an address with a variable', resend('http://127.0.0.1:1/{{nothing}}'), /nothing/],
    [
      'cookies of an actor that is not there',
      { kind: 'forgetCookies', actor: 'nobody', title: 't' },
      /no actor “nobody”/,
    ],
    ['the device of an actor that is not there', device('nobody'), /no actor “nobody”/],
    ['the device of every object', device('__proto__'), /no actor “__proto__”/],
    ['the device of an actor without one', device('Tool'), /“Tool” has no device/],
  ];
  for (const [what, request, why] of failed) {
    it(`a step by hand fails, and the flow goes on: ${what}`, async () => {
      await session.restart();
      await session.ask({ kind: 'runTo', step: 2 });
      await session.ask(request);
      const { done } = runOf(session.events);
      assert.equal(done.at(-1)?.state, 'failed');
      assert.match(String(done.at(-1)?.failures[0]?.message), why);
      await session.ask({ kind: 'step' });
      assert.equal(session.status.phase, 'ended');
      // The step that follows sends its own request.
      const last = runOf(session.events).done.at(-1);
      assert.equal(last?.state, 'passed');
      assert.match(String(last?.messages[0]?.sent.request.url), /\/api\/me$/);
    });
  }

  it('a path that is typed as the address goes to the server, as in a scenario', async () => {
    await session.restart();
    await session.ask({ kind: 'runTo', step: 2 });
    const sent = runOf(session.events).done.flatMap(({ messages }) => messages);
    await session.ask(resend('/.well-known/oauth-authorization-server', sent[0]?.sent.request.headers));
    const { done } = runOf(session.events);
    assert.equal(done.at(-1)?.messages.at(-1)?.answer?.answer?.status, 200);
  });

  function resend(url: string, headers: Headers = []): FlowRequest {
    return { kind: 'resend', message: 1, change: { request: { method: 'GET', url, headers }, drop: [], tamper: [] } };
  }

  function device(actor: string): FlowRequest {
    return { kind: 'device', actor, title: 't', act: { launch: true } as never };
  }
});
