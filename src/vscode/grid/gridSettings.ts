import type * as vscode from 'vscode';
import { chosenColumns, type GridColumn } from '../../core/grid/gridColumns';
import { type Arrangement, SORT_ORDERS } from '../../core/index/arrangement';

const KEY = 'sessionGrid';

type Order = Pick<Arrangement, 'sort' | 'reversed'>;

interface Kept {
  readonly columns: readonly GridColumn[];
  readonly order: Order;
}

/** The columns and the order that the user chose last, for the next grid too. */
export class GridSettings {
  constructor(private readonly memento: vscode.Memento) {}

  get columns(): readonly GridColumn[] {
    return chosenColumns(this.kept.columns);
  }

  get order(): Order {
    const { sort, reversed } = this.kept.order ?? {};
    return { sort: SORT_ORDERS.find((each) => each === sort) ?? 'email', reversed: reversed === true };
  }

  async choose(columns: readonly GridColumn[]): Promise<void> {
    await this.memento.update(KEY, { columns: chosenColumns(columns), order: this.order } satisfies Kept);
  }

  async keepOrder(order: Order): Promise<void> {
    await this.memento.update(KEY, { columns: this.columns, order } satisfies Kept);
  }

  private get kept(): Partial<Kept> {
    return this.memento.get<Partial<Kept>>(KEY, {});
  }
}
