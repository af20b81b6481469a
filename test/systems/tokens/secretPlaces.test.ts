import assert from 'node:assert/strict';
import fc from 'fast-check';
import { handMadeScenario } from '../../../src/core/flows/handMade';
import { coveredRun } from '../../../src/core/scenario/coveredRun';
import { diagramOf } from '../../../src/core/scenario/diagram';
import { htmlReport } from '../../../src/core/scenario/htmlReport';
import { mermaidOf } from '../../../src/core/scenario/mermaid';
import { recordedScenario } from '../../../src/core/scenario/record';
import { runOf } from '../../../src/core/scenario/run';
import type { RunEvent, SentRequest } from '../../../src/core/scenario/runEvents';
import { shapesOf } from '../../../src/core/scenario/runSecrets';
import { svgOf } from '../../../src/core/scenario/svg';
import type { DeviceActSource } from '../../../src/core/scenario/systemDevice';
import { SLICES, SYSTEM_PARTS } from '../../../src/core/systems';
import { HttpControlClient } from '../../../src/server/client/httpControlClient';
import { aMessage, anAnswer, anEnd, aStep } from '../../core/scenario/events';
import { devServers } from '../../server/devServers';
import { call } from '../../server/httpCall';

/** A request without an address. */
interface Place {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

type Encoding = (token: string) => string;

const JSON_TYPE = { 'content-type': 'application/json' };
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };

/** Where an app that is wrong may put a token. A URL and a form may encode it, a text of JSON may escape it. */
const PLACES: Readonly<Record<string, (inUrl: string, inJson: string) => Place>> = {
  'the path': (token) => ({ path: `/nowhere/${token}` }),
  'the middle of the path': (token) => ({ method: 'DELETE', path: `/api/sessions/x${token}/y` }),
  'a parameter of the path': (token) => ({ path: `/nowhere;id=${token}/x` }),
  'the query without a name': (token) => ({ path: `/nowhere?${token}` }),
  'a name in the query': (token) => ({ path: `/nowhere?${token}=1` }),
  'an odd member of the query': (token) => ({ path: `/nowhere?a=${token}&b=2` }),
  'JSON in the query': (token) => ({ path: `/nowhere?a=%7B%22t%22%3A%22${token}%22%7D` }),
  'a URL in the query': (token) => ({ path: `/nowhere?to=https%3A%2F%2Fa.example%2F${token}` }),
  'a fragment in the query': (token) => ({ path: `/nowhere?x=1%23access_token=${token}` }),
  'an own header': (token) => ({ path: '/api/me', headers: { 'x-note': `see ${token}` } }),
  'the user agent': (token) => ({ path: '/api/me', headers: { 'user-agent': `App/1 ${token}` } }),
  'the referrer': (token) => ({ path: '/api/me', headers: { referer: `http://a.example/${token}` } }),
  'a member of JSON': (_, token) => post(`{"note":"${token}"}`, JSON_TYPE),
  'a key of JSON': (_, token) => post(`{"${token}":1}`, JSON_TYPE),
  'broken JSON': (_, token) => post(`{"note":"${token}`, JSON_TYPE),
  'JSON as a text': (_, token) => post(`{"a":[{"b":"${token}"}]}`, { 'content-type': 'text/plain' }),
  'a member of a form': (token) => post(`a=${token}&b=1`, FORM_TYPE),
  'a name of a form': (token) => post(`${token}=1`, FORM_TYPE),
  'a form with a name twice': (token) => post(`a=1&a=${token}`, FORM_TYPE),
  'a text': (token) => post(`It is ${token}, is it not?`, { 'content-type': 'text/plain' }),
};

