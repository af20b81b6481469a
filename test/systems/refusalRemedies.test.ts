import assert from 'node:assert/strict';
import type { JournalRemedy } from '../../src/core/protocol/journal';
import { MENDIX_REASONS } from '../../src/core/systems/mendix/mendixReasons';
import { PLATFORM_REASONS } from '../../src/core/systems/platform/platformReasons';
import { TOKENS_REASONS } from '../../src/core/systems/tokens/tokensReasons';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import { checkedOptions } from '../../src/server/kernel/options/optionsCheck';
import type { MendixOptions } from '../../src/server/systems/mendix/mendixOptions';
import type { TokensOptions } from '../../src/server/systems/tokens/tokensOptions';
import { type Answer, call } from '../server/httpCall';
import {
  USERS as MENDIX_USERS,
  type MendixClient,
  MendixHarness,
  SWEPT_MS,
  TIMEOUT_MS,
  userOf,
} from './mendix/mendixHarness';
import { assertSettable, toldRemedy, withRemedyInFile } from './remedyRows';
import type { SystemHarness } from './systemHarness';
import { authorization, CLIENT, newProof, OauthBrowser, REDIRECT, sendForm, sentBack } from './tokens/oauthBrowser';
import { HOUR_MS, MINUTE_MS, USERS as TOKENS_USERS, TokensHarness } from './tokens/tokensHarness';

/** A refusal that an option decides. */
interface Row<H, O> {
  readonly rule: string;
  /** Where one rule has many rows. */
  readonly when?: string;
  readonly options: O;
  readonly remedy: JournalRemedy;
  /** What a reader could choose, where the remedy has no value. */
  readonly chosen?: unknown;
  /** Asks for what is refused. @returns whether it was let in */
  readonly ask: (server: H) => Promise<boolean>;
}

const PROOF = newProof();
const SITE = 'https://app.example/callback';
const client = (more: object = {}) => ({ clientId: CLIENT, redirectUris: [REDIRECT], ...more });
const ok = ({ status }: Answer) => status === 200;
const authorizes = async (server: TokensHarness, more: Readonly<Record<string, string>> = {}) =>
  ok(await new OauthBrowser(server.url).open(authorization(PROOF, more)));
const token = (server: TokensHarness, form: Readonly<Record<string, string>>) =>
  sendForm(`${server.url}/oauth/token`, form);
const byHint = async (server: TokensHarness) => {
  const query = authorization(PROOF, { prompt: 'none', login_hint: 'ada' });
  return sentBack(await new OauthBrowser(server.url).open(query)).has('code');
};
const byPassword = (server: TokensHarness) =>
  token(server, { grant_type: 'password', username: 'ada', password: 'example', client_id: CLIENT });
/** A refresh token that comes again, after some time. */
const again = (ms: number) => async (server: TokensHarness) => {
  const app = await server.signedIn();
  const first = app.refreshToken;
  await app.refresh();
  await server.advance(ms);
  return ok(await app.present(first));
};
/** Whether a session lives on: by its refresh token, or by its access token. */
const lives = {
  'tokens.session-over': async (app: { refresh(): Promise<Answer> }) => ok(await app.refresh()),
  'tokens.access-over': async (app: { me(): Promise<Answer> }) => ok(await app.me()),
} as const;

