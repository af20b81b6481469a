import { ToolRefusal } from './agentTool';

/** How many things a page has unless the call says otherwise, and how many it may ask for. */
export const PAGE_LENGTH = 50;
export const LONGEST_PAGE = 500;
/** Lists that are kept for further pages. An older one is let go. */
const MOST_KEPT = 4;

/** The members of an input schema that ask for a page. */
export const PAGE_INPUT = {
  limit: {
    type: 'integer',
    minimum: 1,
    maximum: LONGEST_PAGE,
    description: `How many to give at most; ${PAGE_LENGTH} unless given.`,
  },
  cursor: {
    type: 'string',
    maxLength: 100,
    description: 'nextCursor of the call before, for what follows there. Give the other arguments as before.',
  },
} as const;

/** The member of an output schema that says how to go on. */
export const PAGE_OUTPUT = {
  nextCursor: { type: 'string', description: 'Present if there is more: give it as cursor.' },
} as const;

export interface PageWish {
  readonly limit?: number;
  readonly cursor?: string;
}

/** One page of a list. */
export interface ListPage<T, S> {
  readonly items: readonly T[];
  readonly rest: S;
  readonly nextCursor?: string;
}

/**
 * Gives long lists in pages. All pages of one list are those of one moment, whatever happens meanwhile, and the work for it
 * is done once.
 */
export class PagedLists<T, S> {
  private readonly kept = new Map<string, { readonly items: readonly T[]; readonly rest: S }>();
  private last = 0;

  /**
   * @param make makes the list, and what each page tells beside it
   * @throws ToolRefusal for a cursor that no list has
   */
  async page(
    { limit = PAGE_LENGTH, cursor }: PageWish,
    make: () => Promise<{ readonly items: readonly T[]; readonly rest: S }>,
  ): Promise<ListPage<T, S>> {
    const [, id = '', from = '0'] =
      cursor === undefined ? [] : (/^(\d{1,15})-(\d{1,15})$/.exec(cursor) ?? ['', 'none']);
    const list = cursor === undefined ? await make() : this.kept.get(id);
    if (!list) {
      throw new ToolRefusal('The cursor is of no list that is still kept; call the tool again without it.');
    }
    const end = Number(from) + limit;
    const items = list.items.slice(Number(from), end);
    if (end >= list.items.length) return { items, rest: list.rest };
    return { items, rest: list.rest, nextCursor: `${cursor === undefined ? this.keep(list) : id}-${end}` };
  }

  private keep(list: { readonly items: readonly T[]; readonly rest: S }): string {
    const id = String(++this.last);
    this.kept.set(id, list);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
    return id;
  }
}
