import assert from 'node:assert/strict';
import path from 'node:path';
import type { JournalEntry } from '../../src/core/protocol/journal';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import { until } from './devServers';
import { type Answer, type Call, call } from './httpCall';
import { type WebHarness, withWebServer } from './webHarness';

const EXAMPLE = path.resolve(__dirname, '../../../media/examples/otp');
const PASSCODE = /^[0-9A-F]{32}$/;

/** A server with the shipped example, and somebody who has an operation to be validated. */
class Shop {
  constructor(private readonly server: WebHarness) {}

  /** The callback address that the example gives to the platform. */
  async callback(way: '$4DSID' | 'state'): Promise<URL> {
    const answer = await this.server.client().form('/4DACTION/validateOperation', { operation: 'Transfer', way });
    const asked = new URL(String(answer.headers.location));
    const url = new URL(asked.searchParams.get('redirect_uri') ?? '');
    const state = asked.searchParams.get('state');
    if (state !== null) url.searchParams.set('state', state);
    // The example runs behind whatever scheme the server has.
    url.protocol = new URL(this.server.url).protocol;
    return url;
  }

  platform(target: string, asked: Call = {}): Promise<Answer> {
    return call(new URL(target, this.server.platformUrl), asked);
  }

  json(body: object): Promise<Answer> {
    return this.platform('/validate', { method: 'POST', body });
  }

  form(target: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
    return this.platform(target, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(fields).toString(),
    });
  }

  /** The page that a person answers on, and where its form leads. */
  async ask(query: Record<string, string>): Promise<{ page: Answer; action: string }> {
    const page = await this.platform(`/validate?${new URLSearchParams(query)}`);
    assert.equal(page.status, 200, page.text);
    const [, action = ''] = /<form method="post" action="([^"]+)"/.exec(page.text) ?? [];
    return { page, action };
  }

  async entries(): Promise<readonly JournalEntry[]> {
    return (await this.server.control.journal(0, 1000)).entries;
  }

  async rules(): Promise<string[]> {
    const entries = (await this.entries()).filter(({ face }) => face === 'platform');
    return entries.at(-1)?.causes.map(({ rule }) => rule) ?? [];
  }
}

async function withShop(
  run: (shop: Shop, server: WebHarness) => Promise<void>,
  options: Omit<ServerOptions, 'web'> = {},
): Promise<void> {
  await withWebServer({ project: EXAMPLE }, (server) => run(new Shop(server), server), {}, options);
}

