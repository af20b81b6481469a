/** How many rows of one level are built at a time. A longer list is split into pages of this size. */
export const PAGE_SIZE = 200;

/** How many pages a list of this length has. A short one has none. */
export function pageCount(length: number): number {
  return length <= PAGE_SIZE ? 0 : Math.ceil(length / PAGE_SIZE);
}

/** Where a page begins in its list, and where the next one does. */
export function pageRange(page: number): [from: number, to: number] {
  return [page * PAGE_SIZE, (page + 1) * PAGE_SIZE];
}
