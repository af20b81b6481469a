/** How many pieces of work are done in one turn of the event loop. One takes some hundredths of a millisecond. */
export const SLICE = 500;

/** Resolves in a later turn of the event loop, after the requests that wait. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Does what `map` of an array does. After each `SLICE` items, the event loop turns. */
export function inSlices<T, R>(items: readonly T[], map: (item: T) => R): R[] | Promise<R[]> {
  return items.length <= SLICE ? items.map((item) => map(item)) : slice(items, map);
}

async function slice<T, R>(items: readonly T[], map: (item: T) => R): Promise<R[]> {
  const mapped: R[] = [];
  for (const [at, item] of items.entries()) {
    if (at > 0 && at % SLICE === 0) await nextTurn();
    mapped.push(map(item));
  }
  return mapped;
}
