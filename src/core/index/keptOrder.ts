import { arrangeRows, rowComparison } from './arrange';
import type { SortOrder } from './arrangement';
import type { SearchedRows } from './rowSearch';

/** Where more rows than one of so many have come or moved, all are sorted anew. */
const FEW = 32;

/**
 * All sessions of an application in an order. Where few have come, gone or moved, only these are put in their places: to sort a hundred
 * thousand takes longer than a window may be kept waiting.
 */
export class KeptOrder {
  private order: Uint32Array | undefined;
  /** Rows that may be in the wrong place. */
  private readonly moved = new Set<number>();
  /** Whether sessions have come, gone or moved. */
  private hasChanged = false;
  /** The revision of the table of which all changes are known. */
  private revision = -1;

  constructor(
    readonly rows: SearchedRows,
    readonly sort: SortOrder,
    readonly isReversed: boolean,
  ) {}

  /** The rows of the table. It stays as it is. */
  get current(): Uint32Array {
    const { table } = this.rows;
    const isKnown = this.revision === table.revision;
    if (!this.order || !isKnown) this.order = this.sorted();
    else if (this.hasChanged) this.order = this.mended(this.order);
    this.revision = table.revision;
    this.moved.clear();
    this.hasChanged = false;
    return this.order;
  }

  /**
   * Notes what a change of the index has changed. Call it for each change. After one that was not told, all rows are sorted anew.
   * @param names sessions that came, or may have another place now
   */
  note(names: Iterable<string>): void {
    const { table } = this.rows;
    this.hasChanged = true;
    for (const name of names) {
      const row = table.find(name);
      if (row >= 0) this.moved.add(row);
    }
    this.revision = table.revision;
  }

  private sorted(): Uint32Array {
    return arrangeRows(this.rows, [...this.rows.table.rows()], this.sort, this.isReversed);
  }

  private mended(order: Uint32Array): Uint32Array {
    const { table } = this.rows;
    const isPlaced = new Uint8Array(table.end);
    let count = 0;
    const kept = order.filter((row) => {
      if (!table.isUsed(row) || this.moved.has(row)) return false;
      isPlaced[row] = 1;
      count++;
      return true;
    });
    const others: number[] = [];
    for (const row of table.rows()) if (isPlaced[row] === 0) others.push(row);
    if (others.length * FEW > count + FEW * FEW) return this.sorted();
    const compare = rowComparison(this.rows, this.sort, this.isReversed);
    return merged(kept, arrangeRows(this.rows, others, this.sort, this.isReversed), compare);
  }
}

/** Two sorted lists as one. The second is short. */
function merged(many: Uint32Array, few: Uint32Array, compare: (a: number, b: number) => number): Uint32Array {
  const all = new Uint32Array(many.length + few.length);
  let from = 0;
  let end = 0;
  for (const row of few) {
    const to = placeIn(many, from, row, compare);
    all.set(many.subarray(from, to), end);
    end += to - from;
    all[end++] = row;
    from = to;
  }
  all.set(many.subarray(from), end);
  return all;
}

/** The first place from which on no row comes before this one. */
function placeIn(rows: Uint32Array, from: number, row: number, compare: (a: number, b: number) => number): number {
  let [low, high] = [from, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(rows[middle] as number, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