describe('The external platform', () => {
  it('the external platform shows what it is asked, to a person with a keyboard and without a script', () =>
    withShop(async (shop) => {
      const callback = await shop.callback('$4DSID');
      const { page } = await shop.ask({ redirect_uri: callback.href, state: `"'><script>alert(1)</script>` });
      assert.match(page.text, /<button name="answer" value="approve">Approve<\/button>/);
      assert.match(page.text, /<button name="answer" value="refuse">Refuse<\/button>/);
      assert.doesNotMatch(page.text, /<script|"'>/i);
      const policy = String(page.headers['content-security-policy']);
      assert.match(policy, /^default-src 'none';/);
      assert.ok(policy.includes(`form-action 'self' ${callback.origin};`), policy);
      for (const input of page.text.match(/<input [^>]*>/g) ?? []) {
        assert.ok(page.text.includes(`<label>`) && !/type="hidden"/.test(input), input);
      }
    }));

  it('the external platform sends the browser back with what is in the callback address, and with the state', () =>
    withShop(async (shop, server) => {
      const direct = await shop.callback('$4DSID');
      const first = await shop.ask({ callback: direct.href });
      const approved = await shop.form(first.action, { answer: 'approve' });
      assert.deepEqual([approved.status, approved.headers.location], [303, direct.href]);
      assert.deepEqual(await shop.rules(), ['platform.approved', 'platform.browser-sent']);
      const validated = await server.client().call(direct.href);
      assert.match(validated.text, /has been validated$/);

      const stated = await shop.callback('state');
      const state = stated.searchParams.get('state') ?? '';
      const second = await shop.ask({ redirect_uri: `${stated.origin}${stated.pathname}`, state });
      const back = await shop.form(second.action, { answer: 'approve' });
      assert.equal(back.headers.location, stated.href);
    }));

  it('the external platform says that access is denied when it refuses, and gives the state back too', () =>
    withShop(async (shop, server) => {
      const { action } = await shop.ask({ redirect_uri: `${server.url}/done?a=%24b&c`, state: 'x y&z' });
      const { headers } = await shop.form(action, { answer: 'refuse' });
      assert.equal(headers.location, `${server.url}/done?a=%24b&c&error=access_denied&state=x%20y%26z`);
      assert.deepEqual(await shop.rules(), ['platform.refused', 'platform.browser-sent']);
    }));

  it('the external platform goes nowhere but to this server and this machine', () =>
    withShop(
      async (shop, server) => {
        const { port } = new URL(server.url);
        const refused = {
          'https://example.com/': 'callback-foreign',
          'http://127.0.0.1.evil.test/': 'callback-foreign',
          'http://localhost.evil.test/': 'callback-foreign',
          'http://10.0.0.1/': 'callback-foreign',
          'javascript:alert(1)': 'callback-malformed',
          'file:///etc/passwd': 'callback-malformed',
          'http://127.0.0.1@evil.test/': 'callback-malformed',
          'http://a:b@127.0.0.1/': 'callback-malformed',
          '//127.0.0.1/': 'callback-malformed',
          '/relative': 'callback-malformed',
          '': 'callback-missing',
        };
        for (const [callback, code] of Object.entries(refused)) {
          for (const answer of [
            await shop.platform(`/validate?${new URLSearchParams({ callback })}`),
            await shop.json({ callback, answer: 'approve' }),
          ]) {
            assert.deepEqual([answer.status, answer.json.error.code], [400, code], callback);
            assert.equal(answer.headers.location, undefined);
          }
        }
        const taken = [
          server.url,
          `http://localhost:${port}`,
          'http://127.0.0.1:9/',
          'http://[::1]:9/',
          'https://my.tunnel.test/back',
        ];
        for (const callback of taken) await shop.ask({ callback });
      },
      { allowedHosts: ['my.tunnel.test'] },
    ));

  for (const https of [false, true]) {
    it(`the external platform calls back by itself over ${https ? 'HTTPS' : 'HTTP'}: the passcode works once, however often it answers`, () =>
      withShop(
        async (shop) => {
          const callback = await shop.callback('$4DSID');
          const { status, json } = await shop.json({ callback: callback.href, answer: 'approve', times: 2 });
          assert.equal(status, 200);
          assert.deepEqual(
            json.calls.map((each: { status: number }) => each.status),
            [200, 403],
          );
          assert.match(json.calls[0].body, /“Transfer” of guest has been validated/);
          assert.equal(json.calls[1].body, 'Invalid token');
          assert.deepEqual(await shop.rules(), [
            'platform.asked',
            'platform.approved',
            'platform.called',
            'platform.called',
          ]);
          const calls = (await shop.entries()).filter(({ actor }) => actor.userAgent === 'Session-Workbench-Platform');
          assert.deepEqual(
            calls.map(({ causes }) => causes.find(({ rule }) => rule.startsWith('web.otp'))?.rule),
            ['web.otp.restored', 'web.otp.used'],
          );
        },
        https ? { https: true } : {},
      ));
  }

  it('the external platform says that there was no answer', () =>
    withShop(async (shop) => {
      const { json } = await shop.json({ callback: 'http://127.0.0.1:1/', answer: 'approve' });
      assert.deepEqual(json.calls, [{ status: 0, error: 'ECONNREFUSED' }]);
    }));

  it('a platform that answers twice calls first, and the browser that comes last is refused', () =>
    withShop(async (shop, server) => {
      const callback = await shop.callback('$4DSID');
      const { action } = await shop.ask({ callback: callback.href });
      const answer = await shop.form(action, { answer: 'approve', times: '2' });
      assert.deepEqual([answer.status, answer.headers.location], [303, callback.href]);
      assert.equal((await server.client().call(callback.href)).text, 'Invalid token');
    }));

  it('the platform keeps what a server asked until a person answers, on one page however often it is loaded', () =>
    withShop(async (shop, server) => {
      const callback = await shop.callback('$4DSID');
      const { status, json } = await shop.json({ callback: callback.href });
      assert.deepEqual([status, json.status], [202, 'waiting']);
      const { action } = await shop.ask({ callback: callback.href });
      assert.equal(action, `/validations/${json.id}`);
      const list = await shop.platform('/');
      assert.equal(list.text.split(`href="/validations/`).length - 1, 1);
      assert.match(list.text, /<td>waits<\/td>/);
      const snapshot = await server.control.snapshot();

      const shown = await shop.form(action, { answer: 'approve', by: 'platform' });
      assert.match(shown.text, /<li>200<pre>The operation “Transfer” of guest has been validated<\/pre>/);
      assert.match((await shop.platform('/')).text, /<td>approved<\/td>/);

      await server.control.putSnapshot(snapshot);
      assert.match((await shop.platform('/')).text, /<td>waits<\/td>/);
      await server.control.reset();
      assert.match((await shop.platform('/')).text, /No validation was asked for yet/);
      const gone = await shop.form(action, { answer: 'approve' });
      assert.deepEqual([gone.status, gone.json.error.code], [404, 'validation-unknown']);
    }));

  it('the platform takes as much virtual time as it is told to', () =>
    withShop(async (shop, server) => {
      await server.control.moveClock({ pause: true });
      const callback = `${server.url}/index.shtml`;
      let isThere = false;
      const answer = shop.json({ callback, answer: 'approve', delayMs: 60_000 }).then((each) => {
        isThere = true;
        return each;
      });
      // The request has come when it is kept.
      await until(
        async () => (await shop.platform('/')).text,
        (text) => text.includes('<td>waits</td>'),
      );
      await server.advance(59_999);
      assert.match((await shop.platform('/')).text, /<td>waits<\/td>/);
      assert.equal(isThere, false);
      await until(
        () => server.advance(1).then(() => isThere),
        (done) => done,
      );
      assert.equal((await answer).json.calls[0].status, 200);
      assert.deepEqual((await shop.rules()).slice(1), ['platform.delayed', 'platform.approved', 'platform.called']);
    }));

  it('the platform takes as much real time as it is told to, although the virtual clock stands still', () =>
    withShop(async (shop, server) => {
      await server.control.moveClock({ pause: true });
      const { action } = await shop.ask({ callback: `${server.url}/` });
      // biome-ignore lint/plugin: It is the least time. A busy machine only takes longer.
      const now = () => performance.now();
      const before = now();
      const { status } = await shop.form(action, { answer: 'approve', delay: '0.2', time: 'real' });
      assert.equal(status, 303);
      assert.ok(now() - before >= 190);
    }));

  it('the platform gives up what nobody waits for any more', () =>
    withShop(async (shop, server) => {
      await server.control.moveClock({ pause: true });
      const gone = new AbortController();
      const left = fetch(`${server.platformUrl}/validate`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ callback: `${server.url}/`, answer: 'approve', delayMs: 1000 }),
        signal: gone.signal,
      });
      await until(
        async () => (await shop.platform('/')).text,
        (text) => text.includes('<td>waits</td>'),
      );
      gone.abort();
      await assert.rejects(left);
      await until(
        () => shop.entries(),
        (entries) => entries.some(({ causes }) => causes.some(({ rule }) => rule === 'server.client-gone')),
      );
      await server.advance(1000);
      assert.match((await shop.platform('/')).text, /<td>waits<\/td>/);
    }));

  it('a form on a page of the server may ask the platform, and no other site may', () =>
    withShop(async (shop, server) => {
      const fields = { callback: `${server.url}/` };
      const site = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
      const own = await shop.form('/validate', fields, { origin: server.url, ...site });
      assert.equal(own.status, 200, own.text);
      const foreign = await shop.form('/validate', fields, { origin: 'http://evil.test', ...site });
      assert.deepEqual([foreign.status, foreign.json.error.code], [403, 'origin-foreign']);
      const { action } = await shop.ask(fields);
      const answered = await shop.form(action, { answer: 'approve' }, { origin: server.url, ...site });
      assert.deepEqual([answered.status, answered.json.error.code], [403, 'origin-foreign']);
    }));

  it('the platform keeps passcodes out of the journal, wherever they stand', () =>
    withShop(async (shop, server) => {
      const state = (await shop.callback('state')).searchParams.get('state') ?? '';
      const passcode = (await shop.callback('$4DSID')).searchParams.get('$4DSID') ?? '';
      for (const each of [state, passcode]) assert.match(each, PASSCODE);
      const direct = `${server.url}/my4DApp/completeOperation?$4DSID=${passcode}`;
      const { action } = await shop.ask({ callback: direct });
      await shop.form(action, { answer: 'approve', by: 'platform' });
      await shop.ask({ redirect_uri: `${server.url}/my4DApp/completeOperation`, state });
      await shop.json({ callback: `${server.url}/my4DApp/completeOperation`, state, answer: 'approve', times: 2 });
      const entries = (await shop.entries()).filter(({ face }) => face === 'platform');
      assert.ok(entries.length >= 4);
      const text = JSON.stringify(entries);
      for (const each of [state, passcode]) assert.ok(!text.includes(each));
    }));

  it('the platform says what it does not understand', () =>
    withShop(async (shop, server) => {
      const callback = `${server.url}/`;
      const wrong = [
        { callback: 1 },
        { callback, answer: 'perhaps' },
        { callback, answer: 'approve', times: 11 },
        { callback, answer: 'approve', delayMs: -1 },
        { callback, answer: 'approve', time: 'local' },
        [],
      ];
      for (const body of wrong) {
        const { status, json } = await shop.json(body);
        assert.deepEqual([status, json.error.code], [400, 'body-invalid'], JSON.stringify(body));
      }
    }));
});
