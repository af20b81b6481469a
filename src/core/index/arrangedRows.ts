import type { SearchedRows } from './rowSearch';
import type { Condition, SessionEntry } from './sessionEntry';

/** Sessions of an application in an order. A session is made when somebody asks for it. */
export class ArrangedRows {
  /** @param order the rows of the table */
  constructor(
    private readonly rows: SearchedRows,
    private readonly order: Uint32Array,
  ) {}

  get length(): number {
    return this.order.length;
  }

  at(index: number): SessionEntry | undefined {
    const row = this.order.at(index);
    return row === undefined ? undefined : this.rows.shown(row);
  }

  entries(): SessionEntry[] {
    return Array.from(this.order, (row) => this.rows.shown(row));
  }

  /** Some of them, in the same order. */
  part(from: number, to: number): ArrangedRows {
    return new ArrangedRows(this.rows, this.order.subarray(from, to));
  }

  /** The file names, which cost less than the sessions. */
  names(): string[] {
    return Array.from(this.order, (row) => this.rows.table.name(row));
  }

  /** How many are in each condition. No session is made for it. */
  conditions(): Record<Condition, number> {
    const counts = { accepted: 0, pending: 0, atFault: 0, unreadable: 0 };
    for (const row of this.order) counts[this.rows.table.condition(row)]++;
    return counts;
  }

  /** Where a session is. -1 when it is not among these. */
  placeOf(name: string): number {
    const row = this.rows.table.find(name);
    return row < 0 ? -1 : this.order.indexOf(row);
  }
}
