import assert from 'node:assert/strict';
import fc from 'fast-check';
import { familyCircle } from '../../../src/server/systems/tokens/familyCircle';
import type { TokensOptions } from '../../../src/server/systems/tokens/tokensOptions';
import type { KeptSession, KeptToken } from '../../../src/server/systems/tokens/tokensSpaces';
import { during } from '../../server/perTest';
import { MINUTE_MS, SECOND_MS, type TokensApp, TokensHarness } from './tokensHarness';

type Loose = { -readonly [N in keyof KeptToken]?: KeptToken[N] | undefined };
type LooseSession = Omit<{ -readonly [N in keyof KeptSession]: KeptSession[N] }, 'tokens'> & { tokens: Loose[] };
type Snapshot = { entries: { space: string; value: LooseSession }[] };

/** Three rounds: refresh tokens 1 and 3 were used, and 1 came again in time and got 3 as well as 2. */
interface Family {
  readonly session: LooseSession;
  readonly refresh: readonly Loose[];
  readonly access: readonly Loose[];
}

/** Each contradiction, made in a family that a server has, with the words of its refusal. */
const CONTRADICTIONS: readonly (readonly [title: string, words: string, change: (family: Family) => void])[] = [
  [
    'two live refresh tokens in one line',
    'which was never used',
    ({ refresh: [, , used] }) => Object.assign(used ?? {}, { usedAt: undefined, replacedBy: undefined }),
  ],
  [
    'two live refresh tokens, of which one was given for none',
    'was given for no other',
    ({ refresh: [, , other] }) => Object.assign(other ?? {}, { from: undefined }),
  ],
  [
    'an access token beside those of the sign-in that was given for none',
    'was given for no other',
    ({ access }) => Object.assign(access.at(-1) ?? {}, { from: undefined }),
  ],
  [
    'two successors of a token that never came again',
    'never came again',
    ({ refresh: [first] }) => Object.assign(first ?? {}, { reusedAt: undefined, reusedInGrace: undefined }),
  ],
  [
    'a used token without a successor',
    'was used, but has no successor',
    ({ refresh: [, , used] }) => Object.assign(used ?? {}, { replacedBy: undefined }),
  ],
  [
    'a newest refresh token that was used',
    'but its successor is missing',
    ({ session, refresh }) => {
      const last = refresh.at(-1) ?? {};
      Object.assign(last, { usedAt: last.issuedAt, replacedBy: session.id });
    },
  ],
  [
    'a successor that is an access token',
    'is replaced by .*, which is an access token',
    ({ refresh: [first], access }) => Object.assign(first ?? {}, { replacedBy: access.at(-1)?.id }),
  ],
  [
    'a successor that was given for another',
    'which was not given for it',
    ({ refresh: [first, , , last] }) => Object.assign(first ?? {}, { replacedBy: last?.id }),
  ],
  [
    'an origin that is an access token',
    'was given for .*, which is an access token',
    ({ refresh: [, , other], access: [first] }) => Object.assign(other ?? {}, { from: first?.id }),
  ],
  [
    'an access token whose origin is one',
    'was given for .*, which is an access token',
    ({ access }) => Object.assign(access.at(-1) ?? {}, { from: access[0]?.id }),
  ],
  [
    'a token that came again before it was used',
    'came again before it was used',
    ({ refresh: [first] }) => Object.assign(first ?? {}, { reusedAt: (first?.usedAt ?? 0) - 1 }),
  ],
  [
    'a token that was used after its time',
    'was used after it had expired',
    ({ refresh: [, , used] }) => Object.assign(used ?? {}, { usedAt: used?.expiresAt }),
  ],
  [
    'a token that expires before it is issued',
    'expires before it was issued',
    ({ refresh }) => Object.assign(refresh.at(-1) ?? {}, { expiresAt: (refresh.at(-1)?.issuedAt ?? 0) - 1 }),
  ],
  [
    'a token that outlives its session',
    'expires after its session',
    ({ session, access }) => Object.assign(access.at(-1) ?? {}, { expiresAt: session.absoluteUntil + 1 }),
  ],
  [
    'a token that was used and revoked',
    'was used and revoked',
    ({ refresh: [first] }) => Object.assign(first ?? {}, { revokedAt: first?.usedAt }),
  ],
  [
    'a session without a refresh token',
    'it has no refresh token',
    ({ session, access }) => Object.assign(session, { tokens: access }),
  ],
  [
    'a session without an access token',
    'it has no access token',
    ({ session, refresh }) => Object.assign(session, { tokens: refresh }),
  ],
  [
    'a session that ends before it begins',
    'it ends before it began',
    ({ session }) => Object.assign(session, { absoluteUntil: session.createdAt - 1 }),
  ],
  [
    'a session whose idle time is the longer one',
    'its idle time ends after its absolute time',
    ({ session }) => Object.assign(session, { idleUntil: session.absoluteUntil + 1 }),
  ],
  [
    'a session that was ended from itself',
    'it was ended from itself',
    ({ session }) => Object.assign(session, { ended: { reason: 'signed_out', at: session.createdAt, by: session.id } }),
  ],
  [
    'a session that is over and has a successor to give again',
    'to give again, but its session is over',
    ({ session }) => {
      for (const token of session.tokens) if (token.usedAt === undefined) token.revokedAt = session.createdAt;
      Object.assign(session, { ended: { reason: 'signed_out', at: session.createdAt } });
      Object.assign(session.tokens.find(({ usedAt }) => usedAt !== undefined) ?? {}, { sealed: 'x' });
    },
  ],
];