/** Where a password or a PIN may stand, so that the journal covers it. */
const PASSWORD_PLACES: Readonly<Record<string, Place>> = {
  'JSON without its end': post('{"username":"ada","password":"sekretTyped"', JSON_TYPE),
  'JSON with a comma too many': post('{"password":"sekretTyped",}', JSON_TYPE),
  'a member twice': post('{"password":"sekretTyped","password":"example"}', JSON_TYPE),
  'a PIN that is a number': post('{"username":"ada","pin":47110815}', JSON_TYPE),
  'a member in single quotes': post("{'username':'ada','password':'sekretTyped'}", JSON_TYPE),
  'a key without quotes': post('{username:"ada",password:"sekretTyped"}', JSON_TYPE),
  'JSON with a mark of its byte order': post('\ufeff{"password":"sekretTyped"}', JSON_TYPE),
  'JSON in a text of JSON': post(JSON.stringify('{"password":"sekretTyped"}'), JSON_TYPE),
  'JSON three deep': post(JSON.stringify({ a: JSON.stringify({ b: '{"password":"sekretTyped"}' }) }), JSON_TYPE),
  'broken JSON with an escaped key': post('{"pass\\u0077ord":"sekretTyped"', JSON_TYPE),
  'JSON that says it is a form': post('{"password":"sekretTyped"}', FORM_TYPE),
  'a form that says it is JSON': post('username=ada&password=sekretTyped', JSON_TYPE),
  'a form with semicolons': post('username=ada;password=sekretTyped', FORM_TYPE),
  'an element of XML': post('<l><password>sekretTyped</password></l>', { 'content-type': 'application/xml' }),
  'an attribute of XML': post('<l password="sekretTyped"/>', { 'content-type': 'application/xml' }),
  'a line of YAML': post('username: ada\npassword: sekretTyped\n', { 'content-type': 'text/yaml' }),
  'a part of a form with files': post(
    '--b\r\nContent-Disposition: form-data; name="password"\r\n\r\nsekretTyped\r\n--b--\r\n',
    { 'content-type': 'multipart/form-data; boundary=b' },
  ),
  'a URL in a query': { path: '/x?next=%2Fy%3Fpassword%3DsekretTyped' },
  'a URL in a query, encoded twice': { path: '/x?next=%252Fy%253Fpassword%253DsekretTyped' },
  'JSON in a query': { path: '/x?q=%7B%22password%22%3A%22sekretTyped%22%7D' },
  'broken JSON in a query': { path: '/x?q=%7B%22password%22%3A%22sekretTyped' },
  'a query after a query': { path: '/x?a=b?password=sekretTyped' },
  'a query with semicolons': { path: '/x?a=b;password=sekretTyped' },
  'a user in a URL in a query': { path: '/x?u=https://ada:sekretTyped@h/' },
  'an encoded user in a URL in a query': { path: '/x?u=https%3A%2F%2Fada%3AsekretTyped%40h%2F' },
  'a header for a key': { path: '/x', headers: { 'x-auth': 'sekretTyped' } },
  'JSON in a header': { path: '/x', headers: { 'x-ctx': '{"password":"sekretTyped"}' } },
  'a URL in a header': { path: '/x', headers: { 'x-original-url': '/x?password=sekretTyped' } },
  'a user in the origin': { path: '/x', headers: { origin: 'http://a:sekretTyped@127.0.0.1' } },
  'a cookie': { path: '/x', headers: { cookie: 'lang=en; password=sekretTyped' } },
};

/** One character in each so many is encoded, so often. */
const ENCODINGS: fc.Arbitrary<{ readonly inUrl: Encoding; readonly inJson: Encoding }> = fc
  .record({ every: fc.integer({ min: 1, max: 9 }), times: fc.integer({ min: 0, max: 3 }), isLower: fc.boolean() })
  .map(({ every, times, isLower }) => {
    const hex = (char: string) => {
      const code = char.charCodeAt(0).toString(16).padStart(2, '0');
      return isLower ? code : code.toUpperCase();
    };
    const some = (token: string, encode: (char: string) => string) =>
      [...token].map((char, at) => (times > 0 && at % every === 0 ? encode(char) : char)).join('');
    return {
      inUrl: (token) => some(token, (char) => `%${'25'.repeat(times - 1)}${hex(char)}`),
      inJson: (token) => some(token, (char) => `\\u00${hex(char)}`),
    };
  });

