import type { KeptToken } from './tokensSpaces';

/**
 * Says which tokens of a session do not go together. Tokens that are forgotten by now prove nothing. Neither do the times
 * of two tokens, as the clock may have been put back between them.
 */
export function linkProblem(tokens: readonly KeptToken[]): string | undefined {
  const known = new Map(tokens.map((token) => [token.id, token]));
  const successors = new Map<string, number>();
  for (const { kind, from } of tokens) {
    if (kind === 'refresh' && from !== undefined) successors.set(from, (successors.get(from) ?? 0) + 1);
  }
  for (const token of tokens) {
    const problem = originProblem(token, known) ?? successorProblem(token, known, successors.get(token.id) ?? 0);
    if (problem !== undefined) return `the token “${token.id}” ${problem}`;
  }
  return newestProblem(tokens);
}

/** Only the sign-in gives tokens for nothing. */
function originProblem({ kind, number, from }: KeptToken, known: ReadonlyMap<string, KeptToken>): string | undefined {
  if (from === undefined) return number > 1 ? 'is not of the sign-in, but was given for no other' : undefined;
  const origin = known.get(from);
  if (!origin) return undefined;
  if (origin.kind !== 'refresh') return `was given for “${from}”, which is an access token`;
  if (kind !== 'refresh') return undefined;
  if (origin.number >= number) return `was given for “${from}”, which is no older`;
  // A refresh token that has a successor is used, or else both would be good.
  return origin.usedAt === undefined ? `was given for “${from}”, which was never used` : undefined;
}

function successorProblem(
  { id, replacedBy, reusedAt }: KeptToken,
  known: ReadonlyMap<string, KeptToken>,
  successors: number,
): string | undefined {
  const successor = replacedBy === undefined ? undefined : known.get(replacedBy);
  if (successor && successor.kind !== 'refresh') return `is replaced by “${replacedBy}”, which is an access token`;
  if (successor && successor.from !== id) return `is replaced by “${replacedBy}”, which was not given for it`;
  if (successors > 1 && reusedAt === undefined) return 'has more than one successor, but never came again';
  return undefined;
}

/** Every session has tokens of both kinds, and the newest refresh token has nothing that replaces it. */
function newestProblem(tokens: readonly KeptToken[]): string | undefined {
  for (const kind of ['refresh', 'access'] as const) {
    const newest = tokens.findLast((token) => token.kind === kind);
    if (!newest) return kind === 'refresh' ? 'it has no refresh token' : 'it has no access token';
    if (newest.usedAt !== undefined) return `the token “${newest.id}” was used, but its successor is missing`;
  }
  return undefined;
}
