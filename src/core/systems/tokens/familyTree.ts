import type { FamilyToken } from './tokenSession';

/** A refresh token, and what came with it and of it. */
export interface FamilyGeneration {
  /** Counted through the family, oldest first, from 1. */
  readonly number: number;
  readonly token: FamilyToken;
  /** The access tokens that came with it. */
  readonly access: readonly FamilyToken[];
  /** More successors, each with what came of it: a used token that came again in time has more than one. */
  readonly branches: readonly (readonly FamilyGeneration[])[];
}

export interface FamilyTree {
  /** From the refresh token of the sign-in to the youngest one, along the first successor of each. */
  readonly generations: readonly FamilyGeneration[];
  /** Access tokens that came with none of the refresh tokens that are still known. */
  readonly others: readonly FamilyToken[];
}

/** Arranges the tokens of a session by which was used to get which. */
export function familyTree(family: readonly FamilyToken[]): FamilyTree {
  const refresh = family.filter(({ kind }) => kind === 'refresh');
  const access = family.filter(({ kind }) => kind === 'access');
  const numbers = new Map(refresh.map(({ id }, at) => [id, at + 1]));
  // The oldest tokens of a long family are forgotten. What came of them begins a chain, too.
  const roots = refresh.filter(({ from }) => from === undefined || !numbers.has(from));
  const placed = new Set<FamilyToken>();
  const chainFrom = (first: FamilyToken): FamilyGeneration[] => {
    const chain: FamilyGeneration[] = [];
    for (let token: FamilyToken | undefined = first; token && !placed.has(token); ) {
      placed.add(token);
      const here: FamilyToken = token;
      const successors = refresh.filter(({ from, id }) => from === here.id && id !== here.id);
      const next = successors.find(({ id }) => id === here.replacedBy) ?? successors[0];
      const companions = access.filter((each) => isCompanion(each, here, refresh) && !placed.has(each));
      for (const each of companions) placed.add(each);
      const branches = successors.filter((each) => each !== next);
      chain.push({
        number: numbers.get(here.id) ?? 0,
        token: here,
        access: companions,
        branches: branches.map(chainFrom).filter(({ length }) => length > 0),
      });
      token = next;
    }
    return chain;
  };
  const [main, ...more] = roots.map(chainFrom);
  const [head, ...rest] = main ?? [];
  const generations = head ? [{ ...head, branches: [...head.branches, ...more] }, ...rest] : [];
  return { generations, others: access.filter((each) => !placed.has(each)) };
}

/**
 * Whether an access token came with this refresh token: both were given for the same token, at the same time. Where a
 * refresh gives no new refresh token, it belongs to the one that was used.
 */
function isCompanion(
  access: FamilyToken,
  { id, from, issuedAt }: FamilyToken,
  refresh: readonly FamilyToken[],
): boolean {
  if (access.from === id) return !refresh.some((each) => each.from === id && each.issuedAt === access.issuedAt);
  return access.from === from && access.issuedAt === issuedAt;
}
