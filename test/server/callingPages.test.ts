import assert from 'node:assert/strict';
import type { JournalRemedy } from '../../src/core/protocol/journal';
import type { CorsOption } from '../../src/server/systems/web/corsRule';
import { call } from './httpCall';
import { type WebHarness, withWebServer } from './webHarness';

const ALLOWED = ['t.example.test', 'app.test', '*.sub.test'];
const VITE = 'http://localhost:3000';
const OFF: CorsOption[] = [];
const LISTED: CorsOption[] = [{ host: 'localhost:3000', methods: 'get;post' }];
const GET_OF_ALL: CorsOption[] = [{ host: '*', methods: 'get' }];
const ALL: CorsOption[] = [{ host: '*' }];

interface Row {
  readonly what: string;
  /** `{port}` stands for the port of the server. */
  readonly host?: string;
  readonly origin?: string;
  readonly site?: string | undefined;
  readonly mode?: string | undefined;
  readonly method?: string;
  readonly target?: string;
  readonly cors?: readonly CorsOption[];
  /** `in`: it runs. `reads`: the page reads the answer too. `unread`: the journal says that it does not. */
  readonly verdict: 'in' | 'reads' | 'unread' | 'refused';
  readonly words?: RegExp;
  readonly remedy?: JournalRemedy;
}

const list = (value: string): JournalRemedy => ({ option: 'web.cors', value });
const allow = (value: string): JournalRemedy => ({ option: 'allowedHosts', value });
const CORS_WORDS = (host: string) => new RegExp(`add “${host}” to the option web\\.cors \\(in VS Code the setting`);
const HIDDEN = /hides its origin \(Origin: null\).*referrer policy same-origin, or use HTTPS/;

const OWN = { site: 'same-origin', mode: 'cors', method: 'POST', verdict: 'in' } as const;
const FORM = { mode: 'navigate', method: 'POST' } as const;

