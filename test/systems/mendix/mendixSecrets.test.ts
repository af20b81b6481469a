import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { MendixOptions } from '../../../src/server/systems/mendix/mendixOptions';
import { mendixSecretNames } from '../../../src/server/systems/mendix/mendixSecrets';
import { call } from '../../server/httpCall';
import { type MendixHarness, withMendix } from './mendixHarness';

/** One request with a marked secret in one place. */
interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

const ACTIONS = ['login', 'login2', 'get_session_data', 'logout', 'keepalive', 'retrieve', 'anything', '', 5, null];
const PATHS = ['/xas/', '/xas', '/xas/more', '/', '/login.html', '/link/order/1', '/none'];
const METHODS = ['POST', 'GET', 'PUT', 'OPTIONS'];
const LETTERS = [...'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'];

/** Short ones too: a rule over names does not care for the length. */
const marker = fc
  .array(fc.constantFrom(...LETTERS), { minLength: 6, maxLength: 30 })
  .map((letters) => `Zq7${letters.join('')}`);

/** A secret as it may stand in JSON: alone, in lists and objects, in a text that is JSON. */
function wrapped(secret: string): fc.Arbitrary<unknown> {
  const step = fc.constantFrom<(value: unknown) => unknown>(
    (value) => [value],
    (value) => ['}', value, ']"'],
    (value) => ({ a: value }),
    (value) => ({ b: { c: 1 }, name: value }),
    (value) => ({ type: value, '}': '{' }),
    (value) => JSON.stringify({ deep: value }),
  );
  return fc.array(step, { maxLength: 3 }).map((steps) => steps.reduce<unknown>((value, wrap) => wrap(value), secret));
}

function spelt(name: string): fc.Arbitrary<string> {
  return fc.constantFrom(name, name.toUpperCase(), name.toLowerCase());
}

