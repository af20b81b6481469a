import { familyCircle } from './familyCircle';
import type { KeptSession, KeptToken } from './tokensSpaces';

/** Says what in a session contradicts itself, as only a snapshot that somebody has edited can have it. */
export function familyProblem({ ended, tokens }: KeptSession): string | undefined {
  const ids = new Set<string>();
  const keys = new Set<string>();
  const numbers = new Set<string>();
  for (const token of tokens) {
    const nth = `${token.kind} ${token.number}`;
    if (numbers.has(nth)) return `two tokens of one kind have the number ${token.number}`;
    numbers.add(nth);
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

function tokenProblem(token: KeptToken, isOver: boolean): string | undefined {
  const { kind, usedAt, revokedAt, replacedBy, reusedAt, sealed } = token;
  if (kind === 'access' && (usedAt ?? replacedBy ?? reusedAt ?? sealed) !== undefined) {
    return 'is an access token, which nothing replaces';
  }
  if (usedAt === undefined && (replacedBy ?? sealed) !== undefined) return 'has a successor, but was never used';
  if (isOver && usedAt === undefined && revokedAt === undefined) return 'is live, but its session is over';
  return undefined;
}
