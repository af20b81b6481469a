import { familyCircle } from './familyCircle';
import type { KeptSession, KeptToken } from './tokensSpaces';

/** Says what in a session contradicts itself, as only a snapshot that somebody has edited can have it. */
export function familyProblem({ ended, tokens }: KeptSession): string | undefined {
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
    const problem = tokenProblem(token, ended !== undefined);
    if (problem !== undefined) return `the token “${token.id}” ${problem}`;
  }
  const circular = familyCircle(tokens);
  return circular === undefined ? undefined : `the token “${circular}” comes after itself`;
}

/** Tokens stand oldest first, and each gets the next number. Numbers may be left out: older tokens are forgotten. */
function numberProblem({ kind, number }: KeptToken, before: number | undefined): string | undefined {
  if (before === undefined || number > before) return undefined;
  if (number === before) return `two tokens of one kind have the number ${number}`;
  return `of the ${kind} tokens, the number ${number} comes after ${before}, but the oldest is first`;
}

function tokenProblem(token: KeptToken, isOver: boolean): string | undefined {
  const { kind, usedAt, revokedAt, replacedBy, reusedAt, reusedInGrace, sealed } = token;
  if (kind === 'access' && (usedAt ?? replacedBy ?? reusedAt ?? reusedInGrace ?? sealed) !== undefined) {
    return 'is an access token, which nothing replaces';
  }
  if (usedAt === undefined && (replacedBy ?? sealed) !== undefined) return 'has a successor, but was never used';
  if (usedAt === undefined && reusedAt !== undefined) return 'came again, but was never used';
  if (reusedInGrace && reusedAt === undefined) return 'came again within the grace time, but never came again';
  if (isOver && usedAt === undefined && revokedAt === undefined) return 'is live, but its session is over';
  return undefined;
}