/** JSON with a member of a name that stands for a secret: whole, with it twice, cut short, or with more behind it. */
function bodies(name: string, secret: string): fc.Arbitrary<string> {
  const member = fc.tuple(spelt(name), wrapped(secret)).map(([key, value]) => ({ [key]: value }));
  const whole = fc
    .tuple(member, fc.constantFrom(...ACTIONS), fc.constantFrom('params', 'beside', 'list', 'deep'))
    .map(([each, action, where]) => {
      if (where === 'beside') return { action, ...each };
      if (where === 'list') return { action, params: [each], more: 1 };
      const params = { username: 'jane', password: 'example', useAuthToken: true, ...each };
      return { action, params: where === 'deep' ? { more: [params] } : params };
    })
    .map((value) => JSON.stringify(value));
  return fc
    .tuple(whole, fc.constantFrom('whole', 'cut', 'twice', 'more', 'escaped'), fc.nat())
    .map(([text, how, at]) => {
      const start = text.indexOf(secret.slice(0, 6));
      if (how === 'cut') return text.slice(0, start + 6 + (at % (text.length - start)));
      if (how === 'twice') return text.replace(/^\{/, '{"action":"none","action":"none",');
      if (how === 'more') return `${text}}`;
      // Valid JSON for the same name, and in a body that is none.
      if (how === 'escaped')
        return text.replaceAll(`"${name.charAt(0)}`, `"\\u00${name.charCodeAt(0).toString(16)}`).slice(0, -1);
      return text;
    });
}

function requests(name: string, secret: string): fc.Arbitrary<Sent> {
  const json = { 'content-type': 'application/json' };
  const types = [
    'application/json',
    'application/json; charset=utf-16',
    'text/plain',
    'text/xml',
    'multipart/form-data',
  ];
  const target = fc.record({ method: fc.constantFrom(...METHODS), path: fc.constantFrom(...PATHS) });
  const inBody = fc
    .tuple(bodies(name, secret), fc.constantFrom(...types), fc.constantFrom('utf8', 'utf16le'), fc.boolean())
    .map(([text, type, encoding, isBroken]): Sent => {
      const bytes = Buffer.from(text, encoding as BufferEncoding);
      const body = isBroken ? Buffer.concat([bytes, Buffer.from([0xff])]) : bytes;
      return { method: 'POST', path: '/xas/', headers: { 'content-type': type }, body };
    });
  const pair = fc
    .tuple(spelt(name), fc.constantFrom('', 'a=1&', '?', 'b=%3F&'))
    .map(([key, lead]) => `${lead}${key}=${secret}`);
  return fc.oneof(
    { arbitrary: inBody, weight: 5 },
    fc.tuple(target, pair).map(([at, query]) => ({ ...at, path: `${at.path}?${query}`, headers: json, body: '{}' })),
    fc.tuple(target, pair).map(([at, query]) => ({ ...at, headers: { referer: `http://localhost/a?${query}` } })),
    target.map((at) => ({ ...at, headers: { [name]: secret } })),
    target.map((at) => ({ ...at, headers: { cookie: `${name}=${secret}`, ...json }, body: '{"action":"logout"}' })),
    pair.map((form) => ({
      method: 'POST',
      path: '/xas/',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form,
    })),
  );
}

/** Cookies that hold no secret by their name, and that a client can fill with one. */
const OTHER_COOKIES = ['Profile', 'DeviceType', 'originURI', 'OfflineLogout', 'reloginReason', 'clear_cache'];

function withSecrets(names: readonly string[]): fc.Arbitrary<readonly (Sent & { readonly secret: string })[]> {
  const cookie = fc
    .tuple(marker, fc.constantFrom(...OTHER_COOKIES), fc.constantFrom(...PATHS))
    .map(([secret, name, path]) => ({
      secret,
      method: path.startsWith('/xas') ? 'POST' : 'GET',
      path,
      headers: { cookie: `${name}=${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ action: 'get_session_data' }),
    }));
  const named = fc
    .tuple(marker, fc.constantFrom(...names))
    .chain(([secret, name]) => requests(name, secret).map((sent) => ({ ...sent, secret })));
  return fc.array(fc.oneof({ arbitrary: named, weight: 12 }, cookie), { minLength: 40, maxLength: 40 });
}

/** All that a person or a program can read of a server, but the recording: its lines are to be sent again as they are. */
async function told(server: MendixHarness): Promise<string> {
  const { control, log } = server;
  const texts = [];
  for (const path of ['/journal?limit=1000', '/state', '/snapshot', '/mendix/sessions', '/mendix/users', '/outbox']) {
    texts.push((await control.get(path)).text);
  }
  return [...texts, ...log].join('\n').replaceAll('\\u0000', '');
}

const OPTIONS: readonly MendixOptions[] = [
  {},
  { switches: { deviceTokenName: 'appkey' }, settings: { 'com.mendix.core.SessionIdCookieName': 'SID' } },
  {
    runtimeVersion: '10.8.0',
    switches: { deviceTokenName: 'data_keys' },
    users: [{ name: 'jane', password: 'example' }],
  },
  { settings: { ApplicationRootUrl: 'https://myapp.example.com' }, switches: { deviceTokenName: '_' } },
];

describe('Secrets in the calls of Mendix clients', () => {
  for (const options of OPTIONS) {
    it(`a secret under any of its names is nowhere to be read, whatever becomes of the call, with ${JSON.stringify(options)}`, () =>
      withMendix(options, async (server) => {
        await server.control.post('/recording', { on: true });
        await fc.assert(
          fc.asyncProperty(withSecrets(mendixSecretNames(options)), async (all) => {
            const pages: string[] = [];
            for (const { method, path, headers, body } of all) {
              const answer = await call(server.url, {
                method,
                path,
                headers,
                body: method === 'GET' ? undefined : body,
              });
              if (/html/.test(answer.headers['content-type'] ?? '')) pages.push(answer.text);
              assert.notEqual(answer.status, 500, path);
            }
            const text = [await told(server), ...pages].join('\n');
            for (const sent of all) {
              const seen = text.indexOf(sent.secret.slice(0, 6));
              const around = text.slice(Math.max(0, seen - 300), seen + 60);
              assert.ok(seen < 0, `${JSON.stringify({ ...sent, body: String(sent.body) })} is told: ${around}`);
            }
          }),
          { numRuns: 10, endOnFailure: true },
        );
      }));
  }

  it('the device token of a login is hidden beside a password, and in the answer', () =>
    withMendix({ switches: { deviceTokenName: 'appkey' } }, async (server) => {
      const { appkey } = (await server.client().login('jane', 'example', { shouldgeneratetoken: true })).json;
      await server.client().login('jane', 'example', { appkey });
      await server.client().login('jane', undefined, { appkey });
      const { text } = await server.control.get('/journal?limit=1000');
      assert.ok(appkey.length > 16 && !text.includes(appkey));
      assert.match(text, /\\"appkey\\":\\"•••\\"/);
    }));
});
