import assert from 'node:assert/strict';
import type { TokensOptions } from '../../../src/server/systems/tokens/tokensOptions';
import { during } from '../../server/perTest';
import { DAY_MS, HOUR_MS, SECOND_MS, type TokensApp, TokensHarness } from './tokensHarness';

const GRACE = { graceSeconds: 10 } as const;

/** What a server does with a refresh token that is presented a second time. */
interface Case {
  readonly title: string;
  readonly options: TokensOptions;
  /** Between the first use and the second. */
  readonly waitMs: number;
  readonly status: number;
  readonly reason?: string;
  readonly rules: readonly string[];
  /** Whether the successor is good afterwards. */
  readonly survives: boolean;
  /** How many refresh tokens are live afterwards, if it does. */
  readonly live?: number;
}

const CASES: readonly Case[] = [
  {
    title: 'without grace, a used refresh token ends the family',
    options: {},
    waitMs: 0,
    status: 400,
    reason: 'token_reuse',
    rules: ['tokens.reuse-noted', 'tokens.family-ended', 'tokens.reused'],
    survives: false,
  },
  {
    title: 'where reuse is about the token alone, a used refresh token is refused and the family lives',
    options: { reuse: 'token' },
    waitMs: 0,
    status: 400,
    rules: ['tokens.reuse-noted', 'tokens.used'],
    survives: true,
    live: 1,
  },
  {
    title: 'in the grace time, a used refresh token gets the same successor again',
    options: { ...GRACE },
    waitMs: 10 * SECOND_MS,
    status: 200,
    rules: ['tokens.reuse-noted', 'tokens.grace.same'],
    survives: true,
    live: 1,
  },
  {
    title: 'in the grace time of the style new, a used refresh token gets another successor',
    options: { ...GRACE, graceStyle: 'new' },
    waitMs: 10 * SECOND_MS,
    status: 200,
    rules: ['tokens.reuse-noted', 'tokens.grace.new'],
    survives: true,
    live: 2,
  },
  {
    title: 'in the grace time of the style reject, a used refresh token is refused and the family lives',
    options: { ...GRACE, graceStyle: 'reject' },
    waitMs: 10 * SECOND_MS,
    status: 400,
    rules: ['tokens.reuse-noted', 'tokens.grace-rejected'],
    survives: true,
    live: 1,
  },
  ...(['same', 'new', 'reject'] as const).map(
    (graceStyle): Case => ({
      title: `after the grace time of the style ${graceStyle}, a used refresh token ends the family`,
      options: { ...GRACE, graceStyle },
      waitMs: 10 * SECOND_MS + 1,
      status: 400,
      reason: 'token_reuse',
      rules: ['tokens.reuse-noted', 'tokens.family-ended', 'tokens.reused'],
      survives: false,
    }),
  ),
  {
    title: 'after the grace time, a used refresh token is refused alone where reuse is about the token',
    options: { ...GRACE, reuse: 'token' },
    waitMs: 10 * SECOND_MS + 1,
    status: 400,
    rules: ['tokens.reuse-noted', 'tokens.used'],
    survives: true,
    live: 1,
  },
];

