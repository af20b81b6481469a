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
  const page = new FirstOnes<T>(limit ?? items.length);
  for (const item of items) {
    const id = idOf(item);
    if (after === undefined || id > after) page.add(id, item);
  }
  return page.items;
}

/** The items with the first ids. Sorting all items would take long for a short page of a long list. */
class FirstOnes<T> {
  private kept: { readonly id: string; readonly item: T }[] = [];

  constructor(private readonly most: number) {}

  get items(): readonly T[] {
    this.cut();
    return this.kept.map(({ item }) => item);
  }

  add(id: string, item: T): void {
    const { last } = this;
    if (last !== undefined && id > last) return;
    this.kept.push({ id, item });
    if (this.kept.length > 2 * this.most) this.cut();
  }

  /** The id above which none is on the page any more. */
  private last: string | undefined;

  private cut(): void {
    this.kept.sort((one, other) => (one.id < other.id ? -1 : 1));
    if (this.kept.length < this.most) return;
    this.kept.length = this.most;
    this.last = this.kept.at(-1)?.id;
  }
}
