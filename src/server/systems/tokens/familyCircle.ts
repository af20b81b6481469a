import type { KeptToken } from './tokensSpaces';

/**
 * Finds a token that comes, by others or at once, after itself. Whoever follows a token to its successors would never
 * arrive.
 * @returns its id
 */
export function familyCircle(tokens: readonly Pick<KeptToken, 'id' | 'from' | 'replacedBy'>[]): string | undefined {
  const before = new Map(tokens.map(({ id }) => [id, new Set<string>()]));
  const after = new Map(tokens.map(({ id }) => [id, new Set<string>()]));
  const follows = (older: string | undefined, newer: string | undefined) => {
    // Tokens that are forgotten by now lead nowhere.
    if (older === undefined || newer === undefined || !before.has(older) || !before.has(newer)) return;
    before.get(newer)?.add(older);
    after.get(older)?.add(newer);
  };
  for (const { id, from, replacedBy } of tokens) {
    follows(from, id);
    follows(id, replacedBy);
  }
  // What has nothing before it is in no circle, and neither is what has only such tokens before it.
  const free = tokens.filter(({ id }) => before.get(id)?.size === 0).map(({ id }) => id);
  for (let id = free.pop(); id !== undefined; id = free.pop()) {
    before.delete(id);
    for (const newer of after.get(id) ?? []) {
      const left = before.get(newer);
      left?.delete(id);
      if (left?.size === 0) free.push(newer);
    }
  }
  return before.keys().next().value;
}