const TOKENS_ROWS: readonly Row<TokensHarness, TokensOptions>[] = [
  {
    rule: 'tokens.client-unknown',
    when: 'at the page that signs in',
    options: { clients: [client({ clientId: 'another' })] },
    remedy: { option: 'tokens.clients' },
    chosen: [client()],
    ask: authorizes,
  },
  {
    rule: 'tokens.client-unknown',
    when: 'at the token endpoint',
    options: { clients: [client({ clientId: 'another' })], passwordGrant: true },
    remedy: { option: 'tokens.clients' },
    chosen: [client()],
    ask: async (server) => ok(await byPassword(server)),
  },
  {
    rule: 'tokens.client-secret',
    options: { clients: [client()], passwordGrant: true },
    remedy: { option: 'tokens.clients' },
    chosen: [client({ secret: 'example-secret' })],
    ask: async (server) => {
      const [{ name: username, password }] = TOKENS_USERS;
      const more = { client_id: CLIENT, client_secret: 'example-secret' };
      return ok(await token(server, { grant_type: 'password', username, password, ...more }));
    },
  },
  {
    rule: 'tokens.redirect-refused',
    when: 'with clients listed',
    options: { clients: [client()] },
    remedy: { option: 'tokens.clients' },
    chosen: [client({ redirectUris: [SITE] })],
    ask: (server) => authorizes(server, { redirect_uri: SITE }),
  },
  {
    rule: 'tokens.redirect-refused',
    when: 'with any client',
    options: {},
    remedy: { option: 'tokens.clients' },
    chosen: [client({ redirectUris: [SITE] })],
    ask: (server) => authorizes(server, { redirect_uri: SITE }),
  },
  {
    rule: 'tokens.grant-type',
    options: {},
    remedy: { option: 'tokens.passwordGrant', value: true },
    ask: async (server) => ok(await byPassword(server)),
  },
  {
    rule: 'tokens.session-limit',
    options: { maxSessions: 2, atLimit: 'deny' },
    remedy: { option: 'tokens.maxSessions', value: 3 },
    ask: async (server) => {
      await server.signedIn();
      await server.signedIn();
      return ok(await server.app().login());
    },
  },
  {
    rule: 'tokens.code-limit',
    options: { preset: 'fintech', atLimit: 'deny' },
    remedy: { option: 'tokens.maxSessions', value: 2 },
    ask: async (server) => {
      await server.signedIn();
      return byHint(server);
    },
  },
  {
    rule: 'tokens.grant-refused',
    options: { maxSessions: 1, atLimit: 'deny', passwordGrant: true },
    remedy: { option: 'tokens.maxSessions', value: 2 },
    ask: async (server) => {
      await server.signedIn();
      return ok(await byPassword(server));
    },
  },
  {
    rule: 'tokens.grant-refused',
    when: 'for an unknown user',
    options: { users: [], passwordGrant: true },
    remedy: { option: 'tokens.users' },
    chosen: TOKENS_USERS,
    ask: async (server) => ok(await byPassword(server)),
  },
  {
    rule: 'tokens.credentials',
    options: { users: [] },
    remedy: { option: 'tokens.users' },
    chosen: TOKENS_USERS,
    ask: async (server) => ok(await server.app().login()),
  },
  {
    rule: 'tokens.login-required',
    options: { users: [] },
    remedy: { option: 'tokens.users' },
    chosen: TOKENS_USERS,
    ask: byHint,
  },
  {
    rule: 'tokens.reused',
    when: 'at once',
    options: {},
    remedy: { option: 'tokens.graceSeconds', value: 10 },
    ask: again(0),
  },
  {
    rule: 'tokens.reused',
    when: 'after the grace time',
    options: { graceSeconds: 5 },
    remedy: { option: 'tokens.graceSeconds', value: 31 },
    ask: again(30_001),
  },
  {
    rule: 'tokens.reused',
    when: 'after more than a minute',
    options: {},
    remedy: { option: 'tokens.graceSeconds' },
    chosen: 120,
    ask: again(MINUTE_MS + 1),
  },
  {
    rule: 'tokens.used',
    options: { reuse: 'token' },
    remedy: { option: 'tokens.graceSeconds', value: 10 },
    ask: again(1000),
  },
  {
    rule: 'tokens.grace-rejected',
    options: { graceSeconds: 30, graceStyle: 'reject' },
    remedy: { option: 'tokens.graceStyle', value: 'same' },
    ask: again(1000),
  },
  {
    rule: 'tokens.grace-full',
    options: { graceSeconds: 30, graceStyle: 'new' },
    remedy: { option: 'tokens.graceStyle', value: 'same' },
    ask: async (server) => {
      const app = await server.signedIn();
      const first = app.refreshToken;
      for (let count = 0; count < 101; count++) if (!ok(await app.present(first))) return false;
      return true;
    },
  },
  {
    rule: 'tokens.access-expired',
    options: { accessTokenSeconds: 60 },
    remedy: { option: 'tokens.accessTokenSeconds' },
    chosen: 3600,
    ask: async (server) => {
      const app = await server.signedIn();
      await server.advance(MINUTE_MS);
      return ok(await app.me());
    },
  },
  {
    rule: 'tokens.refresh-expired',
    options: { refreshIdleSeconds: 60, graceSeconds: 30, graceStyle: 'new' },
    remedy: { option: 'tokens.refreshIdleSeconds' },
    chosen: 3600,
    ask: async (server) => {
      const app = await server.signedIn();
      const first = app.refreshToken;
      const { refresh_token: twin } = (await app.present(first)).json;
      // The session lives on by the other one of two good tokens.
      await app.refresh(first);
      await server.advance(MINUTE_MS / 2);
      await app.refresh();
      await server.advance(MINUTE_MS / 2);
      return ok(await app.present(twin));
    },
  },
  ...(['tokens.session-over', 'tokens.access-over'] as const).flatMap((rule): Row<TokensHarness, TokensOptions>[] => [
    {
      rule,
      when: 'after a change of the password',
      options: {},
      remedy: { option: 'tokens.passwordChange' },
      chosen: 'none',
      ask: async (server) => {
        const [app, other] = [await server.signedIn(), await server.signedIn()];
        assert.equal((await other.changePassword('another')).status, 204);
        return lives[rule](app);
      },
    },
    {
      rule,
      when: 'after a sign-in elsewhere',
      options: { maxSessions: 1 },
      remedy: { option: 'tokens.maxSessions' },
      chosen: 0,
      ask: async (server) => {
        const app = await server.signedIn();
        await server.signedIn();
        return lives[rule](app);
      },
    },
    {
      rule,
      when: 'after a long rest',
      options: { refreshIdleSeconds: 60 },
      remedy: { option: 'tokens.refreshIdleSeconds' },
      chosen: 86_400,
      ask: async (server) => {
        const app = await server.signedIn();
        await server.advance(MINUTE_MS);
        return lives[rule](app);
      },
    },
    {
      rule,
      when: 'at its greatest age',
      options: { refreshAbsoluteSeconds: 60, refreshIdleSeconds: 60 },
      remedy: { option: 'tokens.refreshAbsoluteSeconds' },
      chosen: 86_400,
      ask: async (server) => {
        const app = await server.signedIn();
        await server.advance(MINUTE_MS / 2);
        await app.refresh();
        await server.advance(MINUTE_MS / 2);
        return lives[rule](app);
      },
    },
    {
      rule,
      when: 'after a reuse',
      options: {},
      remedy: { option: 'tokens.graceSeconds' },
      chosen: 60,
      ask: async (server) => {
        const app = await server.signedIn();
        const first = app.refreshToken;
        await app.refresh();
        await app.present(first);
        return lives[rule](app);
      },
    },
  ]),
];

