import {
  endedSession,
  forgottenToken,
  isForgotten,
  liveOf,
  MOST_LIVE,
  settled,
  tokenState,
  withNewTokens,
  withToken,
} from './family';
import type { NewPair } from './newTokens';
import type { TokensSettings } from './tokensSettings';
import type { KeptSession, KeptToken, TokenSessionEnd } from './tokensSpaces';

/** What comes of a refresh token that is presented. */
export type RefreshOutcome =
  /** A new pair is given; `over` says in which way. */
  | { readonly kind: 'rotated' | 'graceNew'; readonly from: KeptToken }
  /** A new access token is given, and the refresh token stays. */
  | { readonly kind: 'kept'; readonly from: KeptToken }
  /** What was given before is given again. */
  | { readonly kind: 'graceSame'; readonly from: KeptToken }
  | { readonly kind: 'graceRejected'; readonly from: KeptToken }
  /** Another successor would be one too many. */
  | { readonly kind: 'graceFull'; readonly from: KeptToken }
  /** The family ends now. */
  | { readonly kind: 'reused'; readonly from: KeptToken }
  /** Only the request is refused. */
  | { readonly kind: 'used'; readonly from: KeptToken }
  | { readonly kind: 'over'; readonly ended: TokenSessionEnd; readonly from: KeptToken }
  | { readonly kind: 'unknown' | 'notRefresh' | 'otherClient' | 'scope' | 'expired' | 'revoked' };

/** A refresh token that is presented, and with what. */
export interface Presented {
  /** The token as it was found. What the session has of it now is what counts. */
  readonly token: KeptToken;
  readonly client?: string | undefined;
  readonly scope?: string | undefined;
  /** Whether the request proves which client it is from. One that is made by hand does not. */
  readonly isByHand?: boolean;
  /** What is given if it is good. */
  readonly pair: NewPair;
  /** The pair as only the owner of the token can read it. Undefined if nobody has its text. */
  readonly sealed?: string | undefined;
}

type Rules = Pick<TokensSettings, 'rotation' | 'graceMs' | 'graceStyle' | 'reuse'>;

export interface RefreshDecision {
  readonly outcome: RefreshOutcome;
  /** The session afterwards. */
  readonly session: KeptSession | undefined;
}

/** Decides on a refresh token. It is a pure function, so that one atomic operation of the store can do it. */
export function decideRefresh(
  held: KeptSession | undefined,
  presented: Presented,
  now: number,
  rules: Rules,
): RefreshDecision {
  if (!held) return { outcome: { kind: 'unknown' }, session: held };
  const session = settled(held, now, rules.graceMs);
  if (presented.token.kind !== 'refresh') return { outcome: { kind: 'notRefresh' }, session };
  // Meanwhile the session may have forgotten it.
  const from =
    session.tokens.find(({ id }) => id === presented.token.id) ?? forgottenToken(session, presented.token.key);
  if (!presented.isByHand && session.client !== undefined && session.client !== presented.client) {
    return { outcome: { kind: 'otherClient' }, session };
  }
  if (session.ended) {
    return { outcome: { kind: 'over', ended: session.ended, from }, session: withReuse(session, from, now, rules) };
  }
  if (from.usedAt !== undefined) return decideUsed(session, from, presented, now, rules);
  const state = tokenState(from, now);
  if (state === 'revoked' || state === 'expired') return { outcome: { kind: state }, session };
  if (!isWithin(presented.scope, session.scope)) return { outcome: { kind: 'scope' }, session };
  return rules.rotation === 'keep' ? keep(session, from, presented, now) : rotate(session, from, presented, now, rules);
}