describe('A token in a place where none belongs', () => {
  const start = devServers();

  it('a live token is in no journal, recording, saved flow, report or export, wherever it was sent and however encoded', async () => {
    const server = await start({ tokens: {} });
    const { url, externalPlatformUrl } = server.address();
    const control = new HttpControlClient(server.address());
    const login = await call(`${url}/api/login`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: '{"username":"ada","password":"example"}',
    });
    const { access_token, refresh_token } = login.json as { access_token: string; refresh_token: string };
    const tokens = fc.constantFrom(access_token, refresh_token, CODE, JWT);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(tokens, ENCODINGS), { minLength: 2, maxLength: 4 }), async (ways) => {
        await control.record(true);
        const requests: SentRequest[] = [];
        for (const [token, { inUrl, inJson }] of ways) {
          for (const place of Object.values(PLACES)) {
            const { method = 'GET', path, headers = {}, body } = place(inUrl(token), inJson(token));
            await call(`${url}${path}`, { method, headers, ...(body !== undefined && { body }) });
            const pairs = Object.entries(headers);
            requests.push({ method, url: `${url}${path}`, headers: pairs, ...(body !== undefined && { body }) });
          }
        }
        const { exchanges } = await control.record(false);
        assert.equal(exchanges.length, requests.length);
        const recorded = recordedScenario(exchanges, {
          name: 'Recorded',
          url,
          externalPlatformUrl,
          systems: SYSTEM_PARTS,
          server: { tokens: {} },
        });
        const journal = await call(`${server.address().controlUrl}/journal`, {
          headers: { authorization: `Bearer ${server.address().controlToken}` },
        });
        assert.equal(journal.status, 200);
        const told: Record<string, string> = { recording: JSON.stringify(recorded), journal: journal.text };
        Object.assign(told, shownOf(requests, url));
        for (const [what, text] of Object.entries(told)) {
          for (const [token] of ways) assertNone(text, token, what);
        }
      }),
      { numRuns: 4 },
    );
  });

  it('what a broken body says of a password, and a password that is an object, are in no recording', () => {
    const bodies = [
      '{"username":"ada","password":"brokenTyped01"',
      '{"username":"ada","password":"brokenTyped02',
      "{username:'ada',password:'it\\'s brokenTyped03'}",
      '{"username":"ada","password":{"x":"deepTyped04"}}',
      '{"username":"ada","pin":471108}',
      '{"username":"ada","password":"oneTyped05","password":"twoTyped06"}',
    ];
    const scenario = recordedScenario(
      [
        ...bodies.map((body) => exchange('/api/login', [['content-type', 'application/json']], body)),
        exchange('/api/me?x=1%23access_token=hiddenTyped07', []),
        exchange('/api/me', [['user-agent', 'App token=agentTyped08']]),
      ],
      { name: 'Recorded', url: 'http://127.0.0.1:1', externalPlatformUrl: 'http://127.0.0.2:2', systems: SYSTEM_PARTS },
    );
    assert.doesNotMatch(JSON.stringify(scenario), /Typed0|471108/);
    assert.match(JSON.stringify(scenario.steps[0]), /\\"password\\":\\"\{\{\w+\}\}\\"/, 'the rest of the body is kept');
    assert.deepEqual(
      scenario.steps.slice(4, 5).map(({ request }) => request?.text?.replace(/\{\{\w+\}\}/, 'HERE')),
      ['{"username":"ada","pin":HERE}'],
      'a number stays one',
    );
  });

  for (const [what, place] of Object.entries(PASSWORD_PLACES)) {
    it(`what was typed as ${what} is in no recording, saved flow, report or export`, () => {
      const { method = 'GET', path, headers = {}, body } = place;
      const pairs = Object.entries(headers);
      const request = { method, url: `${ORIGIN}${path}`, headers: pairs, ...(body !== undefined && { body }) };
      const recorded = recordedScenario([exchange(path, pairs, body)], {
        name: 'Recorded',
        url: ORIGIN,
        externalPlatformUrl: 'http://127.0.0.2:2',
        systems: SYSTEM_PARTS,
      });
      const told: Record<string, string> = { recording: JSON.stringify(recorded), ...shownOf([request], ORIGIN) };
      for (const [where, text] of Object.entries(told)) assert.doesNotMatch(text, TYPED, where);
    });
  }

  it('what was typed into a call of a device is in no saved flow, and a number becomes a text', () => {
    const calls = [
      { method: 'POST', url: '/api/login', json: { username: 'ada', pin: 47110815, tries: 3 } },
      '/api/me?next=%2Fy%3Fpassword%3DsekretTyped',
      '/api/me?q=%7B%22password%22%3A%22sekretTyped%22%7D',
      { method: 'POST', url: '/api/login', text: '{"password":"sekretTyped' },
      { url: '/api/me', headers: { 'X-Ctx': '{"password":"sekretTyped"}' } },
    ];
    const [entry] = runOf([{ kind: 'stepStarted', step: aStep(0) }, anEnd(0)]).done;
    const steps = calls.map((call) => ({
      source: { title: 'Call', from: 'Phone', device: { call } as DeviceActSource },
      entry: { ...(entry as NonNullable<typeof entry>), byHand: true },
    }));
    const saved = handMadeScenario(FRAME, steps, [], ORIGIN);
    assert.doesNotMatch(JSON.stringify(saved), TYPED);
    assert.deepEqual(saved.steps[0]?.device, {
      call: { method: 'POST', url: '/api/login', json: { username: 'ada', pin: '{{pin}}', tries: 3 } },
    });
  });

  it('a request to a route that a server of tokens alone does not have goes to its token server', async () => {
    const server = await start({ tokens: {} });
    const { url, externalPlatformUrl } = server.address();
    const control = new HttpControlClient(server.address());
    await control.record(true);
    await call(`${url}/nowhere`);
    const { exchanges } = await control.record(false);
    const { actors } = recordedScenario(exchanges, {
      name: 'Recorded',
      url,
      externalPlatformUrl,
      systems: SYSTEM_PARTS,
      server: { tokens: {} },
    });
    assert.deepEqual(Object.keys(actors), ['App', 'Token Server']);
  });
});

