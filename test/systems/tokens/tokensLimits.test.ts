import assert from 'node:assert/strict';
import type { TokensOptions } from '../../../src/server/systems/tokens/tokensOptions';
import { during } from '../../server/perTest';
import { DAY_MS, HOUR_MS, MINUTE_MS, type TokensApp, TokensHarness } from './tokensHarness';

interface Policy {
  readonly options: TokensOptions;
  /** Which of the sessions, in the order of their sign-ins, are active in the end; the last one is the new one. */
  readonly active: readonly boolean[];
}

const POLICIES: Readonly<Record<string, Policy>> = {
  'without a limit, all sessions stay': { options: {}, active: [true, true, true] },
  'at the limit, the oldest session ends unless told otherwise': {
    options: { maxSessions: 2 },
    active: [false, true, true],
  },
  'at the limit with evictOldest, the oldest session ends': {
    options: { maxSessions: 2, atLimit: 'evictOldest' },
    active: [false, true, true],
  },
  'at the limit with evictAll, all sessions before end': {
    options: { maxSessions: 2, atLimit: 'evictAll' },
    active: [false, false, true],
  },
  'at the limit with deny, the sign-in is refused and all sessions stay': {
    options: { maxSessions: 2, atLimit: 'deny' },
    active: [true, true, false],
  },
  'of a fintech app, only the last session is active': { options: { preset: 'fintech' }, active: [false, false, true] },
  'of a corporate app, three sessions are active': { options: { preset: 'corporate' }, active: [true, true, true] },
  'of a fintech app whose options say 0, any number is active': {
    options: { preset: 'fintech', maxSessions: 0 },
    active: [true, true, true],
  },
};

const PRESETS = {
  fintech: [5 * MINUTE_MS, 15 * MINUTE_MS, 12 * HOUR_MS],
  corporate: [15 * MINUTE_MS, 7 * DAY_MS, 30 * DAY_MS],
  consumer: [HOUR_MS, 30 * DAY_MS, 180 * DAY_MS],
} as const;

describe('the limits of token sessions', () => {
  for (const [title, { options, active }] of Object.entries(POLICIES)) {
    it(title, () =>
      during(TokensHarness.start(options), async (server) => {
        const apps: TokensApp[] = [];
        for (const at of active.keys()) {
          const app = server.app({ name: `Phone ${at}` });
          const answer = await app.login();
          if (answer.status !== 200) {
            assert.deepEqual([answer.status, answer.json.error], [403, 'session_limit']);
            assert.deepEqual(await server.rules(), ['tokens.session-limit']);
          }
          apps.push(app);
        }
        const alive = [];
        for (const app of apps) alive.push((await app.me()).status === 200);
        assert.deepEqual(alive, active);
        for (const [at, app] of apps.entries()) {
          if (app.sessionId === '' || active[at]) continue;
          assert.equal((await app.refresh()).json.reason, 'signed_in_elsewhere');
        }
        assert.equal((await server.sessions()).length, apps.filter(({ sessionId }) => sessionId !== '').length);
      }),
    );
  }

  for (const [preset, [access, idle, absolute]] of Object.entries(PRESETS)) {
    it(`the times of the preset ${preset} are those of its kind of app`, () =>
      during(TokensHarness.start({ preset: preset as keyof typeof PRESETS }), async (server) => {
        const app = server.app();
        assert.equal((await app.login()).json.expires_in * 1000, access);
        const { createdAt, expiresAt, absoluteExpiresAt } = await server.session(app);
        const begin = Date.parse(createdAt);
        assert.deepEqual([Date.parse(expiresAt) - begin, Date.parse(absoluteExpiresAt) - begin], [idle, absolute]);
      }));
  }

  it('a session that has ended takes no place at the limit', () =>
    during(TokensHarness.start({ preset: 'fintech', atLimit: 'deny' }), async (server) => {
      const app = await server.signedIn();
      await app.post('/api/logout');
      const second = await server.signedIn();
      assert.equal((await server.app().login()).status, 403);
      // By itself, without a request of its own.
      await server.advance(15 * MINUTE_MS);
      await server.signedIn();
      assert.equal((await server.session(second)).endReason, 'idle_timeout');
    }));

  it('the limit is for each user alone', () =>
    during(TokensHarness.start({ maxSessions: 1 }), async (server) => {
      const [ada, ben] = [await server.signedIn('ada'), await server.signedIn('ben')];
      assert.deepEqual([(await ada.me()).status, (await ben.me()).status], [200, 200]);
    }));
});
