import assert from 'node:assert/strict';
import { WEB_REASONS } from '../../src/core/systems/web/webReasons';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import type { WebOptions } from '../../src/server/systems/web/webOptions';
import { writeTree } from '../disk/temporaryFolder';
import { type Answer, call } from '../server/httpCall';
import { PROJECT, ROLES, WebClient } from '../server/webHarness';
import type { PlainHarness } from './plainHarness';
import { type RemedyRow, refusalsWithout, walkRows } from './remedyRows';

const CODE = `
exports.Slow = class Slow {
  wait() { for (const end = Date.now() + 400; Date.now() < end; ); return true; }
  fill() { const all = []; for (let i = 0; i < 4e6; i++) all.push([i]); return true; }
  large() { return 'x'.repeat(2 ** 21); }
  parts(request) { return String(request.getBlob() !== undefined); }
};
`;
const WAITING = `exports.onWebAuthentication = () => {
  for (const end = Date.now() + 400; Date.now() < end; );
  return true;
};`;
const HANDLERS = ['wait', 'fill', 'large', 'parts'].map((method) => ({
  class: 'Slow',
  method,
  regexPattern: `^/slow/${method}$`,
  verbs: 'get, post',
}));

/** Options with a project of their own. */
const withWeb =
  (web: WebOptions = {}, files: Readonly<Record<string, unknown>> = {}) =>
  (folder: string): ServerOptions => {
    const handlers = [...(PROJECT['Project/Sources/HTTPHandlers.json'] as object[]), ...HANDLERS];
    writeTree(folder, { ...PROJECT, 'Project/Sources/HTTPHandlers.json': handlers, 'WebCode/Slow.js': CODE, ...files });
    return { web: { project: folder, ...web } };
  };

const ok = ({ status }: Answer) => status === 200;
const gets =
  (target: string) =>
  async (server: PlainHarness): Promise<boolean> =>
    ok(await new WebClient(server.url).call(target));
const basic = (text: string) => ({ headers: { authorization: `Basic ${Buffer.from(text).toString('base64')}` } });
const USERS = [{ name: 'ada', password: 'example' }];

const withCredentials = async (server: PlainHarness) =>
  ok(await new WebClient(server.url).call('/4DACTION/whoAmI', basic('ada:example')));
const logsIn = async (server: PlainHarness) => {
  const headers = { 'username-4D': 'ada', 'password-4D': 'example' };
  return (await new WebClient(server.url).call('/rest/$directory/login', { method: 'POST', headers })).json.result;
};
const sends = (parts: number) => async (server: PlainHarness) => {
  const part = '--X\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n';
  const headers = { 'content-type': 'multipart/form-data; boundary=X' };
  const body = `${part.repeat(parts)}--X--\r\n`;
  return ok(await new WebClient(server.url).call('/slow/parts', { method: 'POST', headers, body }));
};
/** As many sessions as the number says. */
const sessions = (count: number) => async (server: PlainHarness) => {
  let last: Answer | undefined;
  for (let i = 0; i < count; i++) last = await new WebClient(server.url).call('/tools/session');
  return last !== undefined && ok(last);
};
const requests = (count: number) => async (server: PlainHarness) => {
  const client = new WebClient(server.url);
  let last: Answer | undefined;
  for (let i = 0; i < count; i++) last = await client.call('/tools/session');
  return last !== undefined && ok(last);
};

const QUOTAS: readonly RemedyRow[] = (
  [
    ['sessions', sessions(2)],
    ['guestSessions', sessions(2)],
    ['requestsPerMinute', requests(3)],
    ['requestsPerMinutePerSession', requests(3)],
  ] as const
).flatMap(([name, ask]) =>
  [`web.quota.${name}`, 'web.quota'].map((rule) => ({
    rule,
    when: `for ${name}`,
    options: withWeb({ quotas: { [name]: 1 } }),
    remedy: { option: `web.quotas.${name}` },
    chosen: 100,
    ask,
  })),
);

const FORCED = { ...ROLES, forceLogin: true };

