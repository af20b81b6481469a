/** What became of a thing in a step. */
export type Change = 'added' | 'changed' | 'gone';

/** A thing, and what became of it. Without `change` it is as it was. */
export interface Changed<T> {
  readonly item: T;
  readonly change?: Change;
}

/**
 * Compares two lists. What is gone stands where it stood.
 * @param before undefined when it is not known; then nothing is told as changed
 */
export function changedItems<T>(
  before: readonly T[] | undefined,
  after: readonly T[],
  keyOf: (item: T) => string,
): Changed<T>[] {
  if (!before) return after.map((item) => ({ item }));
  const old = new Map(before.map((item) => [keyOf(item), JSON.stringify(item)]));
  const all = after.map((item): Changed<T> => {
    const was = old.get(keyOf(item));
    if (was === undefined) return { item, change: 'added' };
    return was === JSON.stringify(item) ? { item } : { item, change: 'changed' };
  });
  const kept = new Set(after.map(keyOf));
  for (const [at, item] of before.entries()) {
    if (kept.has(keyOf(item))) continue;
    const previous = before[at - 1];
    const place = previous === undefined ? 0 : all.findIndex((each) => keyOf(each.item) === keyOf(previous)) + 1;
    all.splice(place, 0, { item, change: 'gone' });
  }
  return all;
}
