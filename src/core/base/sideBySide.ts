/**
 * Does some work for each item, for several at the same time. Results are told in the order of the items, whatever is done
 * first: each as soon as it and all before it are there.
 * @param most how many at the same time; at least 1
 * @param work what gives a result, or undefined for an item that is left out
 * @param onResult called once for each result
 * @returns all results, in the order of the items
 * @throws the first error of `work`, when none is going on any more; no other item is begun then
 */
export async function sideBySide<T, R>(
  items: readonly T[],
  most: number,
  work: (item: T) => Promise<R | undefined>,
  onResult: (result: R) => void = () => {},
): Promise<R[]> {
  const done = new Map<number, R | undefined>();
  const told: R[] = [];
  let next = 0;
  let first = 0;
  let failure: { readonly error: unknown } | undefined;
  const lane = async () => {
    while (next < items.length && !failure) {
      const at = next++;
      try {
        done.set(at, await work(items[at] as T));
        for (; done.has(first); first++) {
          const result = done.get(first);
          done.delete(first);
          if (result === undefined) continue;
          told.push(result);
          onResult(result);
        }
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, lane));
  if (failure) throw failure.error;
  return told;
}
