import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { counted } from '../../src/core/base/counted';
import { isLoopbackHost } from '../../src/scenario/loopbackName';
import { HEADER_LIMIT } from '../../src/scenario/sendHttp';
import { AllowedHosts } from '../../src/server/kernel/guard/allowedHosts';
import { collectGarbage } from '../support/collectGarbage';
import { runAll, ScenarioBench, told } from './scenarioServers';

const ACTORS = {
  Browser: { role: 'browser' },
  Phone: { role: 'app', device: { preset: 'fintech', lockOnStart: false } },
  Server: { role: 'server' },
};
const SERVER = { tokens: { users: [{ name: 'ada', password: 'example' }] } };

/** Every spelling of a host that a run must not call. None is looked up: the refusal comes first. */
const FOREIGN: readonly [url: string, host: string][] = [
  ['http://evil.example/', 'evil.example'],
  ['HTTPS://EVIL.EXAMPLE./', 'evil.example'],
  ['http://127.0.0.1@evil.example/', 'evil.example'],
  ['http://localhost:80@evil.example/', 'evil.example'],
  ['http://localhost%2f@evil.example/', 'evil.example'],
  ['http://evil.example\\@127.0.0.1/', 'evil.example'],
  ['http://127.0.0.1.evil.example/', 'evil.example'],
  ['http://localhost.evil.example/', 'evil.example'],
  ['http://evillocalhost/', 'evillocalhost'],
  ['http://127.0.0.1.nip.example/', '127.0.0.1.nip.example'],
  ['http://1/', '0.0.0.1'],
  ['http://0/', '0.0.0.0'],
  ['http://0x0a000001/', '10.0.0.1'],
  ['http://167772161/', '10.0.0.1'],
  ['http://012.0.0.1/', '10.0.0.1'],
  ['http://10.1/', '10.0.0.1'],
  ['http://128.0.0.1/', '128.0.0.1'],
  ['http://126.255.255.255/', '126.255.255.255'],
  ['http://[::]/', '::'],
  ['http://[::2]/', '::2'],
  ['http://[::ffff:10.0.0.1]/', '::ffff:a00:1'],
  ['http://[::127.0.0.1]/', '::7f00:1'],
  ['http://[64:ff9b::127.0.0.1]/', '64:ff9b::7f00:1'],
  ['http://[fe80::1]/', 'fe80::1'],
  ['http://unix/', 'unix'],
  ['http:////evil.example/', 'evil.example'],
  ['http://\tevil.\nexample/', 'evil.example'],
  ['http://%65vil.example/', 'evil.example'],
  ['http://ｅvil.example/', 'evil.example'],
];

/** Spellings of this machine, with the port of the second server as `PORT`. */
const HERE = [
  'http://127.0.0.1:PORT/',
  'http://127.1:PORT/',
  'http://2130706433:PORT/',
  'http://0x7f000001:PORT/',
  'http://0177.0.0.1:PORT/',
  'http://127.0.0.1.:PORT/',
  'http://localhost:PORT/',
  'http://LOCALHOST.:PORT/',
  'http://any.name.localhost:PORT/',
  'http://evil.example@127.0.0.1:PORT/',
  'http://user:secret@localhost:PORT/',
];