/** Each with every setting of the option, where the row names none. */
const ROWS: readonly Row[] = [
  { what: 'a program', method: 'POST', verdict: 'in' },
  { what: 'an address that was typed', site: 'none', mode: 'navigate', verdict: 'in' },
  { ...OWN, what: 'an own page on this machine', origin: 'http://127.0.0.1:{port}' },
  {
    what: 'an own page whose browser sends no Sec-Fetch',
    method: 'POST',
    origin: 'http://127.0.0.1:{port}',
    verdict: 'in',
  },
  { ...OWN, what: 'an own page behind a TLS tunnel', host: 't.example.test', origin: 'https://t.example.test' },
  {
    ...OWN,
    what: 'an own page behind a tunnel with a port of its own',
    host: 't.example.test:{port}',
    origin: 'https://t.example.test',
  },
  { ...OWN, what: 'an own page behind a proxy that sends its own Host', origin: 'https://t.example.test' },
  {
    ...OWN,
    what: 'an own page behind a proxy on this machine that ends TLS',
    host: 'localhost:8443',
    origin: 'https://localhost:8443',
  },
  {
    ...OWN,
    what: 'an own page behind TLS in an old browser',
    site: undefined,
    host: 't.example.test',
    origin: 'https://T.example.test',
  },
  {
    ...OWN,
    what: 'an own page with the usual port in Host',
    site: undefined,
    host: 't.example.test:80',
    origin: 'http://t.example.test',
  },
  { ...OWN, what: 'a picture of an own page without a referrer', origin: 'null', mode: 'no-cors' },
  { ...OWN, ...FORM, what: 'a form of an own page without a referrer', origin: 'null' },
  {
    ...FORM,
    what: 'a form of an own page by a name without HTTPS',
    host: 'app.test:{port}',
    origin: 'http://app.test:{port}',
    verdict: 'in',
  },
  {
    what: 'an own page under another name of this machine',
    origin: 'http://localhost:{port}',
    method: 'POST',
    cors: OFF,
    verdict: 'unread',
  },
  { what: 'a link of another site', site: 'cross-site', mode: 'navigate', verdict: 'in' },
  { what: 'a link of a listed page', origin: 'null', site: 'cross-site', mode: 'navigate', verdict: 'in' },
  { what: 'a link on another port', site: 'same-site', mode: 'navigate', verdict: 'in' },
  {
    what: 'a picture of another site',
    site: 'cross-site',
    mode: 'no-cors',
    verdict: 'refused',
    words:
      /follow a link.*or load it with the attribute crossorigin, and add the host of the page to the option web\.cors/,
    remedy: { option: 'web.cors' },
  },

  {
    what: 'a page on another port that reads',
    host: 'localhost:{port}',
    origin: VITE,
    site: 'same-site',
    mode: 'cors',
    cors: OFF,
    verdict: 'unread',
    words: CORS_WORDS('localhost:3000'),
    remedy: list('localhost:3000'),
  },
  {
    what: 'a page on another port that reads under another name',
    origin: VITE,
    site: 'cross-site',
    mode: 'cors',
    cors: OFF,
    verdict: 'refused',
    words: CORS_WORDS('localhost:3000'),
    remedy: list('localhost:3000'),
  },
  {
    what: 'a page on another port that posts',
    origin: VITE,
    site: 'cross-site',
    mode: 'cors',
    method: 'POST',
    cors: OFF,
    verdict: 'refused',
    words: /localhost:3000, may not do this; add “localhost:3000” to the option web\.cors(?!.*allowedHosts)/,
    remedy: list('localhost:3000'),
  },
  {
    what: 'a page on another port of the same address',
    origin: 'http://127.0.0.1:3000',
    method: 'POST',
    cors: OFF,
    verdict: 'refused',
    words: /web\.cors(?!.*allowedHosts)/,
    remedy: list('127.0.0.1:3000'),
  },
  {
    what: 'a page of another machine that may be a proxy',
    origin: 'https://pages.example',
    method: 'POST',
    cors: OFF,
    verdict: 'refused',
    words:
      /add “pages\.example:443” to the option web\.cors.*or, if the page comes through a proxy of yours, add “pages\.example” to the option allowedHosts/,
    remedy: list('pages.example:443'),
  },
  {
    what: 'a page whose proxy sends its own Host, but is not allowed',
    origin: 'https://pages.example',
    site: 'same-origin',
    method: 'POST',
    verdict: 'refused',
    words: /./,
    cors: OFF,
    remedy: allow('pages.example'),
  },
  {
    what: 'a page of another site',
    origin: 'https://evil.example',
    site: 'cross-site',
    mode: 'cors',
    method: 'POST',
    cors: OFF,
    verdict: 'refused',
    words: /evil\.example, may not do this; add “evil\.example:443” to the option web\.cors(?!.*allowedHosts)/,
    remedy: list('evil.example:443'),
  },
  {
    what: 'a form of another site',
    ...FORM,
    origin: 'https://evil.example',
    site: 'cross-site',
    cors: OFF,
    verdict: 'refused',
    words: CORS_WORDS('evil.example:443'),
    remedy: list('evil.example:443'),
  },
  {
    what: 'a page that says it is of this server, but whose origin says otherwise',
    origin: 'https://evil.example',
    site: 'same-origin',
    mode: 'navigate',
    method: 'POST',
    cors: OFF,
    verdict: 'refused',
  },
  {
    what: 'a page of an app',
    origin: 'capacitor://localhost',
    method: 'POST',
    cors: OFF,
    verdict: 'refused',
    words: CORS_WORDS('capacitor://localhost'),
    remedy: list('capacitor://localhost'),
  },
  {
    what: 'a page of a file',
    origin: 'null',
    site: 'cross-site',
    method: 'POST',
    cors: OFF,
    verdict: 'refused',
    words: /hides its origin.*is none of this server.*with the host \* in the option web\.cors/,
  },
  {
    what: 'a page without a referrer by a name without HTTPS',
    ...FORM,
    host: 'app.test:{port}',
    origin: 'null',
    mode: undefined,
    cors: OFF,
    verdict: 'refused',
    words: HIDDEN,
  },
  {
    what: 'a page without a referrer by a name without HTTPS, with pages listed',
    host: 'app.test:{port}',
    origin: 'null',
    method: 'POST',
    cors: LISTED,
    verdict: 'refused',
    words: HIDDEN,
    remedy: { option: 'web.cors' },
  },
  {
    what: 'an origin that is none',
    origin: 'nonsense',
    method: 'POST',
    cors: OFF,
    verdict: 'refused',
    words: /nonsense, may not do this; call it from a program/,
  },
  {
    what: 'a page on another port of an allowed host',
    host: 'app.test:{port}',
    origin: 'http://app.test:9999',
    method: 'POST',
    cors: OFF,
    verdict: 'refused',
    words: CORS_WORDS('app.test:9999'),
    remedy: list('app.test:9999'),
  },
  {
    what: 'a page of an allowed host on the same site',
    host: 'a.sub.test',
    origin: 'https://b.sub.test',
    site: 'same-site',
    method: 'POST',
    cors: OFF,
    verdict: 'refused',
    words: CORS_WORDS('b.sub.test:443'),
    remedy: list('b.sub.test:443'),
  },
  ...[
    ['a page of another user of a service of tunnels', 'a.sub.test:{port}', 'http://evil.sub.test:1'],
    ['such a page with the port of the server', 'a.sub.test:{port}', 'http://evil.sub.test:{port}'],
    ['such a page that calls by an address', '127.0.0.1:{port}', 'http://evil.sub.test:1'],
    ['a page of an allowed host that calls by another one', 't.example.test:{port}', 'http://app.test:9'],
  ].map(([what = '', host = '', origin = '']): Row => {
    const verdict = 'refused';
    return {
      what,
      host,
      origin,
      method: 'POST',
      cors: OFF,
      verdict,
      words: new RegExp(`${new URL(origin.replace('{port}', '2')).hostname}.*web\\.cors`),
    };
  }),
  {
    what: 'an allowed host whose proxy may send its own Host',
    origin: 'http://app.test:9999',
    method: 'POST',
    cors: OFF,
    verdict: 'in',
  },

  {
    what: 'a listed page that reads',
    origin: VITE,
    site: 'cross-site',
    mode: 'cors',
    cors: LISTED,
    verdict: 'reads',
    words: /A page of http:\/\/localhost:3000 called, which web\.cors allows/,
  },
  {
    what: 'a listed page that posts',
    origin: VITE,
    site: 'same-site',
    mode: 'cors',
    method: 'POST',
    cors: LISTED,
    verdict: 'reads',
  },
  {
    what: 'a listed page that sends a form',
    ...FORM,
    origin: VITE,
    site: 'cross-site',
    cors: LISTED,
    verdict: 'in',
    words: /A page of http:\/\/localhost:3000 sent a form here, which web\.cors allows/,
  },
  {
    what: 'a form of a page that is not listed',
    ...FORM,
    origin: 'https://evil.example',
    site: 'cross-site',
    cors: LISTED,
    verdict: 'refused',
    words: CORS_WORDS('evil.example:443'),
    remedy: list('evil.example:443'),
  },
  {
    what: 'a form of a page with another method than it may',
    ...FORM,
    origin: VITE,
    site: 'cross-site',
    cors: GET_OF_ALL,
    verdict: 'refused',
    words: /may use GET here, but not POST; add the method in the option web\.cors/,
    remedy: { option: 'web.cors' },
  },
  {
    what: 'a page on another port of an allowed host with pages listed',
    origin: 'http://app.test:9999',
    method: 'POST',
    cors: LISTED,
    verdict: 'refused',
    words: /add “app\.test:9999” to the option web\.cors.*let the proxy pass on Host/,
    remedy: list('app.test:9999'),
  },
  {
    what: 'a page on another port beneath an allowed pattern',
    host: 'q.sub.test:{port}',
    origin: 'http://q.sub.test:9999',
    method: 'POST',
    cors: LISTED,
    verdict: 'refused',
    words: CORS_WORDS('q.sub.test:9999'),
    remedy: list('q.sub.test:9999'),
  },
  {
    what: 'a page of an allowed host that reads',
    host: 'a.sub.test',
    origin: 'https://b.sub.test',
    site: 'same-site',
    cors: LISTED,
    verdict: 'refused',
    words: CORS_WORDS('b.sub.test:443'),
    remedy: list('b.sub.test:443'),
  },
  {
    what: 'a page of an allowed host that every page may read as',
    host: 'a.sub.test',
    origin: 'https://b.sub.test',
    site: 'same-site',
    cors: GET_OF_ALL,
    verdict: 'reads',
  },
  {
    what: 'a page of this server under another name where every page may call',
    origin: 'http://localhost:{port}',
    method: 'POST',
    cors: ALL,
    verdict: 'reads',
  },
  {
    what: 'a page in a sandbox where every page may call',
    origin: 'null',
    site: 'cross-site',
    mode: 'cors',
    method: 'POST',
    cors: ALL,
    verdict: 'reads',
  },
  {
    what: 'a page in a sandbox with pages listed',
    origin: 'null',
    site: 'cross-site',
    mode: 'cors',
    method: 'POST',
    cors: LISTED,
    verdict: 'refused',
    words: /hides its origin.*with the host \* in the option web\.cors/,
    remedy: { option: 'web.cors' },
  },

  {
    what: 'a question before a call of the control API',
    target: '/_workbench/v1/state',
    method: 'OPTIONS',
    origin: VITE,
    verdict: 'refused',
    words: /^(?!.*web\.cors)/,
  },
  {
    what: 'a question before a call of pairing',
    target: '/PAIR?x',
    method: 'OPTIONS',
    origin: VITE,
    verdict: 'refused',
    words: /^(?!.*web\.cors)/,
  },
  {
    what: 'a question before a call of another system',
    target: '/xas/',
    method: 'OPTIONS',
    origin: VITE,
    verdict: 'refused',
    words: /let the server that sends the page pass the call on/,
  },
];