const RANDOM = 'Zk3vQ9-xW_7bT1mN5cR8dL2fH6gJ4pS0aYqUeIoEwXz';
const CODE = `ac_${RANDOM}`;
const JWT = `eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhZGEifQ.${RANDOM}`;

function post(body: string, headers: Readonly<Record<string, string>>): Place {
  return { method: 'POST', path: '/nowhere', headers, body };
}

const ORIGIN = 'http://127.0.0.1:1';
const TYPED = /sekretTyped|47110815/;
const FRAME = {
  name: 'Saved',
  description: '',
  server: {},
  actors: { Browser: { role: 'browser' as const } },
  variables: {},
  secretNames: [],
  secretShapes: shapesOf(SLICES),
};

function exchange(path: string, headers: readonly (readonly [string, string])[], body?: string) {
  return {
    at: '2026-01-01T12:00:00.000Z',
    face: 'tokens' as const,
    method: body === undefined ? 'GET' : 'POST',
    url: path,
    request: { headers, ...(body !== undefined && { body }) },
    status: 400,
    response: { headers: [] },
  };
}

/** What people see of these requests: the exports of a run, and the flow that is saved after they were sent by hand. */
function shownOf(requests: readonly SentRequest[], url: string): Record<string, string> {
  const events = requests.flatMap((request, at): RunEvent[] => {
    const title = `${request.method} ${request.url.slice(url.length)}`;
    return [
      { kind: 'stepStarted', step: { ...aStep(at), title } },
      { kind: 'messageSent', message: aMessage(at + 1, { step: at, request, title }) },
      { kind: 'messageAnswered', answer: anAnswer(at + 1) },
      anEnd(at),
    ];
  });
  const run = coveredRun(events, SLICES);
  const plain = runOf(events);
  const [entry] = plain.done;
  const steps = requests.map((request) => {
    const title = `${request.method} ${request.url.slice(url.length)}`;
    const before = { method: 'GET', url: `${url}/`, headers: [] };
    const origin = { template: { url: '/' }, before, written: request, drop: [], tamper: [] };
    return {
      source: { title, from: 'Browser', to: '4D Server', request: { url: '/' } },
      entry: { ...(entry as NonNullable<typeof entry>), byHand: true },
      origin,
    };
  });
  const diagram = diagramOf(run);
  return {
    html: htmlReport(run),
    svg: svgOf(diagram),
    mermaid: mermaidOf(diagram),
    flow: JSON.stringify(handMadeScenario(FRAME, steps, [], url)),
  };
}

/** A text has none if nobody finds one who decodes it as often as possible. */
function assertNone(text: string, token: string, what: string): void {
  let plain = text;
  for (let before = ''; before !== plain; ) {
    before = plain;
    plain = plain.replace(/%([2-7][0-9a-f])|\\+u00([2-7][0-9a-f])/gi, (_, one?: string, other?: string) =>
      String.fromCharCode(Number.parseInt((one ?? other) as string, 16)),
    );
  }
  const core = token.slice(-24, -4);
  const at = plain.indexOf(core);
  assert.ok(at < 0, `${what}: …${plain.slice(Math.max(0, at - 200), at + 60)}…`);
}
