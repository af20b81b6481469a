import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import type { JournalEntry } from '../../src/core/protocol/journal';
import { journalShares } from '../../src/scenario/journalShares';
import { during } from '../server/perTest';
import { runAll, ScenarioBench, told } from './scenarioServers';

const ACTORS = { Tab: { role: 'browser' }, Other: { role: 'browser' }, Server: { role: 'server' } };
const tab = (name: string, url: string, more: object = {}, expect: object = {}) => ({
  title: name,
  from: name,
  to: 'Server',
  request: { url, as: 'Tab', ...more },
  expect: { status: 200, ...expect },
});

/** Answers only when so many requests are there, the last one first. Each answer sets the cookie `last` to its path. */
async function barrier(many: number): Promise<{ url: string; cookies: string[]; close(): Promise<void> }> {
  const waiting: (() => void)[] = [];
  const cookies: string[] = [];
  const server = http.createServer((request, response) => {
    cookies.push(request.headers.cookie ?? '');
    waiting.push(() => response.setHeader('set-cookie', `last=${request.url?.slice(1)}; Path=/`).end(request.url));
    if (waiting.length < many) return;
    for (const answer of waiting.splice(0).reverse()) answer();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, cookies, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

describe('requests that are sent alongside', () => {
  let bench: ScenarioBench;

  beforeEach(() => {
    bench = new ScenarioBench();
  });
  afterEach(() => bench.close());

  it('requests alongside are under way at the same moment, with the same cookies, and keep theirs in the order of the steps', () =>
    during(
      barrier(3).then((each) => ({ ...each, stop: each.close })),
      async ({ url, cookies }) => {
        const file = bench.write('alongside.scenario.json', {
          name: 'Alongside',
          actors: ACTORS,
          steps: [
            tab('Tab', `${url}/one`, {}, { body: { equals: '/one' } }),
            tab('Other', `${url}/two`, { alongside: true }, { cookies: { last: { sent: false, set: true } } }),
            tab('Tab', `${url}/three`, { alongside: true }, { cookies: { last: { value: 'three', kept: true } } }),
          ],
        });
        const { results, verdict, events } = await runAll(bench.runner(file));
        assert.deepEqual(told(results), []);
        assert.equal(verdict, 'passed');
        assert.deepEqual(cookies, ['', '', '']);
        const kinds = events.flatMap(({ kind }) => (/^(?:step|message)/.test(kind) ? [kind] : []));
        const one = ['stepStarted', 'messageSent', 'messageAnswered', 'stepEnded'];
        assert.deepEqual(kinds, [...one, ...one, ...one], 'each step is told by itself');
        const last = events.findLast((event) => event.kind === 'messageAnswered');
        assert.deepEqual(
          last?.answer.cookiesAfter.map(({ name, value }) => [name, value]),
          [['last', 'three']],
        );
      },
    ));

  it('of requests alongside each has its own entry of the journal, and all of them are told though one fails', async () => {
    const languages = ['fr', 'de', 'ja'];
    const file = bench.write('journal.scenario.json', {
      name: 'Journal',
      server: { mendix: { runtimeVersion: '10.9.0' } },
      actors: ACTORS,
      steps: [
        ...languages.map((language, at) => ({
          ...tab(at === 1 ? 'Other' : 'Tab', '/xas/', {
            json: { action: 'get_session_data' },
            headers: { 'Accept-Language': language },
            ...(at > 0 && { alongside: true }),
          }),
          expect: { status: at === 1 ? 500 : 200, cause: 'mendix.session.anonymous' },
        })),
        tab('Tab', '/'),
      ],
    });
    const runner = bench.runner(file, { keepsHistory: true });
    const { results, verdict } = await runAll(runner);
    assert.equal(verdict, 'failed');
    assert.deepEqual(
      results.map((each) => each.verdict),
      ['passed', 'failed', 'passed', 'skipped'],
    );
    const asked = results
      .slice(0, 3)
      .map(({ journal }) => journal.map(({ request }) => request.headers['accept-language']));
    assert.deepEqual(
      asked,
      languages.map((each) => [each]),
    );
    assert.equal(runner.next, 3);
    await runner.back();
    assert.equal(runner.next, 0, 'they are taken back as they were made: together');
    assert.deepEqual(runner.performed, []);
  });

  it('of requests alongside a message that gets no answer fails its own step alone', () =>
    during(
      barrier(1).then((each) => ({ ...each, stop: each.close })),
      async ({ url }) => {
        const file = bench.write('lost.scenario.json', {
          name: 'Lost',
          actors: ACTORS,
          steps: [tab('Tab', `${url}/one`), tab('Other', 'http://127.0.0.1:1/', { alongside: true })],
        });
        const { results } = await runAll(bench.runner(file));
        assert.deepEqual(
          results.map((each) => each.verdict),
          ['passed', 'failed'],
        );
      },
    ));

  it('journal entries of requests alongside are each given to one of them, and none is lost', () => {
    const entry = fc.record({
      id: fc.nat(),
      method: fc.constantFrom('GET', 'POST'),
      url: fc.constantFrom('/a', '/b?x=1'),
      status: fc.constantFrom(200, 401),
    });
    const sent = fc.record({
      request: fc.record({ method: fc.constantFrom('GET', 'POST'), url: fc.constantFrom('http://h/a', 'http://h/b') }),
      status: fc.constantFrom(200, 401),
      answeredAt: fc.nat(),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(entry, { selector: ({ id }) => id }),
        fc.array(sent, { minLength: 1 }),
        (all, each) => {
          const entries = all.map(
            (one) => ({ ...one, request: { headers: {}, bodyBytes: 0 } }) as unknown as JournalEntry,
          );
          const shares = journalShares(
            entries,
            each.map((one) => ({ ...one, request: { ...one.request, headers: [] } })),
          );
          assert.equal(shares.length, each.length);
          assert.deepEqual(
            shares
              .flat()
              .map(({ id }) => id)
              .sort(),
            all.map(({ id }) => id).sort(),
          );
          for (const share of shares.slice(0, -1)) assert.ok(share.length <= 1);
        },
      ),
    );
  });
});

describe('what a browser does with cookies by itself', () => {
  let bench: ScenarioBench;

  beforeEach(() => {
    bench = new ScenarioBench();
  });
  afterEach(() => bench.close());

  const run = (steps: object[], https = false) =>
    runAll(
      bench.runner(
        bench.write('cookies.scenario.json', {
          name: 'Cookies',
          server: { mendix: { runtimeVersion: '10.9.0' }, ...(https && { https }) },
          actors: ACTORS,
          steps,
        }),
      ),
    );
  const start = (expect: object = {}) => ({
    ...tab('Tab', '/xas/', { json: { action: 'get_session_data' } }),
    expect: { status: 200, ...expect },
  });

  it('closing the browser takes the cookies that have no end, and no others', async () => {
    const { results } = await run([
      start({ cookies: { XASSESSIONID: { kept: true }, DeviceType: { kept: true } } }),
      { title: 'close', event: { closeBrowser: { actor: 'Tab' } } },
      start({ cookies: { XASSESSIONID: { sent: false }, DeviceType: { sent: true } } }),
    ]);
    assert.deepEqual(told(results), []);
  });

  it('a script sets a cookie, and cannot change one that is HttpOnly', async () => {
    const { results } = await run([
      start(),
      { title: 'write', event: { writeCookie: { actor: 'Tab', cookie: 'originURI=/; Path=/; Max-Age=60' } } },
      start({ cookies: { originURI: { sent: true } } }),
      { title: 'a minute', clock: { advance: '61s' } },
      start({ cookies: { originURI: { sent: false } } }),
      { title: 'steal', event: { writeCookie: { actor: 'Tab', cookie: 'XASSESSIONID=mine; Path=/' } } },
    ]);
    assert.match(told(results).join('\n'), /^\S+ steal: A script cannot set this cookie: .*HttpOnly/);
    assert.equal(told(results).length, 1);
  });

  for (const [text, why] of [
    ['__Host-a=1; Path=/', '__Host'],
    ['__Host-a=1; Path=/deep; Secure', '__Host'],
    ['__Host-a=1; Path=/; Domain=localhost; Secure', 'Domain|Host|domain'],
    ['__Secure-a=1; Path=/', '__Secure'],
  ] as const) {
    it(`a browser does not keep the cookie “${text}”, and the run says why`, async () => {
      const server = http.createServer((_, response) => response.setHeader('set-cookie', text).end());
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      try {
        const name = text.split('=', 1)[0] ?? '';
        const { results, events } = await run([
          tab('Tab', url, {}, { cookies: { [name]: { set: true, kept: false } } }),
        ]);
        assert.deepEqual(told(results), []);
        const answer = events.find((event) => event.kind === 'messageAnswered');
        assert.match(String(answer?.answer.answer?.setCookies[0]?.refused), new RegExp(why));
      } finally {
        server.close();
      }
    });
  }
});