const ROWS: readonly RemedyRow[] = [
  ...QUOTAS,
  {
    rule: 'web.missing',
    options: () => ({}),
    remedy: { option: 'web' },
    chosen: {},
    ask: async (server) => ok(await server.control.get('/web/sessions')),
  },
  {
    rule: 'web.session.none',
    options: withWeb({ scalableSessions: false }),
    remedy: { option: 'web.scalableSessions', value: true },
    ask: async (server) => (await new WebClient(server.url).call('/tools/session')).json.session !== null,
  },
  {
    rule: 'web.otp.displaced',
    options: withWeb({ sessionLimits: { passcodes: 1 } }),
    remedy: { option: 'web.sessionLimits.passcodes' },
    chosen: 5,
    ask: async (server) => {
      const client = new WebClient(server.url);
      const [first] = [await client.call('/rest/$singleton/Tools/createOTP', { method: 'POST', body: [] })];
      await client.call('/rest/$singleton/Tools/createOTP', { method: 'POST', body: [] });
      const other = new WebClient(server.url);
      return (await other.call('/rest/$singleton/Tools/restore', { method: 'POST', body: [first.json.result] })).json
        .result;
    },
  },
  {
    rule: 'web.rest.guest',
    when: 'by the option',
    options: withWeb({ forceLogin: true }),
    remedy: { option: 'web.forceLogin', value: false },
    ask: gets('/rest/$info'),
  },
  {
    rule: 'web.rest.guest',
    when: 'by roles',
    options: withWeb({}, { 'Project/Sources/roles.json': FORCED }),
    remedy: { option: 'web.forceLogin', value: false },
    ask: gets('/rest/$info'),
  },
  {
    rule: 'web.rest.login.refused',
    options: withWeb(),
    remedy: { option: 'web.users' },
    chosen: USERS,
    ask: logsIn,
  },
  {
    rule: 'web.rest.login.refused',
    when: 'for a wrong password',
    options: withWeb({ users: [{ name: 'ada', password: 'another' }] }),
    remedy: undefined,
    ask: logsIn,
  },
  {
    rule: 'web.authentication.asked',
    options: withWeb({ authentication: 'basic' }),
    remedy: { option: 'web.authentication', value: 'custom' },
    ask: gets('/4DACTION/whoAmI'),
  },
  {
    rule: 'web.authentication.missing',
    options: withWeb({ authentication: 'basic' }),
    remedy: { option: 'web.users' },
    chosen: USERS,
    ask: withCredentials,
  },
  {
    rule: 'web.authentication.refused',
    when: 'for a wrong password',
    options: withWeb({ authentication: 'basic', users: [{ name: 'ada', password: 'another' }] }),
    remedy: undefined,
    ask: withCredentials,
  },
  {
    rule: 'web.page.refused',
    options: withWeb({ maxPageBytes: 1024 }, { 'WebFolder/large.html': 'x'.repeat(5000) }),
    remedy: { option: 'web.maxPageBytes' },
    chosen: 10_000,
    ask: gets('/large.html'),
  },
  {
    rule: 'web.multipart',
    options: withWeb({ bodyParts: 2 }),
    remedy: { option: 'web.bodyParts' },
    chosen: 10,
    ask: sends(3),
  },
  {
    rule: 'web.authentication.failed',
    options: withWeb({ codeTimeoutMs: 200 }, { 'WebCode/databaseMethods/onWebAuthentication.js': WAITING }),
    remedy: { option: 'web.codeTimeoutMs' },
    chosen: 20_000,
    ask: gets('/4DACTION/whoAmI'),
  },
  {
    rule: 'web.code.timeout',
    options: withWeb({ codeTimeoutMs: 200 }),
    remedy: { option: 'web.codeTimeoutMs' },
    chosen: 20_000,
    ask: gets('/slow/wait'),
  },
  {
    rule: 'web.code.memory',
    options: withWeb({ codeTimeoutMs: 30_000, codeLimits: { memoryMb: 16 } }),
    remedy: { option: 'web.codeLimits.memoryMb' },
    chosen: 1024,
    ask: gets('/slow/fill'),
  },
  {
    rule: 'web.code.tooLarge',
    options: withWeb({ codeLimits: { answerMb: 1 } }),
    remedy: { option: 'web.codeLimits.answerMb' },
    chosen: 8,
    ask: gets('/slow/large'),
  },
  {
    rule: 'web.code.busy',
    options: withWeb({ codeLimits: { processes: 1, waiting: 0 } }),
    remedy: { option: 'web.codeLimits.waiting' },
    chosen: 20,
    ask: async (server) => (await Promise.all([1, 2, 3, 4].map(() => gets('/slow/wait')(server)))).every(Boolean),
  },
  {
    rule: 'web.cors',
    options: withWeb({ cors: [{ host: 'another.example' }] }),
    remedy: { option: 'web.cors', value: 'app.example:443' },
    ask: async (server) => {
      const headers = { origin: 'https://app.example', 'sec-fetch-site': 'cross-site' };
      return ok(await call(`${server.url}/rest/$catalog`, { headers }));
    },
  },
];

/** What a page or an app sends wrongly, what roles.json and the code say, and what is not there. */
const WITHOUT = `
  web.action.unnamed web.authentication.refused web.code.left web.code.noDataClass web.code.noFunction web.code.noModule
  web.code.noSingleton web.code.refused web.code.threw web.connection.nothing web.handler.none web.no-such-session
  web.otp.expired web.otp.session-gone web.otp.unknown web.otp.used web.page.missing web.permission.refused
  web.privileges.invalid web.rest.entity web.rest.get web.rest.parameters web.rest.query web.rest.unknown web.unjudged`;

describe('Remedies of refusals of the web server', () => {
  walkRows(ROWS);

  it('each refusal of the web server has a row, or is one that no option changes', () => {
    assert.deepEqual(refusalsWithout(ROWS, WEB_REASONS), WITHOUT.trim().split(/\s+/).sort());
  });
});