const REMEMBER = { useAuthToken: true };
const isJane = async (client: MendixClient) => {
  const answer = await client.start();
  return ok(answer) && userOf(answer) === 'jane';
};
/** A client of another browser, which has nothing but the token of one that has signed in. */
const withToken = async (server: MendixHarness, from: MendixClient, userAgent?: string) => {
  const other = server.client(userAgent);
  await other.write(`authtoken=${await from.cookie('authtoken')}; Path=/`);
  return other;
};
/** Whether a token is good after something has happened. */
const after = (happens: (client: MendixClient, server: MendixHarness) => Promise<unknown>) => {
  return async (server: MendixHarness) => {
    const client = await server.signedIn(REMEMBER);
    const other = await withToken(server, client);
    await happens(client, server);
    return isJane(other);
  };
};
const signsIn = async (server: MendixHarness) => ok(await server.client().login('jane', 'example'));
const restsFor = (ms: number) => async (server: MendixHarness) => {
  const client = await server.signedIn();
  await server.advance(ms);
  return ok(await client.data());
};

const MENDIX_ROWS: readonly Row<MendixHarness, MendixOptions>[] = [
  {
    rule: 'mendix.session-data.refused',
    options: { anonymous: false },
    remedy: { option: 'mendix.anonymous', value: true },
    ask: async (server) => ok(await server.client().start()),
  },
  {
    rule: 'mendix.login.user',
    options: { users: [] },
    remedy: { option: 'mendix.users' },
    chosen: MENDIX_USERS,
    ask: signsIn,
  },
  {
    rule: 'mendix.login.no-password',
    options: { users: [] },
    remedy: { option: 'mendix.users' },
    chosen: MENDIX_USERS,
    ask: async (server) => {
      const before = await MendixHarness.start();
      try {
        await before.signedIn();
        const snapshot = (await before.control.get('/snapshot')).json;
        assert.equal((await server.control.call('PUT', '/snapshot', snapshot)).status, 204);
      } finally {
        await before.stop();
      }
      return signsIn(server);
    },
  },
  {
    rule: 'mendix.login.blocked',
    options: { securityLevel: 'production' },
    remedy: { option: 'mendix.securityLevel', value: 'prototype' },
    ask: async (server) => {
      for (let count = 0; count < 3; count++) await server.client().login('jane', 'another');
      return signsIn(server);
    },
  },
  {
    rule: 'mendix.login2.off',
    options: { switches: { login2: false } },
    remedy: { option: 'mendix.switches.login2', value: true },
    ask: async (server) => ok(await server.client().login('jane', 'example', {}, 'login2')),
  },
  {
    rule: 'mendix.session.expired',
    options: {},
    remedy: { option: 'mendix.settings.SessionTimeout' },
    chosen: HOUR_MS,
    ask: restsFor(TIMEOUT_MS + 1),
  },
  {
    rule: 'mendix.session.over.swept',
    options: {},
    remedy: { option: 'mendix.settings.SessionTimeout' },
    chosen: HOUR_MS,
    ask: restsFor(SWEPT_MS),
  },
  {
    rule: 'mendix.token.refused.expired',
    options: { settings: { 'com.mendix.webui.HybridAppLoginTimeOut': 1 } },
    remedy: { option: 'mendix.settings' },
    chosen: { 'com.mendix.webui.HybridAppLoginTimeOut': 60 },
    ask: after((_, server) => server.advance(MINUTE_MS)),
  },
  {
    rule: 'mendix.token.refused.logout',
    options: {},
    remedy: { option: 'mendix.switches.logoutEndsToken', value: false },
    ask: after((client) => client.xas('logout')),
  },
  {
    rule: 'mendix.token.refused.password',
    options: {},
    remedy: { option: 'mendix.switches.passwordEndsTokens', value: false },
    ask: after((_, server) => server.patchUser('jane', { password: 'another' })),
  },
  {
    rule: 'mendix.token.refused.login',
    options: {},
    remedy: { option: 'mendix.switches.loginEndsToken', value: false },
    ask: after((client) => client.login('john', 'sample')),
  },
  {
    rule: 'mendix.token.refused.used',
    options: { switches: { rotateToken: true } },
    remedy: { option: 'mendix.switches.rotateToken', value: false },
    ask: after(async (client, server) => {
      await server.advance(SWEPT_MS);
      await client.start();
    }),
  },
  {
    rule: 'mendix.token.refused.blocked-user',
    options: {},
    remedy: { option: 'mendix.switches.blockedTokenRevives', value: true },
    ask: after((_, server) => server.patchUser('jane', { blocked: true })),
  },
  {
    rule: 'mendix.token.refused.user-agent',
    options: { switches: { matchUserAgent: true } },
    remedy: { option: 'mendix.switches.matchUserAgent', value: false },
    ask: async (server) => isJane(await withToken(server, await server.signedIn(REMEMBER), 'curl/8')),
  },
];

