/** How a click or a key changes a selection. `range` goes from where the last one began. */
export const SELECT_WAYS = ['only', 'toggle', 'range'] as const;
export type SelectWay = (typeof SELECT_WAYS)[number];

/** Rows in their order, as far as a selection asks for them. */
export interface SelectableRows {
  names(): readonly string[];
}

/** The selected sessions of a grid, by name: they stay selected when the order changes. */
export class GridSelection {
  private chosen: ReadonlySet<string> = new Set();
  /** Where a range begins. */
  private anchor: string | undefined;

  get size(): number {
    return this.chosen.size;
  }

  has(name: string): boolean {
    return this.chosen.has(name);
  }

  names(): readonly string[] {
    return [...this.chosen];
  }

  /** Changes it as a click on a row does. */
  select(name: string, way: SelectWay, rows: SelectableRows): void {
    if (way === 'range' && this.anchor !== undefined && this.selectRange(this.anchor, name, rows.names())) return;
    this.anchor = name;
    if (way !== 'toggle') {
      this.chosen = new Set([name]);
      return;
    }
    const chosen = new Set(this.chosen);
    if (!chosen.delete(name)) chosen.add(name);
    this.chosen = chosen;
  }

  /** Selects these and no others. */
  set(names: Iterable<string>): void {
    this.chosen = new Set(names);
    [this.anchor] = this.chosen;
  }

  /**
   * Forgets sessions that are gone, or that the filter hides: what cannot be seen must not be changed.
   * @returns whether any were selected
   */
  keep(isThere: (name: string) => boolean): boolean {
    const kept = [...this.chosen].filter(isThere);
    if (this.anchor !== undefined && !isThere(this.anchor)) this.anchor = undefined;
    if (kept.length === this.chosen.size) return false;
    this.chosen = new Set(kept);
    return true;
  }

  private selectRange(from: string, to: string, names: readonly string[]): boolean {
    const [one, other] = [names.indexOf(from), names.indexOf(to)];
    if (one < 0 || other < 0) return false;
    this.chosen = new Set(names.slice(Math.min(one, other), Math.max(one, other) + 1));
    return true;
  }
}
