import assert from 'node:assert/strict';
import fc from 'fast-check';
import { OptionsError } from '../../../src/core/server/optionsError';
import { isAtLeast, TOKENS_SINCE } from '../../../src/core/systems/mendix/runtimeVersion';
import type { ServerOptions } from '../../../src/server/kernel/options/options';
import { checkedOptions } from '../../../src/server/kernel/options/optionsCheck';
import { assertSystemOptions } from '../../../src/server/systemOptions';
import { SYSTEMS } from '../../../src/server/systems';
import { COOKIE_NAMES } from '../../../src/server/systems/mendix/mendixCookies';
import type { MendixOptions } from '../../../src/server/systems/mendix/mendixOptions';
import { runtimeSettings } from '../../../src/server/systems/mendix/runtimeSettings';
import { type Answer, call } from '../../server/httpCall';
import { allOptionPlaces, type OptionPlace } from '../../support/optionPlaces';
import { type MendixHarness, withMendix } from './mendixHarness';

const SESSION_COOKIE = 'com.mendix.core.SessionIdCookieName';
const TEXTS = [
  ...['', ' ', 'a', '_', '-', '.', 'x'.repeat(300), 'x'.repeat(5000), 'a b', 'a;b', 'a=b', 'a\r\nb: c', 'a\0b', 'é”'],
  ...['__Host-X', '__Secure-X', '__host-x', '__HTTP-X', '__Host-Http-X', '__proto__', 'constructor', 'toString'],
  ...COOKIE_NAMES.flatMap((name) => [name, name.toUpperCase()]),
  ...[
    'csrftoken',
    'CSRFToken',
    'username',
    'password',
    'useauthtoken',
    'shouldgeneratetoken',
    'token',
    'action',
    'params',
  ],
  ...['login', 'login2', 'logout', 'get_session_data', 'retrieve', 'commit', 'keepalive', 'ping'],
  ...[
    '/',
    '/a',
    '//evil.example',
    '/\\evil.example',
    '/\tevil.example',
    '/a\\b',
    '/link',
    '/link/x',
    '/LINK/x',
    '/%6Cink/x',
  ],
  ...[
    '/./link/x',
    '/link/../b',
    '/a/../link/x',
    '/%2e%2e/link/x',
    '/%',
    '/?a=//b',
    '/#/link/',
    '/login.html?a=b',
    '/a"b',
  ],
  ...[
    'https://:::',
    'https://',
    'http://[::1]:80',
    'https://a b',
    'https://me:pw@host/x',
    'HTTPS://A',
    'ftp://a',
    '//a',
  ],
  ...[
    'PT0S',
    '0',
    '-1',
    'P99999999999D',
    'PT0.5S',
    '499ms',
    '500ms',
    '999ms',
    '10 minutes',
    '1e3',
    '10.8',
    '10.9.0',
    '0.0',
  ],
];
const NUMBERS = [-2, -1, 0, 1, 499, 500, 501, 999, 1000, 299_999, 2 ** 31, 52_596_000, 3_155_760_000_000, 1e300, 0.5];
const OTHERS = [true, false, null, [], {}];

interface Case {
  readonly name: string;
  readonly value: unknown;
  readonly options: Record<string, unknown>;
}

function casesOf({ name, schema, whole }: OptionPlace): Case[] {
  const values = [...(schema.enum ?? []), ...TEXTS, ...NUMBERS, ...OTHERS];
  return values.map((value) => ({ name, value, options: whole(value) }));
}

const CASES = allOptionPlaces()
  .filter(({ name, schema }) => name.startsWith('mendix.') && !schema.properties && !schema.items)
  .flatMap(casesOf);

/** The options, as a server that starts takes them. */
async function taken(options: unknown): Promise<ServerOptions> {
  const checked = checkedOptions(options);
  await assertSystemOptions(checked, SYSTEMS, () => {});
  return checked;
}

/** A client that keeps cookies as a browser at an address with HTTPS does, whatever the server itself speaks. */
class Client {
  readonly cookies = new Map<string, string>();
  csrf = '';

  constructor(private readonly url: string) {}

  async send(method: string, path: string, body?: object): Promise<Answer> {
    const cookie = [...this.cookies].map((pair) => pair.join('=')).join('; ');
    const headers = { ...(cookie !== '' && { cookie }), ...(this.csrf !== '' && { 'x-csrf-token': this.csrf }) };
    const answer = await call(this.url, { method, path, headers, body });
    for (const line of answer.headers['set-cookie'] ?? []) this.keep(line);
    this.csrf = answer.json?.csrftoken ?? this.csrf;
    return answer;
  }

  xas(action: string, params: object = {}): Promise<Answer> {
    return this.send('POST', '/xas/', { action, params });
  }

