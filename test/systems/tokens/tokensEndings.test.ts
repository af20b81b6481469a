import assert from 'node:assert/strict';
import { happenedByItself, type JournalEntry } from '../../../src/core/protocol/journal';
import { END_REASONS, type EndReason } from '../../../src/core/systems/tokens/endReason';
import type { TokensOptions } from '../../../src/server/systems/tokens/tokensOptions';
import { until } from '../../server/devServers';
import { during } from '../../server/perTest';
import { DAY_MS, type TokensApp, TokensHarness } from './tokensHarness';

interface Ending {
  readonly options?: TokensOptions;
  /** Ends the session of an app. @param other another app of the same user */
  readonly end: (server: TokensHarness, app: TokensApp, other: TokensApp) => Promise<unknown>;
  /** Whether the journal tells which session has ended it. */
  readonly isByOther?: true;
}

/** Each reason, and what gives it. */
const ENDINGS: Readonly<Record<EndReason, Ending>> = {
  signed_out: { end: (_server, app) => app.post('/api/logout') },
  password_changed: { end: (_server, _app, other) => other.changePassword('another'), isByOther: true },
  signed_in_elsewhere: {
    options: { maxSessions: 2 },
    end: (server) => server.signedIn(),
    isByOther: true,
  },
  terminated_by_user: {
    end: (_server, { sessionId }, other) => other.delete(`/api/sessions/${sessionId}`),
    isByOther: true,
  },
  terminated_by_admin: {
    end: (server, { sessionId }) => server.control.call('DELETE', `/tokens/sessions/${sessionId}`),
  },
  idle_timeout: { end: (server) => server.advance(30 * DAY_MS) },
  absolute_timeout: { options: { refreshIdleSeconds: 180 * 86_400 }, end: (server) => server.advance(180 * DAY_MS) },
  token_reuse: {
    end: async (_server, app) => {
      const { refreshToken } = app;
      await app.refresh();
      await app.present(refreshToken);
    },
  },
  user_disabled: { end: (server) => server.patchUser('ada', { disabled: true }) },
};

/** What the journal tells without a request. */
async function endsByThemselves(server: TokensHarness): Promise<readonly JournalEntry[]> {
  const { entries } = (await server.control.get('/journal?limit=1000')).json as { entries: JournalEntry[] };
  return entries.filter(happenedByItself);
}

describe('the end of a token session', () => {
  for (const reason of END_REASONS) {
    it(`a session that ends as ${reason} says so to the app, in the list, in the control API and in the journal`, () => {
      const { options = {}, end, isByOther } = ENDINGS[reason];
      return during(TokensHarness.start(options), async (server) => {
        const app = await server.signedIn('ada', { name: 'Old phone' });
        const other = await server.signedIn('ada', { name: 'New phone' });
        await end(server, app, other);
        const [me, refresh] = [await app.me(), await app.refresh()];
        assert.deepEqual([me.status, me.json.error, me.json.reason], [401, 'invalid_token', reason]);
        assert.match(me.headers['www-authenticate'] ?? '', /^Bearer realm="[^"]+", error="invalid_token", error_desc/);
        assert.deepEqual([refresh.status, refresh.json.error, refresh.json.reason], [400, 'invalid_grant', reason]);
        const { causes } = await server.lastEntry();
        assert.deepEqual(
          causes.map(({ rule }) => rule),
          [
            `tokens.over.${reason}`,
            // The end by reuse has noted its token already.
            'tokens.session-over',
          ],
        );
        const told = await server.session(app);
        assert.deepEqual([told.state, told.endReason], ['ended', reason]);
        assert.ok(told.family.every(({ state }) => state !== 'live'));
        assert.match(causes[0]?.message ?? '', new RegExp(`at ${told.endedAt}${isByOther ? ' by the session ' : ','}`));
        assert.deepEqual(
          (await server.state()).sessions.find(({ id }) => id === app.sessionId),
          told,
        );
      });
    });
  }

  it('a session that has ended keeps its first reason, whatever comes later', () =>
    during(TokensHarness.start(), async (server) => {
      const app = await server.signedIn();
      await app.post('/api/logout');
      const { endedAt } = await server.session(app);
      await server.advance(DAY_MS);
      await server.control.call('DELETE', `/tokens/sessions/${app.sessionId}`);
      await server.patchUser('ada', { disabled: true, password: 'another' });
      await server.advance(365 * DAY_MS);
      const told = await server.session(app);
      assert.deepEqual([told.endReason, told.endedAt], ['signed_out', endedAt]);
    }));

  it('the end by time is at its time, however far the clock jumps', () =>
    during(TokensHarness.start({ preset: 'fintech' }), async (server) => {
      const app = await server.signedIn();
      const { expiresAt } = await server.session(app);
      await server.advance(365 * DAY_MS);
      const told = await server.session(app);
      assert.deepEqual([told.endReason, told.endedAt], ['idle_timeout', expiresAt]);
      assert.ok(told.family.every(({ state }) => state === 'expired'));
    }));

  it('the journal tells each end by time once, at its time, however far the clock jumps', () =>
    during(TokensHarness.start({ preset: 'fintech', maxSessions: 2 }), async (server) => {
      const apps = [await server.signedIn('ada'), await server.signedIn('ada'), await server.signedIn('ben')];
      const ends = new Map<string, string | undefined>();
      for (const app of apps) ends.set(app.sessionId, (await server.session(app)).expiresAt);
      await server.advance(365 * DAY_MS);
      const told = await until(
        () => endsByThemselves(server),
        ({ length }) => length >= apps.length,
      );
      // Nobody tells an end again who sees it later.
      await server.sessions();
      for (const app of apps) await app.refresh();
      await server.advance(DAY_MS);
      assert.deepEqual(await endsByThemselves(server), told);
      assert.deepEqual(new Map(told.map(({ actor, at }) => [actor.session, at])), ends);
      for (const { actor, face, causes, changes, status } of told) {
        assert.deepEqual([face, status, causes.map(({ rule }) => rule)], ['tokens', 0, ['tokens.over.idle_timeout']]);
        assert.deepEqual(changes, [
          { kind: 'tokenSession', id: actor.session, change: 'changed', detail: 'idle_timeout' },
        ]);
      }
    }));

  it('an end that a request finds before its timer is told by the journal without that request', () =>
    during(TokensHarness.start({ refreshIdleSeconds: 180 * 86_400 }), async (server) => {
      const app = await server.signedIn();
      await Promise.all([server.advance(180 * DAY_MS), app.refresh(), app.refresh()]);
      const told = await until(
        () => endsByThemselves(server),
        ({ length }) => length > 0,
      );
      assert.deepEqual(
        told.map(({ changes }) => changes[0]?.detail),
        ['absolute_timeout'],
      );
    }));

  it('a hundred ended sessions are remembered, and the oldest are forgotten', () =>
    during(TokensHarness.start({ maxSessions: 1 }), async (server) => {
      const first = await server.signedIn();
      for (let count = 0; count < 101; count++) await server.signedIn();
      const sessions = await server.sessions();
      assert.equal(sessions.filter(({ state }) => state === 'ended').length, 100);
      assert.equal(sessions.filter(({ state }) => state === 'active').length, 1);
      const answer = await first.refresh();
      assert.deepEqual([answer.status, answer.json.reason], [400, undefined]);
      assert.deepEqual(await server.rules(), ['tokens.unknown-token']);
    }));
});
