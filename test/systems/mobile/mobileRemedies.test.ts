import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { MOBILE_REASONS } from '../../../src/core/systems/mobile/mobileReasons';
import type { MobileOptions } from '../../../src/server/systems/mobile/mobileOptions';
import { type Answer, call } from '../../server/httpCall';
import { PlainHarness } from '../plainHarness';
import { type RemedyRow, refusalsWithout, walkRows } from '../remedyRows';
import { LOGIN } from './mobileLogin';

const MINUTE_MS = 60_000;
const EMAIL = 'ada@example.com';

/** What an app sends. Paths are below `/mobileapp`. */
function send(server: PlainHarness, target: string, body?: unknown, token?: string): Promise<Answer> {
  return call(`${server.url}${target}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'X-QMobile': '1', ...(token !== undefined && { Authorization: `Bearer ${token}` }) },
    body,
  });
}

const logIn = (server: PlainHarness, more: object = {}) =>
  send(server, '/mobileapp/$authenticate', { ...LOGIN, email: EMAIL, ...more });
const letsIn = async (server: PlainHarness, more: object = {}) => {
  const { status, json } = await logIn(server, more);
  return status === 200 && typeof json.token === 'string' && json.token !== '';
};
const isIn = (server: PlainHarness) => letsIn(server);
const onDevice = (id: string) => ({ device: { id, description: 'iPhone X' } });
const tokenOf = async (server: PlainHarness) => {
  const { json } = await logIn(server);
  assert.equal(typeof json.token, 'string');
  return json.token as string;
};
const getsIn = async (server: PlainHarness, token: string) =>
  (await send(server, '/mobileapp/$info', undefined, token)).status === 200;

const apps = (folder: string) => path.join(folder, 'MobileApps');
const withMobile = (mobile: MobileOptions) => (folder: string) => ({ mobileApps: apps(folder), mobile });

/** A token of a session that another server has left in the folder. */
async function leftSession(folder: string): Promise<string> {
  const server = await PlainHarness.start({ mobileApps: apps(folder) });
  try {
    return await tokenOf(server);
  } finally {
    await server.stop();
  }
}

/** Options with a module that stands for a database method. */
function withModule(option: 'authenticationModule' | 'actionModule', code: string, more: MobileOptions = {}) {
  return (folder: string) => {
    const file = path.join(folder, 'hook.cjs');
    fs.writeFileSync(file, `module.exports = (request) => { ${code} };`);
    return { mobileApps: apps(folder), mobile: { [option]: file, ...more } };
  };
}
const acts = async (server: PlainHarness) => {
  const body = { context: {}, parameters: {} };
  const { status, json } = await send(server, '/mobileapp/$action/pay', body, await tokenOf(server));
  return status === 200 && json.success === true;
};
/** Some calls at once. @returns whether all were let in */
const together = (ask: (server: PlainHarness) => Promise<boolean>) => async (server: PlainHarness) =>
  (await Promise.all([1, 2, 3, 4].map(() => ask(server)))).every((each) => each);

const REFUSED = { outcome: 'refuse' } as const;
const PENDING = { outcome: 'pending' } as const;
const POLICY_ROWS: readonly RemedyRow[] = [
  ...[REFUSED, PENDING].flatMap(({ outcome }): RemedyRow[] => [
    {
      rule: 'mobile.policy.rule',
      when: `with ${outcome}`,
      options: withMobile({ policy: { rules: [{ email: '*@example.com', outcome }] } }),
      remedy: { option: 'mobile.policy.rules' },
      chosen: [{ email: '*@example.com', outcome: 'accept' }],
      ask: isIn,
    },
    {
      rule: 'mobile.policy.otherwise',
      when: `with ${outcome}`,
      options: withMobile({
        policy: { rules: [{ email: '*@other.example', outcome: 'accept' }], otherwise: { outcome } },
      }),
      remedy: { option: 'mobile.policy.otherwise.outcome' },
      chosen: 'accept',
      ask: isIn,
    },
  ]),
  {
    rule: 'mobile.login.refused',
    when: 'by a rule',
    options: withMobile({ policy: { rules: [{ email: '*', statusText: 'no', ...REFUSED }] } }),
    remedy: { option: 'mobile.policy.rules' },
    chosen: [],
    ask: isIn,
  },
  {
    rule: 'mobile.login.refused',
    when: 'as no rule matches',
    options: withMobile({ policy: { otherwise: REFUSED } }),
    remedy: { option: 'mobile.policy.otherwise.outcome' },
    chosen: 'accept',
    ask: isIn,
  },
  {
    rule: 'mobile.login.refused',
    when: 'by a module',
    options: withModule('authenticationModule', 'return { success: false };'),
    remedy: undefined,
    ask: isIn,
  },
  {
    rule: 'mobile.login.pending',
    options: withMobile({ policy: { otherwise: PENDING } }),
    remedy: { option: 'mobile.policy.otherwise.outcome' },
    chosen: 'accept',
    ask: isIn,
  },
];

const EXPIRING: readonly RemedyRow[] = (['link', 'code'] as const).map((kind) => ({
  rule: 'mobile.verification.expired',
  when: `as a ${kind}`,
  options: withMobile({ policy: { otherwise: { ...PENDING, mail: true } } }),
  remedy: { option: 'mobile.verification.timeoutMs' },
  chosen: 60 * MINUTE_MS,
  ask: async (server) => {
    await logIn(server, { send: kind });
    const [mail] = (await server.control.get('/outbox')).json;
    await server.advance(6 * MINUTE_MS);
    if (kind === 'link') return (await call(mail.link)).status === 200;
    return (await send(server, '/mobileapp/$verify', { token: mail.code })).status === 200;
  },
}));

const MODULE_ROWS: readonly RemedyRow[] = (
  [
    ['module', 'authenticationModule', 'authentication', isIn],
    ['action', 'actionModule', 'action', acts],
  ] as const
).flatMap(([part, option, name, ask]): RemedyRow[] => [
  {
    rule: `mobile.${part}.timeout`,
    options: withModule(option, 'for (const end = Date.now() + 400; Date.now() < end; ); return { success: true };', {
      [`${name}TimeoutMs`]: 200,
    }),
    remedy: { option: `mobile.${name}TimeoutMs` },
    chosen: 20_000,
    ask,
  },
  {
    rule: `mobile.${part}.memory`,
    options: withModule(
      option,
      'const all = []; for (let i = 0; i < 4e6; i++) all.push([i]); return { success: true };',
      {
        [`${name}Limits`]: { memoryMb: 16 },
        [`${name}TimeoutMs`]: 30_000,
      },
    ),
    remedy: { option: `mobile.${name}Limits.memoryMb` },
    chosen: 1024,
    ask,
  },
  {
    rule: `mobile.${part}.tooLarge`,
    options: withModule(option, 'return { success: true, userInfo: { text: "x".repeat(2 ** 21) } };', {
      [`${name}Limits`]: { answerMb: 1 },
    }),
    remedy: { option: `mobile.${name}Limits.answerMb` },
    chosen: 8,
    ask,
  },
  {
    rule: `mobile.${part}.busy`,
    options: withModule(option, 'return { success: true };', { [`${name}Limits`]: { processes: 1, waiting: 0 } }),
    remedy: { option: `mobile.${name}Limits.waiting` },
    chosen: 20,
    ask: together(ask),
  },
]);

/** Patterns that all take many steps on the same text. */
const COSTLY = Array.from({ length: 200 }, (_, n) => `${'*a*'.repeat(44)}b${n}`);

const ROWS: readonly RemedyRow[] = [
  ...POLICY_ROWS,
  ...EXPIRING,
  ...MODULE_ROWS,
  {
    rule: 'mobile.apps-missing',
    options: () => ({}),
    remedy: { option: 'mobileApps' },
    chosen: apps,
    ask: isIn,
  },
  {
    rule: 'mobile.policy.unjudged',
    options: withMobile({ policy: { rules: COSTLY.map((email) => ({ email, outcome: 'accept' as const })) } }),
    remedy: { option: 'mobile.policy.rules' },
    chosen: [],
    ask: (server) => letsIn(server, { email: 'a'.repeat(310) }),
  },
  {
    rule: 'mobile.licence.none',
    when: 'at a login',
    options: withMobile({ licences: 1 }),
    remedy: { option: 'mobile.licences', value: 2 },
    ask: async (server) => {
      await logIn(server, onDevice('device-2'));
      return isIn(server);
    },
  },
  {
    rule: 'mobile.session.unknown',
    when: 'as no file is loaded at the start',
    options: withMobile({ loadAtStart: false }),
    remedy: { option: 'mobile.loadAtStart', value: true },
    ask: async (server, folder) => {
      // Only a start reads the file, so it is there before one.
      const token = await leftSession(folder);
      await server.control.post('/reset');
      return getsIn(server, token);
    },
  },
  {
    rule: 'mobile.session.unknown',
    when: 'as a refresh takes no new files',
    options: withMobile({}),
    remedy: { option: 'mobile.takeNewFiles', value: true },
    ask: async (server, folder) => {
      const token = await leftSession(folder);
      await server.control.post('/mobile/refresh');
      return getsIn(server, token);
    },
  },
  {
    rule: 'mobile.session.unknown',
    when: 'without a file of it',
    options: withMobile({ loadAtStart: false }),
    remedy: undefined,
    ask: async (server, folder) => {
      const token = await leftSession(folder);
      fs.rmSync(apps(folder), { recursive: true });
      return getsIn(server, token);
    },
  },
  {
    rule: 'mobile.action.undefined',
    options: withMobile({}),
    remedy: { option: 'mobile.actionModule' },
    chosen: (folder: string) => {
      const file = path.join(folder, 'action.cjs');
      fs.writeFileSync(file, 'module.exports = () => ({ success: true });');
      return file;
    },
    ask: acts,
  },
  {
    rule: 'mobile.route.unknown',
    options: withMobile({}),
    remedy: { option: 'mobile.data', value: 'example:products' },
    ask: async (server) =>
      (await send(server, '/mobileapp/$catalog/Products', undefined, await tokenOf(server))).status === 200,
  },
  {
    rule: 'mobile.schema-unusable',
    options: (folder) => {
      fs.writeFileSync(path.join(folder, 'schema.json'), '{}');
      return { mobileApps: apps(folder), mobile: { schema: path.join(folder, 'schema.json') } };
    },
    remedy: { option: 'mobile.schema' },
    chosen: (folder: string) => {
      const file = path.join(folder, 'another.json');
      fs.writeFileSync(file, '{}');
      return file;
    },
    ask: async (server, folder) => {
      fs.writeFileSync(path.join(folder, 'schema.json'), '{');
      return (await server.control.post('/mobile/refresh')).status === 200;
    },
  },
  {
    rule: 'mobile.apps-unusable',
    options: withMobile({}),
    remedy: { option: 'mobileApps' },
    chosen: (folder: string) => path.join(folder, 'Others'),
    ask: async (server, folder) => {
      fs.rmSync(apps(folder), { recursive: true, force: true });
      fs.writeFileSync(apps(folder), '');
      return (await server.control.post('/mobile/refresh')).status === 200;
    },
  },
];

/** What an app sends wrongly, what a person or their code did, what is in a folder, and what is not there. */
const WITHOUT = `
  mobile.action.failed mobile.action.invalid mobile.action.left mobile.action.missing
  mobile.body.invalid mobile.body.malformed
  mobile.data.none mobile.data.placeholder mobile.data.unusable
  mobile.file.unwritable mobile.info.unknown mobile.key.failed mobile.key.forbidden
  mobile.module.failed mobile.module.invalid mobile.module.left mobile.module.missing
  mobile.name.refused mobile.route.method
  mobile.session.evicted mobile.session.foreign mobile.session.pending
  mobile.token.malformed mobile.token.missing mobile.upload.empty
  mobile.verification.attempts mobile.verification.gone mobile.verification.unknown mobile.verification.used`;

describe('Remedies of refusals of mobile apps', () => {
  walkRows(ROWS);

  it('each refusal of mobile apps has a row, or is one that no option changes', () => {
    assert.deepEqual(refusalsWithout(ROWS, MOBILE_REASONS), WITHOUT.trim().split(/\s+/).sort());
  });
});
