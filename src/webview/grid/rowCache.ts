import type { GridRow, GridToPage } from '../../core/grid/gridMessages';

/** Rows around those in view are asked for with them, so that a short way finds them there. */
const AROUND = 40;

/** The rows that the extension has sent. Old ones are shown until the new ones are there. */
export class RowCache {
  /** Of what there is to show now. */
  revision = -1;
  private readonly rows = new Map<number, GridRow>();
  private kept = -1;
  private asked: { readonly from: number; readonly to: number } | undefined;

  /** @param ask asks for rows; they come again by themselves when they have changed */
  constructor(private readonly ask: (from: number, to: number) => void) {}

  at(index: number): GridRow | undefined {
    return this.rows.get(index);
  }

  take({ revision, from, rows }: Extract<GridToPage, { kind: 'rows' }>): void {
    if (revision !== this.revision) return;
    if (this.kept !== revision) this.rows.clear();
    this.kept = revision;
    for (const [at, row] of rows.entries()) this.rows.set(from + at, row);
  }

  /** Sees to it that these rows come, if they are not there or on their way. */
  want(from: number, to: number, count: number): void {
    const { asked } = this;
    if (to <= from || (asked && asked.from <= from && asked.to >= to)) return;
    const wide = { from: Math.max(0, from - AROUND), to: Math.min(count, to + AROUND) };
    this.asked = wide;
    this.ask(wide.from, wide.to);
  }
}
