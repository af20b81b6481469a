import assert from 'node:assert/strict';
import { OptionsError } from '../../src/core/server/optionsError';
import { type CorsOption, CorsRule } from '../../src/server/systems/web/corsRule';
import { type Answer, call } from './httpCall';
import { type WebHarness, withWebServer } from './webHarness';

const PAGE = 'http://localhost:3000';

function ask(
  server: WebHarness,
  method: string,
  headers: Readonly<Record<string, string>>,
  target = '/rest/$info',
): Promise<Answer> {
  return call(`${server.url}${target}`, { method, headers });
}

const preflight = (server: WebHarness, wanted: string, origin = PAGE) =>
  ask(server, 'OPTIONS', {
    origin,
    'access-control-request-method': wanted,
    'access-control-request-headers': 'content-type,x-mine',
  });

const corsHeaders = ({ headers }: Answer) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => /^access-control-|^vary$/.test(name)));

describe('The CORS settings of a web server', () => {
  it('each syntax of a host that 4D documents takes the pages that it names, and no others', () => {
    const table: [string, string[], string[]][] = [
      [
        '192.168.5.17:8081',
        ['http://192.168.5.17:8081', 'https://192.168.5.17:8081'],
        ['http://192.168.5.17', 'http://192.168.5.1:8081'],
      ],
      [
        '192.168.5.17',
        ['http://192.168.5.17:8081', 'https://192.168.5.17'],
        ['http://192.168.5.170', 'http://1192.168.5.17'],
      ],
      ['192.168.*', ['http://192.168.1.2', 'https://192.168.1.2:99'], ['http://192.169.1.2', 'http://x192.168.1.2']],
      ['192.168.*:8081', ['http://192.168.1.2:8081'], ['http://192.168.1.2', 'http://192.168.1.2:8082']],
      [
        '192.168.*:8081',
        [],
        ['http://192.168.evil.com:8081', 'http://192.168.1.2.evil.com:8081', 'http://192.168.x:8081'],
      ],
      [
        '10.*.7',
        ['http://10.1.2.7'],
        ['http://10.evil.7a', 'http://10.1.2.8', 'http://110.1.2.7', 'http://[::a01:207]'],
      ],
      ['*.*', ['http://a.b', 'http://a.b.c', 'http://1.2.3.4'], ['http://localhost']],
      ['127.1', ['http://127.0.0.1:81'], ['http://127.0.0.2']],
      ['0x7f.1', ['http://127.0.0.1'], ['http://x7f.1.test']],
      ['localhost.', ['http://localhost:3000', 'http://localhost.:3000'], ['http://local.host']],
      ['localhost', ['http://localhost.'], ['http://localhost.test']],
      ['*.5', ['http://1.2.3.5'], ['http://a.b.5x', 'http://1.2.3.15']],
      ['1*', ['http://1.2.3.4', 'http://192.168.0.1'], ['http://1.evil.com', 'http://1evil.com']],
      ['shop*', ['http://shop', 'http://shop-2:1'], ['http://shop.evil.com', 'http://shopevil.com', 'http://ashop']],
      ['app-*.example.com', ['http://app-1.example.com'], ['http://app-1.evil.com', 'http://app-a.b.example.com']],
      ['*-app.*.com', ['http://a.b-app.c.com'], ['http://a-app.b.c.com', 'http://a-app.com']],
      ['münchen.test', ['http://xn--mnchen-3ya.test', 'http://münchen.test:1'], ['http://munchen.test']],
      ['*.münchen.test', ['http://a.xn--mnchen-3ya.test'], ['http://xn--mnchen-3ya.test']],
      [
        'capacitor://localhost',
        ['capacitor://localhost'],
        ['http://localhost', 'ionic://localhost', 'capacitor://other'],
      ],
      ['ionic://*', ['ionic://localhost', 'ionic://app.example'], ['http://localhost', 'null']],
      ['localhost', ['https://localhost:1'], ['capacitor://localhost', 'http://localhost.evil.com']],
      ['[0:0:0:0:0:0:0:1]', ['http://[::1]:9'], ['http://[::2]']],
      ['a.example:0080', ['http://a.example'], ['http://a.example:8080']],
      ['http://192.168.5.17:8081', ['http://192.168.5.17:8081'], ['https://192.168.5.17:8081']],
      [
        'http://*.myDomain.com',
        ['http://a.mydomain.com', 'http://a.b.mydomain.com:1'],
        ['https://a.mydomain.com', 'http://mydomain.com', 'http://amydomain.com'],
      ],
      ['*.myDomain.com', ['https://a.mydomain.com'], ['http://mydomain.com', 'http://a.mydomain.com.evil.example']],
      ['myProject.myDomain.com', ['http://myproject.mydomain.com'], ['http://a.myproject.mydomain.com']],
      ['a*b*c', ['http://abc', 'http://a-b-c', 'http://axbbxc'], ['http://ac', 'http://acb', 'http://ab']],
      ['ab*ba', ['http://abba'], ['http://aba']],
      ['http://localhost:80', ['http://localhost'], ['http://localhost:81']],
      ['https://localhost:443/', ['https://localhost'], ['http://localhost:443']],
      ['[::1]:3000', ['http://[::1]:3000'], ['http://[::2]:3000']],
      [
        '*',
        ['http://anything.example', 'https://1.2.3.4:5', 'null'],
        ['file://', 'chrome-extension://abc', 'nonsense'],
      ],
      ['localhost', [], ['null']],
    ];
    for (const [host, inside, outside] of table) {
      const rule = new CorsRule({ host });
      for (const origin of inside) assert.ok(rule.takes(origin), `${host} takes ${origin}`);
      for (const origin of outside) assert.ok(!rule.takes(origin), `${host} does not take ${origin}`);
    }
  });

  it('methods are told apart by semicolons in any case, and none means all', () => {
    assert.deepEqual(new CorsRule({ host: '*', methods: ' post;GET; ' }).methods, ['POST', 'GET']);
    for (const methods of ['', ' ; ']) assert.equal(new CorsRule({ host: '*', methods }).methods.length, 8);
  });

  it('a rule that is none is refused with what may be there', () => {
    const table: [CorsOption, RegExp][] = [
      [{ host: 'a b' }, /host “a b”, which is none; give one such as localhost:3000/],
      [{ host: 'ftp://a.example' }, /which is none/],
      [{ host: 'http://a.example/path' }, /which is none/],
      [{ host: 'a.example:99999' }, /which is none/],
      [{ host: 'null' }, /pages without an origin.*give \*/],
      [{ host: 'http://NULL:80' }, /pages without an origin.*give \*/],
      [{ host: 'file://a' }, /which is none/],
      [{ host: '[1::2::3]' }, /which is none/],
      [{ host: 'a..b' }, /which is none/],
      [{ host: '192.168.256.*' }, /which is none/],
      [{ host: '1.2.3.4.*' }, /which is none/],
      [{ host: 'localhost:0' }, /which is none/],
      [{ host: 'user@a.example' }, /which is none/],
      [{ host: '' }, /which is none/],
      [{ host: 'a'.repeat(300) }, /which is none/],
      [{ host: '*', methods: 'get,post' }, /method “GET,POST” for \*; give some of GET, HEAD/],
      [{ host: '*', methods: 'fetch' }, /method “FETCH”/],
    ];
    for (const [rule, words] of table) {
      assert.throws(
        () => new CorsRule(rule),
        (error: Error) => error instanceof OptionsError && words.test(error.message),
      );
    }
  });

  it('a page of another port is asked about before, and may read the answer and send its cookie', async () => {
    await withWebServer({ cors: [{ host: 'localhost:3000', methods: 'get;post' }] }, async (server) => {
      const asked = await preflight(server, 'POST');
      assert.deepEqual(
        [asked.status, corsHeaders(asked)],
        [
          204,
          {
            'access-control-allow-credentials': 'true',
            'access-control-allow-headers': 'content-type,x-mine',
            'access-control-allow-methods': 'GET, POST',
            'access-control-allow-origin': PAGE,
            vary: 'Origin',
          },
        ],
      );
      assert.deepEqual(
        [await server.rules(), asked.headers['set-cookie'], await server.sessions()],
        [['web.cors.preflight'], undefined, []],
      );
      for (const [method, target] of [
        ['GET', '/rest/$info'],
        ['POST', '/rest/$singleton/Tools/whoAmI'],
        ['GET', '/tools/session'],
        ['POST', '/4DACTION/whoAmI'],
        ['GET', '/index.html'],
        ['GET', '/nothing/here'],
      ] as const) {
        const answer = await ask(
          server,
          method,
          { origin: PAGE, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' },
          target,
        );
        assert.deepEqual(
          corsHeaders(answer),
          { 'access-control-allow-credentials': 'true', 'access-control-allow-origin': PAGE, vary: 'Origin' },
          target,
        );
      }
    });
  });

  it('a page without credentials gets a session for each call, one with them keeps its own, and the journal says why', async () => {
    await withWebServer({ cors: [{ host: 'localhost' }] }, async (server) => {
      const headers = { origin: PAGE, 'sec-fetch-site': 'same-site' };
      for (const count of [1, 2, 3]) {
        await ask(server, 'GET', headers);
        assert.equal((await server.sessions()).length, count);
        const { causes } = await server.lastEntry();
        const cause = causes.find(({ rule }) => rule === 'web.cors.session');
        assert.match(
          cause?.message ?? '',
          /page of http:\/\/localhost:3000 sent no session cookie.*asks to include credentials/,
        );
      }
      const client = server.client();
      await client.call('/rest/$info', { headers });
      await client.call('/rest/$info', { headers });
      assert.equal((await server.sessions()).length, 4);
      assert.ok(!(await server.rules()).includes('web.cors.session'));
      await ask(server, 'GET', { ...headers, 'sec-fetch-site': 'cross-site' });
      const { causes } = await server.lastEntry();
      assert.match(
        causes.find(({ rule }) => rule === 'web.cors.session')?.message ?? '',
        /SameSite=None and over HTTPS/,
      );
    });
  });

  it('a page or a method that is not listed gets 403 with the option as the remedy, before any session is made', async () => {
    await withWebServer({ cors: [{ host: 'localhost:3000', methods: 'get' }] }, async (server) => {
      const table: [string, string, RegExp, object][] = [
        ['POST', PAGE, /may use GET here, but not POST/, { option: 'web.cors' }],
        [
          'GET',
          'http://localhost:3001',
          /may not call this; add “localhost:3001” to the option web\.cors/,
          { option: 'web.cors', value: 'localhost:3001' },
        ],
        ['GET', 'https://evil.example', /may not call this/, { option: 'web.cors', value: 'evil.example:443' }],
        ['GET', 'null', /hides its origin .* may not call this/, { option: 'web.cors' }],
      ];
      for (const [method, origin, words, remedy] of table) {
        for (const answer of [await ask(server, method, { origin }), await preflight(server, method, origin)]) {
          assert.equal(answer.status, 403, origin);
          assert.match(answer.text, words);
          assert.deepEqual(corsHeaders(answer), {}, origin);
          const { causes } = await server.lastEntry();
          assert.deepEqual([causes.at(-1)?.rule, causes.at(-1)?.remedy], ['web.cors', remedy]);
        }
      }
      assert.deepEqual(await server.sessions(), []);
    });
  });

  it('without the option no page of another origin reads an answer, and its refusal names the option', async () => {
    await withWebServer({}, async (server) => {
      const get = await ask(server, 'GET', { origin: PAGE, 'sec-fetch-site': 'same-site' });
      assert.deepEqual([get.status, corsHeaders(get)], [200, {}]);
      for (const answer of [await ask(server, 'POST', { origin: PAGE }), await preflight(server, 'GET')]) {
        assert.deepEqual([answer.status, corsHeaders(answer)], [403, {}]);
        assert.deepEqual((await server.lastEntry()).causes.at(-1)?.remedy, {
          option: 'web.cors',
          value: 'localhost:3000',
        });
      }
    });
  });

  it('a page of an allowed host is asked about like any other, and refused where web.cors does not list it', async () => {
    await withWebServer(
      { cors: [{ host: 'app.tunnel.example', methods: 'get' }] },
      async (server) => {
        const listed = 'https://app.tunnel.example';
        const get = await ask(server, 'GET', { origin: listed });
        assert.equal(get.headers['access-control-allow-origin'], listed);
        assert.equal((await preflight(server, 'GET', listed)).status, 204);
        assert.equal((await ask(server, 'POST', { origin: listed })).status, 403, 'the list of methods counts');
        const other = await ask(server, 'GET', { origin: 'https://other.tunnel.example' });
        assert.deepEqual([other.status, corsHeaders(other)], [403, {}]);
      },
      {},
      { allowedHosts: ['*.tunnel.example'] },
    );
  });

  it('the server’s own pages, navigations and programs are not asked about', async () => {
    await withWebServer({ cors: [{ host: 'localhost:3000', methods: 'get' }] }, async (server) => {
      for (const headers of [{ origin: server.url }, {}]) {
        const { status } = await ask(server, 'POST', headers as Record<string, string>, '/4DACTION/whoAmI');
        assert.equal(status, 200);
        assert.ok(!(await server.rules()).some((rule) => rule.startsWith('web.cors')));
      }
      const link = { 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'cross-site' };
      assert.equal((await ask(server, 'GET', link, '/index.html')).status, 200);
    });
  });

  // A program may send anything as its origin, and the reader of the journal takes the remedy over with one click.
  for (const [origin, value] of [
    ['http://*', undefined],
    ['http://%2a', undefined],
    ['https://*.test', undefined],
    ['http://*:3000', undefined],
    ['http://a.*', undefined],
    ['ftp://x.test', undefined],
    ['app://.', undefined],
    ['ws://x.test', undefined],
    ['https://app.example.com', 'app.example.com:443'],
    ['http://app.example.com', 'app.example.com:80'],
    ['https://[::1]:8443', '[::1]:8443'],
    ['capacitor://localhost', 'capacitor://localhost'],
    ['chrome-extension://abcdef', 'chrome-extension://abcdef'],
    ['https://3f2504e04f8911d39a0c0305e82c3301.example.test', undefined],
  ] as const) {
    it(`the remedy for a page with the origin ${origin} lets in that page alone, or says no host`, async () => {
      await withWebServer({ cors: [{ host: 'localhost:3000' }] }, async (server) => {
        await ask(server, 'POST', { origin });
        const { causes } = await server.lastEntry();
        const { remedy } = causes.at(-1) ?? {};
        assert.deepEqual(remedy, { option: 'web.cors', ...(value !== undefined && { value }) });
        assert.doesNotMatch(causes.at(-1)?.message ?? '', /allowedHosts/);
      });
      if (value === undefined) return;
      const rule = new CorsRule({ host: value });
      assert.ok(rule.takes(origin));
      assert.equal(rule.takes(`http://${new URL(origin).host}:1`), false);
    });
  }
});
