import type { FamilyToken } from './tokenSession';

/** A refresh token, and what came with it and of it. */
export interface FamilyGeneration {
  readonly token: FamilyToken;
  /** The access tokens that came with it. */
  readonly access: readonly FamilyToken[];
  /**
   * Its successors, each with what came of it, in the order of issue: a used token that came again in time has more than
   * one. Empty where it has one, which is the next of its line, or none.
   */
  readonly branches: readonly FamilyLine[];
}

/** Refresh tokens of which each is the only successor of the one before it. Only the last one can have branches. */
export type FamilyLine = readonly FamilyGeneration[];

export interface FamilyTree {
  /** What begins with the sign-in. Where the oldest tokens are forgotten: what came of each of them. */
  readonly lines: readonly FamilyLine[];
  /** Access tokens that came with refresh tokens that are forgotten. */
  readonly others: readonly FamilyToken[];
  /** How many tokens of each kind are forgotten. */
  readonly forgotten: Readonly<Record<FamilyToken['kind'], number>>;
}

/** Arranges the tokens of a session by which was used to get which. */
export function familyTree(family: readonly FamilyToken[]): FamilyTree {
  const refresh = family.filter(({ kind }) => kind === 'refresh');
  const known = new Set(refresh.map(({ id }) => id));
  const companions = companionsIn(family);
  const placed = new Set<FamilyToken>();
  const lineFrom = (first: FamilyToken): FamilyLine => {
    const line: FamilyGeneration[] = [];
    for (let token: FamilyToken | undefined = first; token && !placed.has(token); ) {
      placed.add(token);
      const [next, ...more]: readonly FamilyToken[] = successorsOf(token, family);
      const branches = next && more.length > 0 ? [next, ...more].map(lineFrom) : [];
      line.push({
        token,
        access: companions.get(token.id) ?? [],
        branches: branches.filter(({ length }) => length > 0),
      });
      token = more.length > 0 ? undefined : next;
    }
    return line;
  };
  const roots = refresh.filter(({ from }) => from === undefined || !known.has(from)).sort(byNumber);
  const lines = roots.map(lineFrom).filter(({ length }) => length > 0);
  const withRefresh = new Set([...companions.values()].flat());
  return {
    lines,
    others: family.filter((token) => token.kind === 'access' && !withRefresh.has(token)),
    forgotten: forgottenIn(family),
  };
}

/** The refresh tokens that were given for a token, in the order of issue. */
export function successorsOf({ id }: FamilyToken, family: readonly FamilyToken[]): readonly FamilyToken[] {
  return family.filter((each) => each.kind === 'refresh' && each.from === id && each.id !== id).sort(byNumber);
}

/** How many tokens of each kind are forgotten. They are counted from 1, so that each number that is missing is one. */
export function forgottenIn(family: readonly FamilyToken[]): FamilyTree['forgotten'] {
  const missing = (wanted: FamilyToken['kind']) => {
    const numbers = family.filter(({ kind }) => kind === wanted).map(({ number }) => number);
    return Math.max(0, ...numbers) - numbers.length;
  };
  return { access: missing('access'), refresh: missing('refresh') };
}

/** Whether a used token came again when nobody may use it any more, as a stolen one does. */
export function isReused({ reusedAt, reusedInGrace }: FamilyToken): boolean {
  return reusedAt !== undefined && !reusedInGrace;
}

/** Numbers in few words, such as `2, 5…31`. The middle of very many is left out. */
export function numberRanges(numbers: readonly number[], say: (number: number) => string = String): string {
  const ranges: [first: number, last: number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const range = ranges.at(-1);
    if (range && number === range[1] + 1) range[1] = number;
    else ranges.push([number, number]);
  }
  const texts = ranges.map(([first, last]) => {
    if (first === last) return say(first);
    return last === first + 1 ? `${say(first)}, ${say(last)}` : `${say(first)}…${say(last)}`;
  });
  return texts.length > 4 ? `${texts.slice(0, 3).join(', ')} … ${texts.at(-1)}` : texts.join(', ');
}

function byNumber(one: FamilyToken, other: FamilyToken): number {
  return one.number - other.number;
}

/**
 * The access tokens of each refresh token: of a pair, both were given for the same token, at the same time, one after the
 * other. Where a refresh gives no new refresh token, the access token belongs to the one that was used.
 */
function companionsIn(family: readonly FamilyToken[]): ReadonlyMap<string, readonly FamilyToken[]> {
  const companions = new Map<string, FamilyToken[]>();
  const alone: FamilyToken[] = [];
  for (const token of family) {
    if (token.kind === 'refresh') {
      alone.push(token);
      companions.set(token.id, []);
      continue;
    }
    const at = alone.findLastIndex(({ from, issuedAt }) => from === token.from && issuedAt === token.issuedAt);
    const [partner] = at < 0 ? [] : alone.splice(at, 1);
    companions.get(partner?.id ?? token.from ?? '')?.push(token);
  }
  return companions;
}
