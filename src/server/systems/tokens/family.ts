import type { EndReason } from '../../../core/systems/tokens/endReason';
import type { FamilyToken } from '../../../core/systems/tokens/tokenSession';
import type { UncountedToken } from './newTokens';
import { GREATEST_NUMBER, type KeptSession, type KeptToken, type TokenSessionEnd } from './tokensSpaces';

/** So many live tokens of a kind a session has at most; the oldest is revoked. */
export const MOST_LIVE = 100;
/** So many tokens that are no longer live it remembers of each kind; the oldest is forgotten. */
export const MOST_PAST = 100;

/** Stands in place of the id of a token that is forgotten. No token has it. */
const FORGOTTEN = 'forgotten';

type TokenState = FamilyToken['state'];

/** The state of a token at a time. */
export function tokenState({ usedAt, revokedAt, expiresAt }: KeptToken, now: number): TokenState {
  // Used comes first: what became of it is told by the token that replaced it.
  if (usedAt !== undefined) return 'used';
  if (revokedAt !== undefined) return 'revoked';
  return expiresAt <= now ? 'expired' : 'live';
}

/** A session as it is at a time: one whose time is over has ended at that time. */
export function settled(session: KeptSession, now: number, graceMs: number): KeptSession {
  const unsealed = withoutSeals(session, now, graceMs);
  const { ended, idleUntil, absoluteUntil } = session;
  const at = Math.min(idleUntil, absoluteUntil);
  if (ended || at > now) return unsealed;
  return withEnd(unsealed, { reason: absoluteUntil <= idleUntil ? 'absolute_timeout' : 'idle_timeout', at });
}

/** Ends an active session, with all its tokens. One that has ended already keeps its reason. */
export function endedSession(session: KeptSession, reason: EndReason, at: number, by?: string): KeptSession {
  return session.ended ? session : withEnd(session, { reason, at, ...(by !== undefined && { by }) });
}

/** A refresh token of a session that has forgotten it. It was used, and long ago, as the youngest are remembered. */
export function forgottenToken({ createdAt, absoluteUntil }: KeptSession, key: string): KeptToken {
  const [issuedAt, expiresAt] = [createdAt, absoluteUntil];
  return { id: FORGOTTEN, kind: 'refresh', number: 1, key, issuedAt, expiresAt, usedAt: createdAt };
}

/** Whether its session has forgotten a token, so that nobody knows when it was used. */
export function isForgotten({ id }: KeptToken): boolean {
  return id === FORGOTTEN;
}

/** How many tokens of a kind are live. */
export function liveOf({ tokens }: KeptSession, kind: KeptToken['kind'], now: number): number {
  return tokens.filter((token) => token.kind === kind && tokenState(token, now) === 'live').length;
}

/** Replaces a token of a session. */
export function withToken(session: KeptSession, token: KeptToken): KeptSession {
  return { ...session, tokens: session.tokens.map((each) => (each.id === token.id ? token : each)) };
}

/** Adds tokens to a session, counts them, and takes away what is too much. */
export function withNewTokens(session: KeptSession, added: readonly UncountedToken[], now: number): KeptSession {
  const tokens = added.reduce(counted, session.tokens);
  const kept = new Set(
    ['access', 'refresh'].flatMap((kind) =>
      keptOf(
        tokens.filter((each) => each.kind === kind),
        now,
      ),
    ),
  );
  const tooMuch = new Set(
    ['access', 'refresh'].flatMap((kind) =>
      surplus(
        tokens.filter((each) => each.kind === kind),
        now,
      ),
    ),
  );
  return {
    ...session,
    tokens: tokens
      .filter((each) => kept.has(each))
      .map((each) => (tooMuch.has(each) ? { ...each, revokedAt: now } : each)),
  };
}

/** The next moment at which something in a session ends by itself; undefined if nothing does. */
export function nextChange(session: KeptSession, now: number, graceMs: number): number | undefined {
  const { ended, idleUntil, absoluteUntil, tokens } = session;
  if (ended) return undefined;
  const ends = tokens.flatMap((token) => {
    // A successor is kept no longer than it can be given.
    if (token.sealed !== undefined) return (token.usedAt ?? 0) + graceMs + 1;
    return tokenState(token, now) === 'live' ? token.expiresAt : [];
  });
  return Math.min(idleUntil, absoluteUntil, ...ends);
}

function withEnd(session: KeptSession, ended: TokenSessionEnd): KeptSession {
  const tokens = session.tokens.map((token): KeptToken => {
    const { sealed: _nothingToGive, ...rest } = token;
    return token.usedAt === undefined && token.revokedAt === undefined ? { ...rest, revokedAt: ended.at } : rest;
  });
  return { ...session, ended, tokens };
}

function withoutSeals(session: KeptSession, now: number, graceMs: number): KeptSession {
  const isOver = ({ sealed, usedAt = 0 }: KeptToken) => sealed !== undefined && usedAt + graceMs < now;
  if (!session.tokens.some(isOver)) return session;
  return {
    ...session,
    tokens: session.tokens.map((token) => {
      if (!isOver(token)) return token;
      const { sealed: _over, ...rest } = token;
      return rest;
    }),
  };
}

function overSince({ usedAt, revokedAt, expiresAt }: KeptToken): number {
  return usedAt ?? Math.min(revokedAt ?? expiresAt, expiresAt);
}

/** A token gets its number once, so that people can name it by that whatever is forgotten. */
function counted(tokens: readonly KeptToken[], added: UncountedToken): readonly KeptToken[] {
  const last = tokens.findLast(({ kind }) => kind === added.kind)?.number ?? 0;
  if (last < GREATEST_NUMBER) return [...tokens, { ...added, number: last + 1 }];
  // Only a snapshot that somebody has edited leads here. A number beyond the greatest would be refused in the next one.
  let number = 1;
  const renumbered = tokens.map((each) => (each.kind === added.kind ? { ...each, number: number++ } : each));
  return [...renumbered, { ...added, number }];
}

/** The live tokens of one kind that are too many, oldest first. */
function surplus(tokens: readonly KeptToken[], now: number): readonly KeptToken[] {
  const live = tokens.filter((token) => tokenState(token, now) === 'live');
  return live.slice(0, Math.max(0, live.length - MOST_LIVE));
}

/** All live tokens of one kind, and of the others those that were good last. */
function keptOf(tokens: readonly KeptToken[], now: number): readonly KeptToken[] {
  // One that was used a moment ago may come again at once, however old it is.
  const past = tokens
    .filter((token) => tokenState(token, now) !== 'live')
    .sort((one, other) => overSince(one) - overSince(other));
  const forgotten = new Set(past.slice(0, Math.max(0, past.length - MOST_PAST)));
  return tokens.filter((token) => !forgotten.has(token));
}