describe('token families that contradict themselves', () => {
  it('each contradiction is refused with its words, and the sessions of before stay', () =>
    during(TokensHarness.start({ graceSeconds: 30, graceStyle: 'new' }), async (server) => {
      const app = await server.signedIn();
      const first = app.refreshToken;
      await app.refresh();
      await app.refresh(first);
      await app.refresh();
      const { json } = await server.control.get('/snapshot');
      assert.equal((await server.control.call('PUT', '/snapshot', json)).status, 204);
      for (const [title, words, change] of CONTRADICTIONS) {
        const copy = structuredClone(json);
        change(familyIn(copy));
        const answer = await server.control.call('PUT', '/snapshot', copy);
        assert.equal(answer.status, 400, title);
        assert.match(answer.json.error.message, new RegExp(words), title);
      }
      assert.equal((await app.me()).status, 200);
    }));

  it('links between refresh tokens are taken only as the server has made them, and circles are told as such', () =>
    during(TokensHarness.start(), async (server) => {
      const app = await server.signedIn();
      for (let count = 0; count < 3; count++) await app.refresh();
      const { json } = await server.control.get('/snapshot');
      const ids = familyIn(json).refresh.map(({ id }) => id);
      const place = fc.nat(ids.length - 1);
      const links = fc.array(fc.record({ at: place, to: place, by: fc.constantFrom('from', 'replacedBy') }), {
        minLength: 1,
        maxLength: 4,
      });
      await fc.assert(
        fc.asyncProperty(links, async (changes) => {
          const copy = structuredClone(json);
          const { refresh } = familyIn(copy);
          for (const { at, to, by } of changes) {
            const token = refresh[at] ?? {};
            Object.assign(token, { usedAt: token.usedAt ?? token.issuedAt, [by]: ids[to] });
          }
          const isSame = JSON.stringify(copy) === JSON.stringify(json);
          const answer = await server.control.call('PUT', '/snapshot', copy);
          assert.equal(answer.status, isSame ? 204 : 400);
          const circular = isCircular(refresh as KeptToken[]);
          assert.equal(familyCircle(refresh as KeptToken[]) !== undefined, circular);
          const hasSuccessors = refresh.every(({ usedAt, replacedBy }) => (usedAt === undefined) === !replacedBy);
          if (circular && hasSuccessors) assert.match(answer.json.error.message, /comes after itself/);
        }),
        { numRuns: 60 },
      );
    }));
});

