import assert from 'node:assert/strict';
import type { TokensOptions } from '../../../src/server/systems/tokens/tokensOptions';
import { during } from '../../server/perTest';
import { MINUTE_MS, SECOND_MS, TokensApp, TokensHarness } from './tokensHarness';

/** Takes a snapshot of one server and goes on with another one that got it. */
async function moved(options: TokensOptions, first: (server: TokensHarness) => Promise<TokensApp>) {
  let snapshot: unknown;
  let app: TokensApp | undefined;
  await during(TokensHarness.start(options), async (server) => {
    app = await first(server);
    snapshot = (await server.control.get('/snapshot')).json;
  });
  const server = await TokensHarness.start(options);
  assert.equal((await server.control.call('PUT', '/snapshot', snapshot)).status, 204);
  const next = new TokensApp(server.url);
  Object.assign(next, { access: app?.access, refreshToken: app?.refreshToken, sessionId: app?.sessionId });
  return { server, app: next, snapshot };
}

describe('a snapshot of token sessions', () => {
  it('an app goes on with another server that got the snapshot', async () => {
    const { server, app } = await moved({}, (first) => first.signedIn());
    await during(Promise.resolve(server), async () => {
      assert.equal((await app.me()).status, 200);
      assert.equal((await app.refresh()).status, 200);
    });
  });

  it('a used token is known as used on another server that got the snapshot', async () => {
    let used = '';
    const { server, app } = await moved({}, async (first) => {
      const signedIn = await first.signedIn();
      used = signedIn.refreshToken;
      await signedIn.refresh();
      return signedIn;
    });
    await during(Promise.resolve(server), async () => {
      assert.equal((await app.present(used)).json.reason, 'token_reuse');
      assert.equal((await app.me()).json.reason, 'token_reuse');
    });
  });

  it('the same successor is given again by another server that got the snapshot in the grace time', async () => {
    let used = '';
    const { server, app } = await moved({ graceSeconds: 10 }, async (first) => {
      const signedIn = await first.signedIn();
      used = signedIn.refreshToken;
      await signedIn.refresh();
      return signedIn;
    });
    await during(Promise.resolve(server), async () => {
      assert.equal((await app.present(used)).json.refresh_token, app.refreshToken);
      await server.advance(10 * SECOND_MS + 1);
      assert.equal((await app.present(used)).json.reason, 'token_reuse');
    });
  });

  it('a session ends at its time on another server that got the snapshot, and its change is told', async () => {
    const { server, app } = await moved({ preset: 'fintech' }, (first) => first.signedIn());
    await during(Promise.resolve(server), async () => {
      await server.advance(15 * MINUTE_MS);
      assert.equal((await server.state()).sessions[0]?.endReason, 'idle_timeout');
      assert.equal((await app.refresh()).json.reason, 'idle_timeout');
    });
  });

  it('a changed password and a disabled user are in the snapshot, and no text of a secret is', async () => {
    const { server, app, snapshot } = await moved({ graceSeconds: 60 }, async (first) => {
      const signedIn = await first.signedIn();
      await signedIn.refresh();
      await first.patchUser('ben', { password: 'different-one', disabled: true });
      return signedIn;
    });
    await during(Promise.resolve(server), async () => {
      assert.equal((await server.app().login('ben', 'different-one')).json.reason, 'user_disabled');
      await server.patchUser('ben', { disabled: false });
      assert.equal((await server.app().login('ben', 'different-one')).status, 200);
      const text = JSON.stringify(snapshot);
      for (const secret of [app.access, app.refreshToken, 'different-one', 'example']) {
        assert.equal(text.includes(secret), false);
      }
    });
  });

  it('a snapshot whose sessions contradict themselves is refused with the reason', () =>
    during(TokensHarness.start(), async (server) => {
      const app = await server.signedIn();
      await app.refresh();
      const { json } = await server.control.get('/snapshot');
      type Entry = { space: string; value: { tokens: Record<string, unknown>[]; user: string } };
      const changes: Readonly<Record<string, (session: Entry['value']) => void>> = {
        'two tokens have the id': ({ tokens }) => Object.assign(tokens[1] ?? {}, { id: tokens[0]?.id }),
        'of one kind have the number': ({ tokens }) => Object.assign(tokens[2] ?? {}, { number: 1 }),
        'two tokens have the value': ({ tokens }) => Object.assign(tokens[1] ?? {}, { key: tokens[0]?.key }),
        'nothing replaces': ({ tokens }) => Object.assign(tokens[1] ?? {}, { usedAt: 1 }),
        'was never used': ({ tokens }) => Object.assign(tokens[2] ?? {}, { replacedBy: tokens[0]?.id }),
        'its session is over': (session) => Object.assign(session, { ended: { reason: 'signed_out', at: 1 } }),
        'comes after itself': ({ tokens }) => Object.assign(tokens[2] ?? {}, { usedAt: 1, replacedBy: tokens[0]?.id }),
        'within the grace time, but never came again': ({ tokens }) => {
          const used = tokens.find(({ usedAt }) => usedAt !== undefined) ?? {};
          Object.assign(used, { reusedInGrace: true, reusedAt: undefined });
        },
        'came again, but was never used': ({ tokens }) =>
          Object.assign(tokens[2] ?? {}, { reusedInGrace: true, reusedAt: 1 }),
        'access token, which nothing replaces': ({ tokens }) =>
          Object.assign(tokens.find(({ kind }) => kind === 'access') ?? {}, { reusedInGrace: true }),
        'the number 1 comes after 2': ({ tokens }) => {
          const refresh = tokens.filter(({ kind }) => kind === 'refresh');
          for (const [at, token] of refresh.entries()) Object.assign(token, { number: refresh.length - at });
        },
        'a whole number from 1 to 1000000000': ({ tokens }) =>
          Object.assign(tokens[2] ?? {}, { number: Number.MAX_SAFE_INTEGER }),
        'of another user': (session) => Object.assign(session, { user: 'ben' }),
      };
      for (const [problem, change] of Object.entries(changes)) {
        const copy = structuredClone(json);
        change(copy.entries.find(({ space }: Entry) => space === 'tokens.session').value);
        const answer = await server.control.call('PUT', '/snapshot', copy);
        assert.equal(answer.status, 400, problem);
        assert.match(answer.json.error.message, new RegExp(problem));
      }
      assert.equal((await app.me()).status, 200);
    }));

  it('a server that got the greatest number of a token goes on counting, so that another one takes its snapshot', async () => {
    await during(TokensHarness.start(), async (server) => {
      const app = await server.signedIn();
      await app.refresh();
      const { json } = await server.control.get('/snapshot');
      type Token = { kind: string; number: number };
      const refreshIn = (snapshot: typeof json): Token[] => {
        const { value } = snapshot.entries.find(({ space }: { space: string }) => space === 'tokens.session');
        return value.tokens.filter(({ kind }: Token) => kind === 'refresh');
      };
      Object.assign(refreshIn(json)[1] as Token, { number: 1_000_000_000 });
      assert.equal((await server.control.call('PUT', '/snapshot', json)).status, 204);
      await app.refresh();
      await app.refresh();
      const next = (await server.control.get('/snapshot')).json;
      assert.deepEqual(
        refreshIn(next).map(({ number }) => number),
        [1, 2, 3, 4],
      );
      assert.equal((await server.control.call('PUT', '/snapshot', next)).status, 204);
    });
  });
});
