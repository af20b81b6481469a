/** Returns a list in which a value replaces the equal one, or is added at the end. The original list is not changed. */
export function put<T>(list: readonly T[], value: T, same: (a: T, b: T) => boolean): T[] {
  const at = list.findIndex((each) => same(each, value));
  return at < 0 ? [...list, value] : list.with(at, value);
}

export function sameId(a: { readonly id: string }, b: { readonly id: string }): boolean {
  return a.id === b.id;
}
