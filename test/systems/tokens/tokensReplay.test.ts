import assert from 'node:assert/strict';
import type { FamilyToken, TokenReplay } from '../../../src/core/systems/tokens/tokenSession';
import type { TokensOptions } from '../../../src/server/systems/tokens/tokensOptions';
import { during } from '../../server/perTest';
import { HOUR_MS, type TokensApp, TokensHarness } from './tokensHarness';

interface Case {
  readonly options?: TokensOptions;
  readonly prepare?: (server: TokensHarness, app: TokensApp) => Promise<unknown>;
  readonly kind: FamilyToken['kind'];
  readonly told: TokenReplay;
  /** Whether the app can refresh afterwards. */
  readonly survives: boolean;
}

const refreshed = (_server: TokensHarness, app: TokensApp) => app.refresh();

/** What comes of the first token of a kind that is presented by hand. */
const CASES: Readonly<Record<string, Case>> = {
  'a live refresh token is used up, as by a thief': {
    kind: 'refresh',
    told: { status: 200, reasons: ['tokens.refreshed'] },
    survives: false,
  },
  'a used refresh token ends the family': {
    prepare: refreshed,
    kind: 'refresh',
    told: {
      status: 400,
      error: 'invalid_grant',
      reasons: ['tokens.reuse-noted', 'tokens.family-ended', 'tokens.reused'],
    },
    survives: false,
  },
  'a used refresh token gets the same again in the grace time': {
    options: { graceSeconds: 10 },
    prepare: refreshed,
    kind: 'refresh',
    told: { status: 200, reasons: ['tokens.reuse-noted', 'tokens.grace.same'] },
    survives: true,
  },
  'a live access token is let in': {
    kind: 'access',
    told: { status: 200, reasons: ['tokens.access.good'] },
    survives: true,
  },
  'an expired access token is refused': {
    prepare: (server) => server.advance(HOUR_MS),
    kind: 'access',
    told: { status: 401, error: 'invalid_token', reasons: ['tokens.access-expired'] },
    survives: true,
  },
  'a token of a session that is over is refused with the end': {
    prepare: (_server, app) => app.post('/api/logout'),
    kind: 'refresh',
    told: { status: 400, error: 'invalid_grant', reasons: ['tokens.over.signed_out', 'tokens.session-over'] },
    survives: false,
  },
};

describe('a token that is presented again by hand', () => {
  for (const [title, { options = {}, prepare, kind, told, survives }] of Object.entries(CASES)) {
    it(title, () =>
      during(TokensHarness.start(options), async (server) => {
        const app = await server.signedIn();
        const { family } = await server.session(app);
        await prepare?.(server, app);
        const token = family.find((each) => each.kind === kind);
        const answer = await server.control.post(`/tokens/sessions/${app.sessionId}/tokens/${token?.id}/replay`);
        assert.equal(answer.status, 200);
        assert.deepEqual(answer.json, told);
        assert.doesNotMatch(answer.text, /[ar]t_/, 'nobody gets a token');
        assert.equal((await app.refresh()).status === 200, survives);
      }),
    );
  }

  it('a token or a session that there is not is refused with the way to find one', () =>
    during(TokensHarness.start(), async (server) => {
      const app = await server.signedIn();
      for (const [session, code] of [
        [app.sessionId, 'no-such-token'],
        ['none', 'no-such-session'],
      ] as const) {
        const answer = await server.control.post(`/tokens/sessions/${session}/tokens/none/replay`);
        assert.deepEqual([answer.status, answer.json.error.code], [404, code]);
        assert.match(answer.json.error.message, /GET tokens\/sessions/);
      }
    }));
});