describe('The page that calls', () => {
  const judge = async (server: WebHarness, cors: readonly CorsOption[], row: Row): Promise<void> => {
    const { what, host, origin, site, mode, method = 'GET', verdict, words, remedy } = row;
    const { port } = new URL(server.url);
    const target = row.target ?? (method === 'GET' ? '/rest/$info' : '/4DACTION/whoAmI');
    const answer = await call(server.url + target, {
      method,
      headers: {
        ...(host !== undefined && { host: host.replace('{port}', port) }),
        ...(origin !== undefined && { origin: origin.replace('{port}', port) }),
        ...(site !== undefined && { 'sec-fetch-site': site }),
        ...(mode !== undefined && { 'sec-fetch-mode': mode }),
        ...(method === 'OPTIONS' && { 'access-control-request-method': 'POST' }),
      },
    });
    const { causes } = await server.lastEntry();
    const told = `${what}, with ${JSON.stringify(cors)}: ${answer.status} ${answer.text} ${JSON.stringify(causes)}`;
    assert.equal(answer.status, verdict === 'refused' ? 403 : 200, told);
    const allowed = answer.headers['access-control-allow-origin'];
    assert.equal(allowed, verdict === 'reads' ? origin?.replace('{port}', port) : undefined, told);
    const rules = causes.map(({ rule }) => rule);
    assert.equal(rules.includes('web.cors.unread'), verdict === 'unread', told);
    if (verdict === 'in' && !words) assert.ok(!rules.some((rule) => rule.startsWith('web.cors')), told);
    const deciding = causes.find(({ rule }) => /^web\.cors|foreign$/.test(rule));
    if (words) assert.match(verdict === 'refused' ? answer.json.error.message : deciding?.message, words, told);
    if (remedy || verdict === 'refused') assert.deepEqual(deciding?.remedy, remedy ?? deciding?.remedy, told);
  };

  for (const [words, cors] of [
    ['without web.cors', OFF],
    ['with one page listed', LISTED],
    ['with GET for every page', GET_OF_ALL],
    ['with every page', ALL],
  ] as const) {
    it(`each page is what Host, Origin and Sec-Fetch-Site make it, and a refusal says the true cause and a way out: ${words}`, () =>
      withWebServer(
        { cors: [...cors] },
        async (server) => {
          for (const row of ROWS) if ((row.cors ?? cors) === cors) await judge(server, cors, row);
        },
        {},
        { allowedHosts: ALLOWED, mendix: {} },
      ));
  }

  it('what the refusal of a page says to add lets that page in', async () => {
    for (const row of ROWS) {
      const { remedy, words, ...asked } = row;
      if (row.verdict !== 'refused' || remedy?.value === undefined || (row.cors ?? OFF) === GET_OF_ALL) continue;
      const { option, value } = remedy as { option: string; value: string };
      const cors = option === 'web.cors' ? [...(row.cors ?? OFF), { host: value }] : [];
      const allowedHosts = option === 'allowedHosts' ? [...ALLOWED, value] : ALLOWED;
      const verdict = option === 'web.cors' && row.mode !== 'navigate' ? 'reads' : 'in';
      await withWebServer(
        { cors },
        (server) =>
          judge(server, cors, { ...asked, verdict, ...(row.mode === 'navigate' && { words: /sent a form/ }) }),
        {},
        { allowedHosts },
      );
    }
  });
});
