/** Which part of a list is asked for. Without members, it is the whole list. */
export interface PageQuery {
  /** The id of the last item that is known already. It need not be there any more. */
  readonly after?: string;
  readonly limit?: number;
}

/**
 * One page of a list. Pages are in the order of the ids, so that none is left out or told twice when others come or end
 * between two pages. A list as a whole keeps its own order.
 */
export function idPageOf<T>(items: readonly T[], idOf: (item: T) => string, { after, limit }: PageQuery): readonly T[] {
  if (after === undefined && limit === undefined) return items;
  const rest = items.map((item) => ({ id: idOf(item), item })).filter(({ id }) => after === undefined || id > after);
  rest.sort((one, other) => (one.id < other.id ? -1 : 1));
  return rest.slice(0, limit).map(({ item }) => item);
}
