/** The list with a value in the place of its like; at the end when there is none. The list itself is left as it is. */
export function put<T>(list: readonly T[], value: T, same: (a: T, b: T) => boolean): T[] {
  const at = list.findIndex((each) => same(each, value));
  return at < 0 ? [...list, value] : list.with(at, value);
}

export function sameId(a: { readonly id: string }, b: { readonly id: string }): boolean {
  return a.id === b.id;
}
