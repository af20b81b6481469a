import assert from 'node:assert/strict';
import { resultsIn, runAll, ScenarioBench, told } from '../../scenario/scenarioServers';

const SERVER = { tokens: { preset: 'fintech', maxSessions: 2, users: [{ name: 'ada', password: 'example' }] } };
const ACTORS = { App: { role: 'app' }, Server: { role: 'server' } };
const PAUSED = { title: 'Time stands still', clock: { pause: true } };
const LOGIN = {
  title: 'Ada signs in',
  from: 'App',
  to: 'Server',
  request: {
    method: 'POST',
    url: '/api/login',
    json: { username: 'ada', password: 'example', device: { name: 'Phone', platform: 'iOS' } },
  },
  take: { refresh: '/refresh_token', access: '/access_token', id: '/session/id' },
  expect: {
    status: 200,
    cause: 'tokens.signed-in',
    tokenSession: {
      exists: true,
      user: 'ada',
      state: 'active',
      device: { name: 'Phone', platform: { matches: '^i' } },
      client: { absent: true },
      live: 1,
      liveAccess: 1,
      used: 0,
      reused: 0,
    },
    tokensUser: { of: 'ada', exists: true, disabled: false, passwordChanged: false, sessions: 1 },
  },
};
const REFRESH = {
  title: 'The app refreshes',
  from: 'App',
  to: 'Server',
  request: { method: 'POST', url: '/api/refresh', json: { refresh_token: '{{refresh}}' } },
  take: { refresh: '/refresh_token' },
  expect: { status: 200, tokenSession: { of: 'ada', live: 1, used: 1 } },
};
const over = (endReason: string, more: object = {}) => ({
  tokenSession: { of: 'ada', state: 'ended', endReason, live: 0, liveAccess: 0, ...more },
  tokensUser: { of: 'ada', sessions: 0 },
});
const event = (source: object, expect?: object) => ({
  title: Object.keys(source).join(),
  event: source,
  ...(expect && { expect }),
});

/** What happens to a session without its app, and what is seen of it. */
const STORIES: Readonly<Record<string, readonly object[]>> = {
  'the access token expires': [
    event(
      { expireAccessToken: { session: 'ada' } },
      { tokenSession: { of: 'ada', state: 'active', live: 1, liveAccess: 0 } },
    ),
  ],
  'the session is idle for too long': [event({ expireTokenSession: { session: 'ada' } }, over('idle_timeout'))],
  'an administrator ends the session': [event({ endTokenSession: { session: 'ada' } }, over('terminated_by_admin'))],
  'an administrator ends the session by its id': [
    event({ endTokenSession: { session: '{{id}}' } }, over('terminated_by_admin')),
  ],
  'an administrator ends all sessions': [event({ endTokenSessionsOf: { user: 'ada' } }, over('terminated_by_admin'))],
  'the password is changed': [
    event({ patchTokensUser: { user: 'ada', password: 'another' } }, over('password_changed')),
    event(
      { patchTokensUser: { user: 'ada', password: 'example' } },
      { tokensUser: { of: 'ada', passwordChanged: true } },
    ),
  ],
  'the user is disabled': [
    event({ patchTokensUser: { user: 'ada', disabled: true } }, over('user_disabled')),
    event({ patchTokensUser: { user: 'ada', disabled: false } }, { tokensUser: { of: 'ada', disabled: false } }),
  ],
  'a used token comes again': [
    REFRESH,
    event(
      { replayToken: { session: 'ada' } },
      {
        ...over('token_reuse', { reused: 1 }),
        status: 200,
        body: { json: { '/status': 400, '/error': 'invalid_grant' } },
      },
    ),
  ],
  'a thief is the first to use the live token': [
    event({ replayToken: { session: 'ada', token: 'refresh' } }, { tokenSession: { of: 'ada', live: 1, used: 1 } }),
    {
      ...REFRESH,
      take: undefined,
      expect: { status: 400, body: { json: { '/reason': 'token_reuse' } }, ...over('token_reuse') },
    },
  ],
  'the access token is shown to the server': [
    event({ replayToken: { session: 'ada', token: 'access' } }, { status: 200, body: { json: { '/status': 200 } } }),
  ],
};

/** Events that cannot happen, and what a person is told. */
const IMPOSSIBLE: Readonly<Record<string, readonly [event: object, words: RegExp]>> = {
  'a session of nobody': [{ endTokenSession: { session: 'eve' } }, /There is no token session eve/],
  'an absolute end after the idle end': [
    { expireTokenSession: { session: 'ada', by: 'absolute' } },
    /would be idle for too long at .* before its absolute end/,
  ],
  'a used token where none was used': [
    { replayToken: { session: 'ada' } },
    /has no refresh token that was used yet; refresh it first, or give “token” as “first”, “refresh” or “access”\./,
  ],
  'a token that is not in the family': [
    { replayToken: { session: 'ada', token: 'nope' } },
    /has no token “nope”; give “used”, “first”, “refresh”, “access” or the id of a token of its family: [-0-9a-f]{36}, [-0-9a-f]{36}\./,
  ],
};

describe('events and expectations of token sessions in scenarios', () => {
  let bench: ScenarioBench;
  beforeEach(() => {
    bench = new ScenarioBench();
  });
  afterEach(() => bench.close());

  const run = (steps: readonly object[], server: object = SERVER) =>
    runAll(bench.runner(bench.write('tokens.scenario.json', { name: 'Tokens', server, actors: ACTORS, steps })));

  for (const [story, steps] of Object.entries(STORIES)) {
    it(`a scenario sees what it expects when ${story}`, async () => {
      const { results, verdict } = await run([PAUSED, LOGIN, ...steps]);
      assert.deepEqual(told(results), []);
      assert.equal(verdict, 'passed');
    });
  }

  for (const [what, [source, words]] of Object.entries(IMPOSSIBLE)) {
    it(`a scenario is told why there cannot be ${what}`, async () => {
      const { events } = await run([PAUSED, LOGIN, event(source)]);
      assert.match(JSON.stringify(resultsIn(events)), words);
    });
  }

  for (const source of [
    { endTokenSession: { session: 'ada' } },
    { expireTokenSession: { session: 'ada' } },
    { endTokenSession: { session: '{{id}}' } },
  ]) {
    it(`a scenario is told that a session is over for ${JSON.stringify(source)}`, async () => {
      const { events } = await run([PAUSED, LOGIN, event({ endTokenSession: { session: 'ada' } }), event(source)]);
      assert.match(JSON.stringify(resultsIn(events)), /is over already; name one that is active\./);
    });
  }

  it('a scenario without token sessions is told how to get them', async () => {
    const { events } = await run([event({ endTokenSession: { session: 'ada' } })], {});
    assert.match(JSON.stringify(resultsIn(events)), /This server has no token sessions; give/);
  });

  it('a scenario is told what of a session is other than it expects', async () => {
    const { results } = await run([
      PAUSED,
      { ...LOGIN, expect: { tokenSession: { live: 2, endReason: 'signed_out', device: { model: 'X' } } } },
    ]);
    const said = told(results).join('\n');
    for (const subject of ['live', 'endReason', 'device model']) assert.match(said, new RegExp(`: ${subject}`));
  });
});