describe('The hosts that a run may call', () => {
  let bench: ScenarioBench;
  let second: http.Server;
  let port: number;
  /** The paths that the second server was asked for. */
  let asked: string[];
  let connections: number;

  before(async () => {
    bench = new ScenarioBench();
    second = http.createServer((request, response) => {
      const path = String(request.url);
      asked.push(path);
      const target = new URL(path, 'http://here').searchParams.get('to');
      if (target !== null) response.setHeader('Location', target).writeHead(307).end(bytesOf(path));
      else if (path === '/endless') void flood(response);
      else if (path === '/silent') response.flushHeaders();
      else if (path === '/collected') collectGarbage();
      else if (path === '/interim') processing(response);
      else if (path === '/events')
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
      else if (path === '/headers') manyHeaders(response);
      else if (path === '/bomb') {
        response.setHeader('Content-Encoding', 'gzip').end(gzipSync(Buffer.alloc(50 * 1_048_576)));
      } else if (path.startsWith('/bytes/')) response.end(bytesOf(path));
      else response.end('hello');
    });
    second.on('connection', () => connections++);
    second.listen(0, '127.0.0.1');
    await once(second, 'listening');
    port = (second.address() as AddressInfo).port;
  });
  beforeEach(() => {
    asked = [];
    connections = 0;
  });
  after(async () => {
    second.closeAllConnections();
    second.close();
    await bench.close();
  });

  const here = (path: string) => `http://127.0.0.1:${port}${path}`;
  const step = (request: object, more: object = {}) => ({ from: 'Browser', to: 'Server', request, ...more });
  const write = (steps: object[]) =>
    bench.write('hosts.scenario.json', { name: 'Hosts', server: SERVER, actors: ACTORS, steps });
  const byHand = (url: string) => ({ from: 'Browser', to: 'Server', title: url, request: { url } });

  it('a request to any other host is refused before anything is sent, and the failed step names host and way out', async () => {
    const runner = bench.runner(write([]), { waysOut: waysOut() });
    for (const [url, host] of FOREIGN) {
      const { verdict, failures } = await runner.performByHand(byHand(url));
      const shown = JSON.stringify(url);
      assert.equal(verdict, 'failed', shown);
      // A name in front of the host is part of it.
      const words = new RegExp(
        `^Nothing was sent to (?:[\\w.]+\\.)?${host.replace(/[.]/g, '\\.')}, .*; allow it with --allow-host (?:[\\w.]+\\.)?${host.replace(/[.]/g, '\\.')}\\.$`,
      );
      assert.match(String(failures[0]?.message), words, shown);
      assert.doesNotMatch(String(failures[0]?.message), /@/, shown);
    }
  });

  it('a redirect to any other host is refused before anything is sent', async () => {
    const runner = bench.runner(write([]), { waysOut: waysOut() });
    // Others cannot stand in a header.
    for (const [url, host] of FOREIGN.filter(([each]) => /^[\x21-\x7e]+$/.test(each))) {
      const request = { url: here(`/?to=${encodeURIComponent(url)}`), follow: true };
      const { verdict, failures } = await runner.performByHand({ ...byHand(''), title: 'Hop', request });
      assert.equal(verdict, 'failed', url);
      assert.ok(String(failures[0]?.message).includes(host), `${url}: ${failures[0]?.message}`);
    }
  });

  it('this machine can be called in all of its spellings', async () => {
    const runner = bench.runner(write([]));
    for (const url of HERE) {
      const { failures } = await runner.performByHand(byHand(url.replace('PORT', String(port))));
      assert.deepEqual(failures, [], url);
    }
    assert.equal(asked.length, HERE.length);
  });

  it('a host is this machine by its name alone', () => {
    for (const url of HERE) assert.ok(isLoopbackHost(new URL(url.replace('PORT', '1')).hostname), url);
    for (const url of [
      'http://[::1]/',
      'http://[0:0:0:0:0:0:0:1]/',
      'http://[::ffff:127.9.8.7]/',
      'http://[::ffff:7f00:1]/',
    ])
      assert.ok(isLoopbackHost(new URL(url).hostname), url);
    for (const [url] of FOREIGN) assert.ok(!isLoopbackHost(new URL(url).hostname), url);
  });

  const included = (url: string) => {
    bench.write('inner.scenario.json', { name: 'Inner', actors: ACTORS, steps: [step({ url })] });
    return [{ include: 'inner.scenario.json' }];
  };
  const ROADS: Readonly<Record<string, (url: string) => object[]>> = {
    'a request': (url) => [step({ url })],
    'a request that expects no answer': (url) => [step({ url }, { expect: { status: 0 } })],
    'a redirect that is followed': (url) => [step({ url: here(`/?to=${url}`), follow: true })],
    'the second of two redirects': (url) => [
      step({ url: here(`/?to=${encodeURIComponent(here(`/?to=${url}`))}`), follow: true }),
    ],
    'a request alongside another one': (url) => [step({ url: '/' }), step({ url, alongside: true })],
    'a value that an answer gave': (url) => [
      step({ url: here(`/?to=${url}`) }, { take: { target: { header: 'location' } } }),
      step({ url: '{{target}}' }),
    ],
    'a call of a device': (url) => [
      { title: 'Launch', from: 'Phone', device: { launch: true } },
      { title: 'Sign in', from: 'Phone', device: { login: { username: 'ada', password: 'example' } } },
      { title: 'Call', from: 'Phone', device: { call: url } },
    ],
    'an included step': included,
  };
  for (const [road, steps] of Object.entries(ROADS)) {
    it(`${road} leads to no other host unless that is allowed`, async () => {
      const refused = await runAll(bench.runner(write(steps('http://evil.invalid/'))));
      assert.equal(refused.verdict, 'failed');
      assert.match(told(refused.results).join('\n'), /Nothing was sent to evil\.invalid, /);
      const sent = refused.events.filter((event) => event.kind === 'messageSent');
      assert.ok(sent.every(({ message }) => !message.request.url.startsWith('http://evil.invalid')));
      const hosts = new AllowedHosts(['*.invalid.example', 'evil.invalid'], '--allow-host');
      const allowed = await runAll(bench.runner(write(steps('http://evil.invalid/')), { hosts }));
      assert.doesNotMatch(told(allowed.results).join('\n'), /Nothing was sent/);
    });
  }

  it('a redirect that is not followed may lead anywhere', async () => {
    const { verdict, results } = await runAll(bench.runner(write([step({ url: here('/?to=http://evil.example/') })])));
    assert.equal(verdict, 'passed', told(results).join('\n'));
  });

  it('*.name allows what is beneath a name, and a name only itself', async () => {
    const hosts = new AllowedHosts(['*.deep.invalid', 'one.invalid', '2001:db8::1'], '--allow-host');
    const runner = bench.runner(write([]), { hosts, answerMs: 1 });
    const isRefused = async (host: string) => {
      const { failures } = await runner.performByHand(byHand(`http://${host}/`));
      return /^Nothing was sent/.test(String(failures[0]?.message));
    };
    for (const host of ['a.deep.invalid', 'b.a.DEEP.invalid.', 'one.invalid'])
      assert.equal(await isRefused(host), false, host);
    for (const host of ['deep.invalid', 'xdeep.invalid', 'a.one.invalid', 'two.invalid', '[2001:db8::2]'])
      assert.equal(await isRefused(host), true, host);
  });

  for (const path of ['/endless', '/bytes/100001']) {
    it(`the answer of ${path} is cut off at the limit, whatever the step expects`, async () => {
      for (const more of [{}, { expect: { status: 200 } }, { expect: { status: 0 } }]) {
        const { verdict, results } = await runAll(
          bench.runner(write([step({ url: here(path) }, more)]), { answerBytes: 100_000 }),
        );
        assert.equal(verdict, 'failed');
        assert.match(
          told(results).join('\n'),
          /The body of the answer was cut off: of all answers of a step, 100.?000 bytes are read; raise the option answerBytes\./,
        );
      }
    });
  }

  /** What belongs to one step: its answer, those of steps alongside, and of the redirects before it. */
  const together: readonly [what: string, sizes: readonly number[], steps: (sizes: readonly number[]) => object[]][] = [
    ['one answer', [1001], ([size]) => [step({ url: here(`/bytes/${size}`) })]],
    ['two answers alongside', [600, 600], alongside],
    ['ten answers alongside', Array.from({ length: 10 }, () => 101), alongside],
    ['a large answer after an empty one alongside', [0, 1001], alongside],
    ['a redirect and the answer after it', [600, 600], redirected],
    [
      'a redirect to an answer and one alongside',
      [400, 400, 400],
      (sizes) => [...redirected(sizes), ...alongside(['', sizes[2] ?? 0]).slice(1)],
    ],
  ];
  function alongside(sizes: readonly (number | string)[]): object[] {
    return sizes.map((size, at) => step({ url: here(`/bytes/${size}`), ...(at > 0 && { alongside: true }) }));
  }
  function redirected([size = 0, next = 0]: readonly number[]): object[] {
    return [step({ url: here(`/bytes/${size}?to=/bytes/${next}`), follow: true })];
  }

  for (const [what, sizes, stepsOf] of together) {
    const sum = sizes.reduce((all, size) => all + size, 0);

    it(`the limit of answers holds for the sum of ${what}, and no byte less is enough`, async () => {
      const file = write(stepsOf(sizes));
      const fits = await runAll(bench.runner(file, { answerBytes: sum }));
      assert.deepEqual(told(fits.results), []);
      const { verdict, results } = await runAll(bench.runner(file, { answerBytes: sum - 1 }));
      assert.equal(verdict, 'failed');
      assert.match(told(results).join('\n'), /cut off: of all answers of a step, \d+ bytes? (?:is|are) read/);
    });
  }

  it('each step begins with the whole limit of answers', async () => {
    const file = write([step({ url: here('/bytes/600') }), step({ url: here('/bytes/600') })]);
    assert.deepEqual(told((await runAll(bench.runner(file, { answerBytes: 1000 }))).results), []);
  });

  it('an answer exactly as large as the limit is read', async () => {
    const { results } = await runAll(bench.runner(write([step({ url: here('/bytes/1000') })]), { answerBytes: 1000 }));
    assert.deepEqual(told(results), []);
  });

  it('a compressed body stays as it came, so that it cannot become larger than the limit', async () => {
    const { verdict, results } = await runAll(
      bench.runner(write([step({ url: here('/bomb') })]), { answerBytes: 100_000 }),
    );
    assert.equal(verdict, 'passed', told(results).join('\n'));
  });

  it('headers that are larger than their limit end the answer', async () => {
    const { verdict, results } = await runAll(bench.runner(write([step({ url: here('/headers') })])));
    assert.equal(verdict, 'failed');
    assert.match(told(results).join('\n'), new RegExp(`more than ${counted(HEADER_LIMIT, 'byte')} \\(HEADER_LIMIT\\)`));
  });

  // Whatever holds the limit is not collected while the answer is awaited.
  for (const path of ['/events', '/silent', '/collected']) {
    it(`the answer of ${path}, which never ends, is waited for no longer than a step may wait`, async () => {
      const { verdict, results } = await runAll(bench.runner(write([step({ url: here(path) })]), { answerMs: 300 }));
      assert.equal(verdict, 'failed');
      assert.match(
        told(results).join('\n'),
        /within 0\.3 seconds, as long as a step waits; raise the option answerMs\./,
      );
    });
  }

  it('an answer before which interim answers come without an end is cut off', async () => {
    const { verdict, results } = await runAll(bench.runner(write([step({ url: here('/interim') })])));
    assert.equal(verdict, 'failed');
    assert.match(told(results).join('\n'), /cut off, as more than 100 interim answers \(1xx\) came before the answer/);
  });

  it('no connection is made for what is refused', async () => {
    const runner = bench.runner(write([]));
    await runner.performByHand(byHand(`http://evil.invalid:${port}/`));
    assert.equal(connections, 0);
  });
});

function waysOut() {
  const none = { variable: () => '', path: () => '', answerBytes: '', answerMs: '', diskBytes: '' };
  return { ...none, host: (host: string) => `allow it with --allow-host ${host}` };
}

/** As many bytes as a path asks for. */
function bytesOf(path: string): string {
  return 'x'.repeat(Number(/^\/bytes\/(\d+)/.exec(path)?.[1] ?? 0));
}

/** Says that the answer will come, until nobody hears it. */
function processing(response: http.ServerResponse): void {
  if (response.destroyed) return;
  response.writeProcessing();
  setImmediate(() => processing(response));
}

/** Writes until nobody reads any more. */
async function flood(response: http.ServerResponse): Promise<void> {
  const chunk = 'x'.repeat(65_536);
  const gone = once(response, 'close');
  while (!response.destroyed) {
    if (!response.write(chunk)) await Promise.race([once(response, 'drain').catch(() => undefined), gone]);
  }
}

function manyHeaders(response: http.ServerResponse): void {
  const lines = Array.from({ length: 200 }, (_, n) => `X-${n}: ${'x'.repeat(1000)}\r\n`);
  response.socket?.end(`HTTP/1.1 200 OK\r\n${lines.join('')}\r\n`);
}