type Act = (server: TokensHarness, app: TokensApp, old: readonly string[]) => Promise<unknown>;

const ACTS: Readonly<Record<string, Act>> = {
  refresh: (_server, app) => app.refresh(),
  'refresh at once': (_server, app) => Promise.all([app.present(app.refreshToken), app.refresh()]),
  'the first token again': (_server, app, [first = '']) => app.present(first),
  'the token before again': (_server, app, old) => app.present(old.at(-2) ?? ''),
  'a call': (_server, app) => app.me(),
  'a token by hand': async (server, app) => {
    const session = (await server.sessions()).find(({ id }) => id === app.sessionId);
    const token = session?.family.at(-2);
    if (token) await server.control.call('POST', `/tokens/sessions/${app.sessionId}/tokens/${token.id}/replay`);
  },
  'the clock forward a little': (server) => server.advance(5 * SECOND_MS),
  'the clock forward': (server) => server.advance(10 * MINUTE_MS),
  'the clock back': (server) => server.control.call('POST', '/clock', { reset: true }),
  'the end of the session': (server, app) => server.control.call('DELETE', `/tokens/sessions/${app.sessionId}`),
  'another session': async (_server, app) => app.login(),
};

const SERVERS: readonly TokensOptions[] = [
  { preset: 'fintech' },
  { preset: 'fintech', graceSeconds: 8, graceStyle: 'same' },
  { preset: 'corporate', graceSeconds: 8, graceStyle: 'new', reuse: 'token' },
  { preset: 'fintech', rotation: 'keep', refreshIdleSeconds: 300 },
  { preset: 'consumer', reuse: 'token', tokenFormat: 'jwt' },
];

describe('the snapshot of a token server to which anything may have happened', () => {
  for (const options of SERVERS) {
    it(`${JSON.stringify(options)}: the server takes its own snapshot, also after its clock was put back`, () =>
      during(TokensHarness.start(options), (server) =>
        fc.assert(
          fc.asyncProperty(
            fc.array(fc.constantFrom(...Object.keys(ACTS)), { minLength: 1, maxLength: 20, size: 'max' }),
            async (acts) => {
              await server.control.call('POST', '/reset');
              const app = await server.signedIn();
              const old = [app.refreshToken];
              for (const act of acts) {
                await ACTS[act]?.(server, app, old);
                if (old.at(-1) !== app.refreshToken) old.push(app.refreshToken);
              }
              const { json } = await server.control.get('/snapshot');
              const { status, text } = await server.control.call('PUT', '/snapshot', json);
              assert.equal(status, 204, text);
            },
          ),
          { numRuns: 25 },
        ),
      ));
  }
});

function familyIn(snapshot: Snapshot): Family {
  const session = snapshot.entries.find(({ space }) => space === 'tokens.session')?.value;
  assert.ok(session);
  const of = (wanted: KeptToken['kind']) => session.tokens.filter(({ kind }) => kind === wanted);
  return { session, refresh: of('refresh'), access: of('access') };
}

/** Whether one gets back to a token on some way along its successors: each is tried. */
function isCircular(tokens: readonly Pick<KeptToken, 'id' | 'replacedBy' | 'from'>[]): boolean {
  const next = (id: string) =>
    tokens.filter((one) => one.from === id || tokens.some((t) => t.id === id && t.replacedBy === one.id));
  const reaches = (id: string, goal: string, seen: Set<string>): boolean =>
    next(id).some((one) => {
      if (one.id === goal) return true;
      if (seen.has(one.id)) return false;
      return reaches(one.id, goal, seen.add(one.id));
    });
  return tokens.some(({ id }) => reaches(id, id, new Set()));
}