  private keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    const isDropped = /^__(host|secure|http)-/i.test(name) && !/; Secure/.test(line);
    assert.ok(!isDropped && Buffer.byteLength(name + value) <= 4096, `a browser drops ${line.slice(0, 100)}`);
    if (/; Max-Age=0(;|$)/.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

/** Holds every route against what docs/mendix.md says of it. */
async function assertDocumented(server: MendixHarness, options: MendixOptions): Promise<void> {
  const { switches, version, hasTokens } = runtimeSettings(options);
  assert.equal(hasTokens, isAtLeast(version, TOKENS_SINCE));
  const client = new Client(server.url);
  for (const path of ['/', '/login.html']) assert.equal((await client.send('GET', path)).status, 200, path);
  const link = await new Client(server.url).send('GET', '/link/order/1');
  const target = new URL(String(link.headers.location), server.url);
  assert.deepEqual([link.status, target.origin], [303, new URL(server.url).origin]);
  assert.notEqual((await new Client(server.url).send('GET', `${target.pathname}${target.search}`)).status, 303);

  const { name = 'jane', password = 'example', active = true } = options.users?.[0] ?? {};
  // The first page has brought a session, whose CSRF token a login in it needs.
  await client.xas('get_session_data');
  const login = await client.xas('login', { username: name, password, useAuthToken: true, shouldgeneratetoken: true });
  assert.equal(login.status, active ? 200 : 401);
  if (!active) return;
  const deviceToken = login.json[switches.deviceTokenName];
  assert.equal(typeof deviceToken, 'string');
  if (switches.loginBody === 'csrftoken') assert.match(login.json.csrftoken, /^[0-9a-f-]{36}$/);
  const first = await client.xas('get_session_data');
  assert.deepEqual([first.status, first.json.user.attributes.Name.value], [200, name]);
  const hasToken = [...client.cookies.keys()].some((cookie) => /^(__Host-)?authtoken$/.test(cookie));
  assert.equal(hasToken, hasTokens);
  assert.deepEqual([(await client.xas(switches.keepAliveAction)).json], [{}]);
  assert.deepEqual((await client.xas('retrieve')).json.objects, []);
  const again = await client.xas('get_session_data');
  assert.equal(again.json.csrftoken, first.json.csrftoken, 'the session is the same');

  const device = new Client(server.url);
  const byToken = await device.xas('login', { username: name, [switches.deviceTokenName]: deviceToken });
  assert.equal(byToken.status, 200);
  const { status, json } = await device.xas('login', { username: name, password: `not ${password}` });
  assert.deepEqual([status, json], [401, {}]);
  assert.equal((await client.xas('logout')).status, 200);
  client.cookies.clear();
  assert.equal((await client.xas('retrieve')).status, switches.expiredStatus);
  assert.equal((await server.control.get('/state')).status, 200);
  const snapshot = (await server.control.get('/snapshot')).json;
  assert.equal((await server.control.call('PUT', '/snapshot', snapshot)).status, 204);
}

describe('The options of a Mendix runtime', () => {
  it('each edge value of each option is refused with its name and a way out, or every route answers as documented', async () => {
    assert.ok(CASES.length > 1000);
    const good: (Case & { readonly mendix: MendixOptions })[] = [];
    for (const each of CASES) {
      try {
        const { mendix } = await taken(each.options);
        if (mendix) good.push({ ...each, mendix });
      } catch (error) {
        const { message } = error as Error;
        assert.ok(error instanceof OptionsError, String((error as Error).stack));
        assert.ok(message.includes(each.name) || /“mendix\.\w+/.test(message), `${each.name}: ${message}`);
        assert.match(message, /\bmust (?:be|have) |; (?:give|leave|write|set) /, each.name);
      }
    }
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(good, { minLength: 60, maxLength: 60 }), async (some) => {
        for (const { name, value, mendix } of some) {
          try {
            await withMendix(mendix, (server) => assertDocumented(server, mendix));
          } catch (error) {
            throw new Error(`${name} ${JSON.stringify(value).slice(0, 100)}`, { cause: error });
          }
        }
      }),
      { numRuns: 1, endOnFailure: true },
    );
  });

  const wrong: readonly [what: string, mendix: object, words: RegExp][] = [
    ...['__Host-SID', '__host-SID', '__Secure-SID', '__Http-SID'].map((name): (typeof wrong)[number] => [
      `the session cookie ${name}`,
      { settings: { [SESSION_COOKIE]: name } },
      /SessionIdCookieName” must not begin with “__\w+-”; leave that out, as the server itself puts “__Host-” before it/,
    ]),
    ...COOKIE_NAMES.map((name): (typeof wrong)[number] => [
      `the session cookie ${name.toUpperCase()}`,
      { settings: { [SESSION_COOKIE]: name.toUpperCase() } },
      new RegExp(
        `SessionIdCookieName” must not be “${name}”: another cookie of Mendix has that name; give another one`,
      ),
    ]),
    ...['csrftoken', 'UserName', 'password', 'useAuthToken', '__proto__'].map((name): (typeof wrong)[number] => [
      `the device token in the member ${name}`,
      { switches: { deviceTokenName: name } },
      /deviceTokenName” must not be “\w+”: a login has another member of that name; give another one/,
    ]),
    ...['login', 'login2', 'logout', 'get_session_data', 'retrieve'].map((name): (typeof wrong)[number] => [
      `the keep-alive ${name}`,
      { switches: { keepAliveAction: name } },
      /keepAliveAction” must not be “\w+”: another action has that name; give another one/,
    ]),
    [
      'a deep link to another site',
      { switches: { linkTarget: '//evil.example' } },
      /linkTarget” leads to another site/,
    ],
    [
      'a deep link past a backslash',
      { switches: { linkTarget: '/\\evil.example' } },
      /linkTarget” leads to another site/,
    ],
    [
      'a deep link to a deep link',
      { switches: { linkTarget: '/link/a' } },
      /linkTarget” must not begin with “\/link\/”/,
    ],
    ['a deep link to an escaped one', { switches: { linkTarget: '/%6cink/a' } }, /linkTarget” must not begin with/],
    [
      'a deep link with a line break',
      { switches: { linkTarget: '/a\n' } },
      /linkTarget” must be a path that starts with/,
    ],
    [
      'two users of one name',
      { users: users('jane', 'john', 'jane') },
      /users\.2\.name” is the name of “mendix\.users\.0”/,
    ],
    [
      'a token of no time',
      { settings: { 'com.mendix.webui.HybridAppLoginTimeOut': 0 } },
      /must not be 0, .* or -1 for no end/,
    ],
    [
      'an address that is none',
      { settings: { ApplicationRootUrl: 'https://:::' } },
      /ApplicationRootUrl” is no address; give/,
    ],
  ];
  for (const [what, mendix, words] of wrong) {
    it(`a Mendix runtime does not start with ${what}, and says why`, () =>
      assert.rejects(taken({ mendix }), ({ message }: Error) => words.test(message)));
  }

  it('users whose names differ in case alone are two users, as Mendix has them', async () => {
    const two = [
      { name: 'jane', password: 'example' },
      { name: 'Jane', password: 'sample' },
    ];
    await withMendix((await taken({ mendix: { users: two } })).mendix ?? {}, async (server) => {
      assert.equal((await server.client().login('Jane', 'sample')).status, 200);
      assert.equal((await server.client().login('jane', 'sample')).status, 401);
    });
  });

  it('a session cookie of less than a second lasts for one', () =>
    withMendix({ settings: { SessionTimeout: 500 }, switches: { sessionCookieLife: 'timeout' } }, async (server) => {
      const { headers } = await server.client().start();
      assert.match(String(headers['set-cookie']), /XASSESSIONID=[^;]+; Max-Age=1;/);
    }));

  for (const [settings, https, isTold] of [
    [{ 'com.mendix.core.SameSiteCookies': 'None' }, false, true],
    [{ 'com.mendix.core.SameSiteCookies': 'None' }, true, false],
    [{ 'com.mendix.core.SameSiteCookies': 'None', ApplicationRootUrl: 'https://a.example' }, false, false],
    [{ 'com.mendix.core.SameSiteCookies': 'None', ApplicationRootUrl: 'http://a.example' }, true, true],
    [{ 'com.mendix.core.SameSiteCookies': 'Lax' }, false, false],
  ] as const) {
    it(`a runtime with ${JSON.stringify(settings)} over ${https ? 'HTTPS' : 'HTTP'} tells ${isTold ? 'in log and journal that browsers drop its cookies' : 'nobody that browsers drop its cookies'}`, async () => {
      const lines: string[] = [];
      const options = { ...(https && { https }), mendix: { settings } };
      await assertSystemOptions(checkedOptions(options), SYSTEMS, (line) => lines.push(line));
      assert.equal(/Browsers drop the cookies/.test(lines.join()), isTold);
      await withMendix(
        { settings },
        async (server) => {
          await server.client().start();
          assert.equal((await server.rules()).includes('server.cookie-dropped'), isTold);
        },
        https ? { https } : {},
      );
    });
  }
});

function users(...names: readonly string[]): object[] {
  return names.map((name) => ({ name, password: 'example' }));
}