/** A part of the server that is not there. */
const OF_NO_MENDIX: Row<TokensHarness, TokensOptions> = {
  rule: 'mendix.missing',
  options: {},
  remedy: { option: 'mendix' },
  chosen: {},
  ask: async (server) => ok(await server.control.get('/mendix/sessions')),
};
const OF_NO_TOKENS: Row<MendixHarness, MendixOptions> = {
  rule: 'tokens.missing',
  options: {},
  remedy: { option: 'tokens' },
  chosen: {},
  ask: async (server) => ok(await server.control.get('/tokens/sessions')),
};

const FOREIGN = 'https://tunnel.example/paid';
const PLATFORM_ROWS: readonly Row<MendixHarness, MendixOptions>[] = [
  {
    rule: 'platform.callback-foreign',
    options: {},
    remedy: { option: 'allowedHosts' },
    chosen: 'tunnel.example',
    ask: async (server) => {
      const { externalPlatformUrl = '' } = server.address;
      return ok(await call(`${externalPlatformUrl}/validate?${new URLSearchParams({ callback: FOREIGN })}`));
    },
  },
];

/** Refusals that no option changes: what an app sends wrongly, what a person did, and what is not there. */
const WITHOUT = `
  tokens.client-missing tokens.client-twice tokens.form-malformed tokens.parameter-twice tokens.parameter-missing
  tokens.parameter-wrong tokens.secret-in-url tokens.response-type tokens.request-object tokens.request-uri tokens.pkce
  tokens.pkce-wrong tokens.scope-malformed tokens.cancelled tokens.form-foreign tokens.code-unknown tokens.code-expired
  tokens.code-used tokens.code-other-client tokens.code-redirect tokens.token-other-client tokens.disabled
  tokens.password-stale tokens.sign-in-ended tokens.bad-request tokens.unknown-token tokens.refresh-revoked
  tokens.not-refresh tokens.other-client tokens.scope tokens.bearer-missing tokens.bearer-malformed tokens.access-unknown
  tokens.access-revoked tokens.not-access tokens.password-wrong tokens.no-such-session tokens.no-such-user
  tokens.no-such-token
  mendix.body.malformed mendix.login.password mendix.login.blocks mendix.login.inactive mendix.login.params
  mendix.login.long-name mendix.login.broken-name mendix.token.refused.ended mendix.token.refused.inactive
  mendix.token.refused.unknown mendix.token.refused.other-user mendix.token.refused.kind
  mendix.token.refused.inactive-user mendix.token.refused.missing-user mendix.csrf.missing mendix.csrf.wrong
  mendix.data.no-session mendix.data.reload mendix.keepalive.no-session mendix.no-such-session
  mendix.no-such-token mendix.no-such-user
  platform.answer-given-up platform.answer-missing platform.callback-malformed platform.callback-missing
  platform.mail-unknown platform.validation-unknown`
  .trim()
  .split(/\s+/);

