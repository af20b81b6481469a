import { familyCircle } from './familyCircle';
import { linkProblem } from './familyLinks';
import type { KeptSession, KeptToken } from './tokensSpaces';

/** Says what in a session contradicts itself, as only a snapshot that somebody has edited can have it. */
export function familyProblem(session: KeptSession): string | undefined {
  const { tokens } = session;
  const problemOfSession = sessionProblem(session);
  if (problemOfSession !== undefined) return problemOfSession;
  const ids = new Set<string>();
  const keys = new Set<string>();
  const last = new Map<KeptToken['kind'], number>();
  for (const token of tokens) {
    const problemOfNumber = numberProblem(token, last.get(token.kind));
    if (problemOfNumber !== undefined) return problemOfNumber;
    last.set(token.kind, token.number);
    if (ids.has(token.id)) return `two tokens have the id “${token.id}”`;
    if (keys.has(token.key)) return `two tokens have the value of “${token.id}”`;
    ids.add(token.id);
    keys.add(token.key);
    const problem = tokenProblem(token, session);
    if (problem !== undefined) return `the token “${token.id}” ${problem}`;
  }
  const circular = familyCircle(tokens);
  return circular === undefined ? linkProblem(tokens) : `the token “${circular}” comes after itself`;
}

function sessionProblem({ id, ended, createdAt, idleUntil, absoluteUntil }: KeptSession): string | undefined {
  if (ended?.by === id) return 'it was ended from itself, which is told without “by”';
  if (absoluteUntil < createdAt) return 'it ends before it began';
  if (absoluteUntil < idleUntil) return 'its idle time ends after its absolute time';
  return undefined;
}

/** Tokens stand oldest first, and each gets the next number. Numbers may be left out: older tokens are forgotten. */
function numberProblem({ kind, number }: KeptToken, before: number | undefined): string | undefined {
  if (before === undefined || number > before) return undefined;
  if (number === before) return `two tokens of one kind have the number ${number}`;
  return `of the ${kind} tokens, the number ${number} comes after ${before}, but the oldest is first`;
}

function tokenProblem(token: KeptToken, session: KeptSession): string | undefined {
  return partsProblem(token) ?? timeProblem(token, session) ?? endProblem(token, session);
}

/** What a token has goes together. */
function partsProblem(token: KeptToken): string | undefined {
  const { kind, usedAt, revokedAt, replacedBy, reusedAt, reusedInGrace, sealed } = token;
  if (kind === 'access' && (usedAt ?? replacedBy ?? reusedAt ?? reusedInGrace ?? sealed) !== undefined) {
    return 'is an access token, which nothing replaces';
  }
  if (usedAt === undefined && (replacedBy ?? sealed) !== undefined) return 'has a successor, but was never used';
  if (usedAt === undefined && reusedAt !== undefined) return 'came again, but was never used';
  if (reusedInGrace && reusedAt === undefined) return 'came again within the grace time, but never came again';
  if (usedAt !== undefined && replacedBy === undefined) return 'was used, but has no successor';
  if (usedAt !== undefined && revokedAt !== undefined) return 'was used and revoked, and only one of them can be';
  return undefined;
}

/**
 * Only what holds when the clock was put back meanwhile: a token may be used at a time before the one at which it was
 * issued.
 */
function timeProblem(
  { issuedAt, expiresAt, usedAt, reusedAt }: KeptToken,
  { absoluteUntil }: KeptSession,
): string | undefined {
  if (expiresAt < issuedAt) return 'expires before it was issued';
  if (expiresAt > absoluteUntil) return 'expires after its session';
  if (usedAt !== undefined && usedAt >= expiresAt) return 'was used after it had expired';
  if (usedAt !== undefined && reusedAt !== undefined && reusedAt < usedAt) return 'came again before it was used';
  return undefined;
}

function endProblem({ usedAt, revokedAt, sealed }: KeptToken, { ended }: KeptSession): string | undefined {
  if (!ended) return undefined;
  if (usedAt === undefined && revokedAt === undefined) return 'is live, but its session is over';
  return sealed === undefined ? undefined : 'has a successor to give again, but its session is over';
}
