import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { DevServer } from '../../../src/server/devServer';
import { VirtualClock } from '../../../src/server/kernel/clock/virtualClock';
import { MemoryStore } from '../../../src/server/kernel/store/memoryStore';
import type { Store } from '../../../src/server/kernel/store/store';
import type { NewPair } from '../../../src/server/systems/tokens/newTokens';
import { issuedPair } from '../../../src/server/systems/tokens/signingIn';
import type { TokensOptions } from '../../../src/server/systems/tokens/tokensOptions';
import type { KeptSession } from '../../../src/server/systems/tokens/tokensSpaces';
import { Control } from '../../server/devServers';
import { mustNotFail } from '../../server/fakeTime';
import { call } from '../../server/httpCall';
import { SharedStore } from '../../server/sharedStore';
import { TokensApp, USERS } from './tokensHarness';

/** Two servers on one store that is on another machine: each call takes a while, and changes are reported late. */
async function pair(tokens: TokensOptions): Promise<Pair> {
  const clock = new VirtualClock(mustNotFail);
  const memory = new MemoryStore(clock, mustNotFail);
  const store = new SharedStore(memory);
  const start = (view: Store) =>
    DevServer.start({ tokens: { users: USERS, ...tokens } }, { log: () => {}, shared: { clock, store: view } });
  const servers = [await start(store.view()), await start(store.view())] as const;
  return {
    urls: servers.map((server) => server.address().url),
    controls: servers.map((server) => new Control(server.address())),
    stop: async () => {
      for (const server of servers) await server.close();
      memory.dispose();
      clock.dispose();
    },
  };
}

interface Pair {
  readonly urls: readonly string[];
  readonly controls: readonly Control[];
  readonly stop: () => Promise<void>;
}

async function withPair(tokens: TokensOptions, run: (pair: Pair) => Promise<void>): Promise<void> {
  const both = await pair(tokens);
  try {
    await run(both);
  } finally {
    await both.stop();
  }
}

/** An app that calls one server after the other, and keeps the tokens of its first sign-in. */
function appsOn({ urls }: Pair): readonly TokensApp[] {
  return urls.map((url) => new TokensApp(url));
}

describe('token servers on one store', () => {
  it('of refreshes with one token at once, exactly one wins without grace, and the family is over', () =>
    withPair({}, async (both) => {
      const [one, other] = appsOn(both) as [TokensApp, TokensApp];
      for (let round = 0; round < 5; round++) {
        await one.login();
        const { refreshToken } = one;
        const answers = await Promise.all([one, other, one, other].map((app) => app.present(refreshToken)));
        const winners = answers.filter(({ status }) => status === 200);
        assert.equal(winners.length, 1);
        const next = await other.present(winners[0]?.json.refresh_token);
        assert.equal(next.json.reason, 'token_reuse');
      }
    }));

  it('of refreshes with one token at once, all get the same successor in the grace time', () =>
    withPair({ graceSeconds: 10 }, async (both) => {
      const [one, other] = appsOn(both) as [TokensApp, TokensApp];
      await one.login();
      const { refreshToken } = one;
      const answers = await Promise.all([one, other, one, other].map((app) => app.present(refreshToken)));
      assert.equal(new Set(answers.map(({ json }) => json.refresh_token)).size, 1);
      assert.equal((await other.present(answers[0]?.json.refresh_token)).status, 200);
    }));

  it('of sign-ins at once, no more get in than the limit allows', () =>
    withPair({ maxSessions: 2, atLimit: 'deny' }, async (both) => {
      const apps = [...appsOn(both), ...appsOn(both), ...appsOn(both)];
      const answers = await Promise.all(apps.map((app) => app.login()));
      assert.equal(answers.filter(({ status }) => status === 200).length, 2);
      const sessions = (await both.controls[1]?.get('/tokens/sessions'))?.json;
      assert.equal(sessions.length, 2, 'those that were refused have left nothing');
    }));

  it('of sign-ins at once, the last ones stay where the oldest are evicted', () =>
    withPair({ maxSessions: 1 }, async (both) => {
      const apps = [...appsOn(both), ...appsOn(both)];
      await Promise.all(apps.map((app) => app.login()));
      const alive = [];
      for (const app of apps) if ((await app.me()).status === 200) alive.push(app);
      assert.equal(alive.length, 1);
    }));

  it('no session outlives a change of the password that comes at the same time', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 2, maxLength: 5 }), (onOther) =>
        withPair({}, async (both) => {
          const [one, other] = appsOn(both) as [TokensApp, TokensApp];
          await one.login();
          const late = onOther.map((isOther) => new TokensApp(both.urls[isOther ? 1 : 0] ?? ''));
          const [changed] = await Promise.all([
            both.controls[0]?.call('PATCH', '/tokens/users/ada', { password: 'another' }),
            ...late.map((app) => app.login('ada', 'example')),
          ]);
          assert.equal(changed?.status, 200);
          for (const app of [one, ...late]) assert.notEqual((await app.me()).status, 200);
          assert.equal((await other.login('ada', 'another')).status, 200);
        }),
      ),
      { numRuns: 5 },
    ));

  it('an end on one server is one on the other at once', () =>
    withPair({}, async (both) => {
      const [one, other] = appsOn(both) as [TokensApp, TokensApp];
      await one.login();
      await both.controls[1]?.call('DELETE', '/tokens/users/ada/sessions');
      assert.equal((await one.me()).json.reason, 'terminated_by_admin');
      assert.equal((await other.present(one.refreshToken)).json.reason, 'terminated_by_admin');
    }));
});

describe('two servers with JWT on one store', () => {
  for (const at of [0, 1]) {
    it(`a JWT of server ${at} is good at the other one, and both publish the keys of both`, () =>
      withPair({ tokenFormat: 'jwt' }, async (both) => {
        const [own, other] = at === 0 ? appsOn(both) : appsOn(both).toReversed();
        assert.ok(own && other);
        assert.equal((await own.login()).status, 200);
        assert.equal((await other.login()).status, 200);
        assert.deepEqual([(await other.me(own.access)).status, (await own.me(other.access)).status], [200, 200]);
        const sets: JSONWebKeySet[] = [];
        for (const url of both.urls) sets.push((await call(`${url}/oauth/jwks`)).json as JSONWebKeySet);
        assert.deepEqual(sets[0], sets[1]);
        const tokens: readonly string[] = [own.access, other.access];
        for (const keys of sets) {
          for (const token of tokens) {
            assert.equal((await jwtVerify(token, createLocalJWKSet(keys))).payload.sub, 'ada');
          }
        }
      }));
  }
});

describe('the life of an access token', () => {
  it('a fresh access token has the whole life of the options, and one that is given again has what is left', () => {
    const held = { key: 'k', issuedAt: 1000, expiresAt: 1000 + 3_600_000 };
    const pair: NewPair = {
      access: { raw: 'at', held: { ...held, id: 'a', kind: 'access' } },
      refresh: { raw: 'rt', held: { ...held, id: 'r', kind: 'refresh' } },
    };
    const times = { createdAt: 1000, lastActiveAt: 1000, idleUntil: held.expiresAt, absoluteUntil: held.expiresAt };
    const who = { id: 's', familyKey: 'f', user: 'ada', device: {}, ip: '127.0.0.1' };
    const session: KeptSession = { ...who, ...times, tokens: [] };
    assert.equal(issuedPair(session, pair).expiresIn, 3600);
    assert.equal(issuedPair(session, pair, 1001).expiresIn, 3599);
  });
});