describe('a refresh token of the token server', () => {
  for (const { title, options, waitMs, status, reason, rules, survives, live } of CASES) {
    it(title, () =>
      during(TokensHarness.start(options), async (server) => {
        const app = await server.signedIn();
        const first = app.refreshToken;
        assert.equal((await app.refresh()).status, 200);
        const successor = app.refreshToken;
        await server.advance(waitMs);
        const again = await app.present(first);
        assert.equal(again.status, status);
        assert.equal(again.json.reason, reason);
        if (status === 400) assert.equal(again.json.error, 'invalid_grant');
        assert.deepEqual(await server.rules(), rules);
        const session = await server.session(app);
        assert.equal(session.endReason, reason);
        assert.ok(session.family[0]?.reusedAt);
        assert.equal(
          session.family[0].reusedInGrace,
          waitMs <= 10 * SECOND_MS && options.graceSeconds ? true : undefined,
        );
        if (survives) assert.equal(liveIn(session.family, 'refresh'), live);
        const next = await app.refresh(successor);
        assert.equal(next.status, survives ? 200 : 400);
        assert.equal(next.json.reason, reason);
        if (!survives) assert.deepEqual(await server.rules(), ['tokens.over.token_reuse', 'tokens.session-over']);
      }),
    );
  }

  it('a use after the grace time counts, though the token came again within the grace time before', () =>
    during(TokensHarness.start({ ...GRACE, reuse: 'token' }), async (server) => {
      const app = await server.signedIn();
      const first = app.refreshToken;
      await app.refresh();
      await server.advance(SECOND_MS);
      await app.present(first);
      const allowed = (await server.session(app)).family[0];
      await server.advance(10 * SECOND_MS);
      await app.present(first);
      const [late] = (await server.session(app)).family;
      assert.deepEqual([allowed?.reusedInGrace, late?.reusedInGrace], [true, undefined]);
      assert.ok(Date.parse(late?.reusedAt ?? '') - Date.parse(allowed?.reusedAt ?? '') >= 10 * SECOND_MS);
    }));

  it('a token keeps its number when the oldest tokens of its family are forgotten', () =>
    during(TokensHarness.start(), async (server) => {
      const app = await server.signedIn();
      for (let count = 0; count < 99; count++) await app.refresh();
      const number = (id: string | undefined) => async () =>
        (await server.session(app)).family.find((each) => each.id === id)?.number;
      const newest = (await server.session(app)).family.findLast(({ kind }) => kind === 'refresh');
      assert.equal(newest?.number, 100);
      for (let count = 0; count < 50; count++) await app.refresh();
      assert.equal(await number(newest?.id)(), 100);
      const { family } = await server.session(app);
      assert.equal(family.findLast(({ kind }) => kind === 'refresh')?.number, 150);
    }));

  it('the successor that is given again in the grace time is the same one, with its access token', () =>
    during(TokensHarness.start(GRACE), async (server) => {
      const app = await server.signedIn();
      const first = app.refreshToken;
      const answer = await app.refresh();
      await server.advance(4 * SECOND_MS);
      const again = await app.present(first);
      assert.equal(again.json.refresh_token, answer.json.refresh_token);
      assert.equal(again.json.access_token, answer.json.access_token);
      assert.equal(again.json.expires_in, answer.json.expires_in - 4);
    }));

  it('the grace time counts from the first use, however often the token comes again', () =>
    during(TokensHarness.start(GRACE), async (server) => {
      const app = await server.signedIn();
      const first = app.refreshToken;
      await app.refresh();
      for (const wait of [6, 4]) {
        await server.advance(wait * SECOND_MS);
        assert.equal((await app.present(first)).status, 200);
      }
      await server.advance(1);
      assert.equal((await app.present(first)).json.reason, 'token_reuse');
    }));

  it('the sealed successor leaves the store when the grace time is over', () =>
    during(TokensHarness.start(GRACE), async (server) => {
      const app = await server.signedIn();
      await app.refresh();
      const snapshot = async () => JSON.stringify((await server.control.get('/snapshot')).json);
      assert.match(await snapshot(), /\\?"sealed\\?"/);
      await server.advance(10 * SECOND_MS + 1);
      assert.doesNotMatch(await snapshot(), /\\?"sealed\\?"/);
    }));

  it('a refresh without rotation gives no new refresh token, and slides the idle end', () =>
    during(TokensHarness.start({ rotation: 'keep' }), async (server) => {
      const app = await server.signedIn();
      const before = await server.session(app);
      await server.advance(DAY_MS);
      const answer = await app.refresh();
      assert.equal(answer.status, 200);
      assert.equal(answer.json.refresh_token, undefined);
      assert.deepEqual(await server.rules(), ['tokens.kept']);
      const after = await server.session(app);
      assert.equal(Date.parse(after.expiresAt) - Date.parse(before.expiresAt), DAY_MS);
      assert.equal(liveIn(after.family, 'refresh'), 1);
      assert.equal((await app.me()).status, 200);
      assert.equal((await app.refresh()).status, 200);
    }));

  it('each refresh slides the idle end, up to the absolute end', () =>
    during(TokensHarness.start({ preset: 'fintech' }), async (server) => {
      const app = await server.signedIn();
      const { absoluteExpiresAt } = await server.session(app);
      for (let minutes = 0; minutes < 12 * 60; minutes += 12) {
        await server.advance(12 * 60 * SECOND_MS - (minutes === 0 ? 1 : 0));
        assert.equal((await app.refresh()).status, 200, `after ${minutes} minutes`);
      }
      assert.equal((await server.session(app)).expiresAt, absoluteExpiresAt);
      await server.advance(1);
      const answer = await app.refresh();
      assert.equal(answer.json.reason, 'absolute_timeout');
    }));

  it('an access token never says that it is good for longer than its session', () =>
    during(TokensHarness.start({ preset: 'fintech', accessTokenSeconds: 3600 }), async (server) => {
      const app = server.app();
      assert.equal((await app.login()).json.expires_in, 15 * 60);
    }));

  it('a refresh does not end the access tokens before it', () =>
    during(TokensHarness.start(), async (server) => {
      const app = await server.signedIn();
      const { access } = app;
      await app.refresh();
      assert.equal((await app.me(access)).status, 200);
      await server.advance(HOUR_MS);
      assert.equal((await app.me(access)).status, 401);
    }));

  it('what is no refresh token is refused, and ends nothing', () =>
    during(TokensHarness.start(), async (server) => {
      const app = await server.signedIn();
      const ends = [
        [app.access, 'tokens.not-refresh'],
        [`${app.refreshToken.slice(0, -2)}AA`, 'tokens.unknown-token'],
        ['none', 'tokens.unknown-token'],
        ['a.b.c', 'tokens.unknown-token'],
        ['a.bnVsbA.c', 'tokens.unknown-token'],
      ] as const;
      for (const [token, rule] of ends) {
        const answer = await app.present(token);
        assert.deepEqual([answer.status, answer.json.error, answer.json.reason], [400, 'invalid_grant', undefined]);
        assert.deepEqual(await server.rules(), [rule]);
      }
      assert.equal((await app.refresh()).status, 200);
    }));

  for (const invalidGrantStatus of [400, 401] as const) {
    it(`the status of invalid_grant is ${invalidGrantStatus} where the option says so`, () =>
      during(TokensHarness.start({ invalidGrantStatus }), async (server) => {
        const answer = await server.app().present('none');
        assert.deepEqual([answer.status, answer.json.error], [invalidGrantStatus, 'invalid_grant']);
        assert.equal('www-authenticate' in answer.headers, invalidGrantStatus === 401);
      }));
  }

  it('a family keeps at most a hundred live tokens of a kind, and revokes the oldest', () =>
    during(TokensHarness.start({ rotation: 'keep' }), async (server) => {
      const app = await server.signedIn();
      const { access } = app;
      for (let count = 0; count < 100; count++) await app.refresh();
      const { family } = await server.session(app);
      assert.equal(liveIn(family, 'access'), 100);
      assert.equal((await app.me(access)).status, 401);
      assert.deepEqual(await server.rules(), ['tokens.access-revoked']);
      assert.equal((await app.me()).status, 200);
    }));

  it('a used token ends the family however long ago it was used, though the family lists the last hundred alone', () =>
    during(TokensHarness.start(), async (server) => {
      const app: TokensApp = await server.signedIn();
      const first = app.refreshToken;
      for (let count = 0; count < 101; count++) await app.refresh();
      assert.equal((await server.session(app)).family.filter(({ state }) => state === 'used').length, 100);
      const answer = await app.present(first);
      assert.deepEqual([answer.status, answer.json.reason], [400, 'token_reuse']);
      assert.deepEqual(await server.rules(), ['tokens.reuse-noted', 'tokens.family-ended', 'tokens.reused']);
      for (const token of [first, app.refreshToken]) {
        assert.equal((await app.present(token)).json.reason, 'token_reuse');
        assert.ok((await server.rules()).includes('tokens.over.token_reuse'));
      }
    }));

  it('a used token of long ago is refused alone where only the token ends', () =>
    during(TokensHarness.start({ reuse: 'token' }), async (server) => {
      const app: TokensApp = await server.signedIn();
      const first = app.refreshToken;
      for (let count = 0; count < 101; count++) await app.refresh();
      assert.equal((await app.present(first)).status, 400);
      assert.ok((await server.rules()).includes('tokens.used'));
      assert.equal((await app.refresh()).status, 200);
    }));

  it('a refresh token that somebody makes up ends no family, whatever he takes from real ones', () =>
    during(TokensHarness.start(), async (server) => {
      const [app, other] = [await server.signedIn(), await server.signedIn('ben')];
      const old = app.refreshToken;
      await app.refresh();
      const [place, secret, proof] = old.split('.') as [string, string, string];
      const [otherPlace, otherSecret, otherProof] = other.refreshToken.split('.') as [string, string, string];
      for (const made of [
        `${place}.${secret}`,
        `${place}.${otherSecret}.${proof}`,
        `${place}.${otherSecret}.${otherProof}`,
        `${otherPlace}.${secret}.${proof}`,
        `${place}.${proof}.${secret}`,
        `${place.replace('rt_', 'at_')}.${secret}.${proof}`,
        `${place}.${secret}.${'A'.repeat(22)}`,
      ]) {
        assert.equal((await app.present(made)).json.reason, undefined, made);
        assert.deepEqual(await server.rules(), ['tokens.unknown-token'], made);
      }
      for (const each of [app, other]) assert.equal((await each.refresh()).status, 200);
    }));

  it('a family knows its used tokens of long ago on another server, from a snapshot', () =>
    during(TokensHarness.start(), async (server) => {
      const app: TokensApp = await server.signedIn();
      const first = app.refreshToken;
      for (let count = 0; count < 101; count++) await app.refresh();
      const snapshot = (await server.control.get('/snapshot')).json;
      await during(TokensHarness.start(), async (next) => {
        assert.equal((await next.control.call('PUT', '/snapshot', snapshot)).status, 204);
        assert.equal((await next.app().present(first)).json.reason, 'token_reuse');
        assert.equal((await next.app().present(app.refreshToken)).json.reason, 'token_reuse');
      });
    }));

  it('a used token within the grace gets successors until its family has a hundred, and then reads why not', () =>
    during(TokensHarness.start({ graceSeconds: 10, graceStyle: 'new' }), async (server) => {
      const app: TokensApp = await server.signedIn();
      const first = app.refreshToken;
      const answers = [];
      for (let count = 0; count < 120; count++) answers.push(await app.present(first));
      assert.deepEqual(
        answers.map(({ status }) => status),
        [...Array<number>(100).fill(200), ...Array<number>(20).fill(400)],
      );
      assert.match(answers.at(-1)?.json.error_description, /100 refresh tokens that are good/);
      assert.deepEqual(await server.rules(), ['tokens.grace-full']);
      for (const { json } of [answers[0], answers[99]] as { json: { refresh_token: string } }[]) {
        assert.equal((await app.present(json.refresh_token)).status, 200);
      }
    }));
});

function liveIn(family: readonly { readonly kind: string; readonly state: string }[], wanted: string): number {
  return family.filter(({ kind, state }) => kind === wanted && state === 'live').length;
}