/** Walks a row: what is refused, what the journal says to do about it, and that doing so lets it in. */
async function walk<H extends SystemHarness, O>(
  system: 'tokens' | 'mendix',
  { rule, options, remedy, chosen, ask }: Row<H, O>,
  start: (options: O, others: ServerOptions) => Promise<H>,
): Promise<void> {
  const told = await refused(await start(options, {}), rule, ask);
  assert.deepEqual(told, remedy);
  assertSettable(remedy);
  const value = remedy.value ?? chosen;
  assert.ok(value !== undefined, 'a row whose remedy has no value must choose one');
  const all: Readonly<Record<string, unknown>> = { [system]: options };
  const changed = withRemedyInFile(all, { option: remedy.option, value: value as string }) as Record<string, unknown>;
  checkedOptions(changed);
  const { [system]: own, ...others } = changed;
  const server = await start(own as O, others);
  try {
    assert.ok(await ask(server), `it is not let in with ${JSON.stringify(changed)}`);
  } finally {
    await server.stop();
  }
}

async function refused<H extends SystemHarness>(
  server: H,
  rule: string,
  ask: (server: H) => Promise<boolean>,
): Promise<JournalRemedy | undefined> {
  try {
    assert.equal(await ask(server), false, 'nothing was refused');
    return await toldRemedy(server.control, rule);
  } finally {
    await server.stop();
  }
}

describe('Remedies of refusals', () => {
  const nameOf = ({ rule, when = '' }: { rule: string; when?: string }) => `${rule} ${when}`.trim();

  for (const row of [...TOKENS_ROWS, OF_NO_MENDIX]) {
    it(`the journal names the option that lets in what was refused as ${nameOf(row)}`, () =>
      walk('tokens', row, (options, others) => TokensHarness.start(options, others)));
  }

  for (const row of [...MENDIX_ROWS, OF_NO_TOKENS, ...PLATFORM_ROWS]) {
    it(`the journal names the option that lets in what was refused as ${nameOf(row)}`, () =>
      walk('mendix', row, (options, others) => MendixHarness.start(options, others)));
  }

  it('each refusal of tokens, Mendix and platform has a row, or is one that no option changes', () => {
    const codes = [TOKENS_REASONS, MENDIX_REASONS, PLATFORM_REASONS].flatMap((reasons) =>
      Object.entries(reasons.codes),
    );
    const declared = codes.flatMap(([rule, { kind }]) => (kind === 'refused' ? [rule] : []));
    const rows = [...TOKENS_ROWS, OF_NO_MENDIX, OF_NO_TOKENS, ...MENDIX_ROWS, ...PLATFORM_ROWS].map(({ rule }) => rule);
    const walked = declared.filter((rule) => rows.includes(rule));
    assert.deepEqual([...walked, ...WITHOUT].sort(), declared.sort());
  });

  it('what no option can let in has no remedy', async () => {
    const bad: readonly [string, (server: TokensHarness) => Promise<boolean>][] = [
      ['tokens.client-unknown', (server) => authorizes(server, { client_id: 'own-form' })],
      ['tokens.redirect-refused', (server) => authorizes(server, { redirect_uri: 'javascript:alert(1)' })],
      ['tokens.grant-type', async (server) => ok(await token(server, { grant_type: 'another', client_id: CLIENT }))],
      ['tokens.credentials', async (server) => ok(await server.app().login('ada', 'another'))],
    ];
    for (const [rule, ask] of bad) {
      for (const clients of [undefined, [client()]]) {
        const server = await TokensHarness.start(clients ? { clients } : {});
        assert.equal(await refused(server, rule, ask), undefined, rule);
      }
    }
  });
});