/** RFC 9700, 4.14.2, and what real servers do for lost answers (docs/tokens.md#tokensgraceseconds). */
function decideUsed(
  session: KeptSession,
  from: KeptToken,
  presented: Presented,
  now: number,
  rules: Rules,
): RefreshDecision {
  const { graceStyle, reuse } = rules;
  const marked = withReuse(session, from, now, rules);
  if (isInGrace(from, now, rules)) {
    if (graceStyle === 'same' && (from.sealed !== undefined || presented.isByHand)) {
      return { outcome: { kind: 'graceSame', from }, session: marked };
    }
    if (graceStyle === 'reject') return { outcome: { kind: 'graceRejected', from }, session: marked };
    if (!isWithin(presented.scope, session.scope)) return { outcome: { kind: 'scope' }, session };
    if (liveOf(session, 'refresh', now) >= MOST_LIVE) return { outcome: { kind: 'graceFull', from }, session: marked };
    const followed = graceStyle === 'same' ? withSuccessor(marked, from, presented) : marked;
    return { outcome: { kind: 'graceNew', from }, session: withPair(followed, presented.pair, now) };
  }
  if (reuse === 'token') return { outcome: { kind: 'used', from }, session: marked };
  return { outcome: { kind: 'reused', from }, session: endedSession(marked, 'token_reuse', now) };
}

function rotate(
  session: KeptSession,
  from: KeptToken,
  { pair, sealed }: Presented,
  now: number,
  { graceMs, graceStyle }: Rules,
): RefreshDecision {
  const isKept = graceMs > 0 && graceStyle === 'same' && sealed !== undefined;
  const used: KeptToken = {
    ...from,
    usedAt: now,
    replacedBy: pair.refresh.held.id,
    ...(isKept && { sealed }),
  };
  return { outcome: { kind: 'rotated', from }, session: withPair(withToken(session, used), pair, now) };
}

function keep(session: KeptSession, from: KeptToken, { pair }: Presented, now: number): RefreshDecision {
  const idleUntil = pair.refresh.held.expiresAt;
  // One that was issued before the clock was put back expires no earlier than it was issued. Its session ends in time.
  const expiresAt = Math.max(idleUntil, from.issuedAt);
  const slid = withToken({ ...session, idleUntil, lastActiveAt: now }, { ...from, expiresAt });
  return { outcome: { kind: 'kept', from }, session: withNewTokens(slid, [pair.access.held], now) };
}

function withPair(session: KeptSession, { access, refresh }: NewPair, now: number): KeptSession {
  const active = { ...session, idleUntil: refresh.held.expiresAt, lastActiveAt: now };
  return withNewTokens(active, [refresh.held, access.held], now);
}

function withReuse(session: KeptSession, token: KeptToken, now: number, rules: Rules): KeptSession {
  if (token.usedAt === undefined) return session;
  const inGrace = isInGrace(token, now, rules);
  // What may be a theft is not hidden by what was allowed before.
  if (token.reusedAt !== undefined && (inGrace || !token.reusedInGrace)) return session;
  const { reusedInGrace: _, ...rest } = token;
  // It comes again after its use, also when the clock was put back meanwhile.
  const reusedAt = Math.max(now, token.usedAt);
  return withToken(session, { ...rest, reusedAt, ...(inGrace && { reusedInGrace: true as const }) });
}

function isInGrace(token: KeptToken, now: number, { graceMs }: Pick<Rules, 'graceMs'>): boolean {
  return graceMs > 0 && !isForgotten(token) && now - (token.usedAt ?? now) <= graceMs;
}

/** Nobody has the successor of a token that was used by hand: the next one is what is given again from then on. */
function withSuccessor(session: KeptSession, { id }: KeptToken, { pair, sealed }: Presented): KeptSession {
  const from = session.tokens.find((token) => token.id === id);
  if (!from || sealed === undefined) return session;
  return withToken(session, { ...from, replacedBy: pair.refresh.held.id, sealed });
}

/** Whether each part of a scope was granted (RFC 6749, 6). */
function isWithin(wanted: string | undefined, granted: string | undefined): boolean {
  if (wanted === undefined) return true;
  const all = new Set((granted ?? '').split(' '));
  return wanted.split(' ').every((part) => part === '' || all.has(part));
}
