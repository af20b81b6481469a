import type * as vscode from 'vscode';
import { type ColumnWidths, chosenColumns, chosenWidths, type GridColumn } from '../../core/grid/gridColumns';
import { type Arrangement, SORT_ORDERS } from '../../core/index/arrangement';

const KEY = 'sessionGrid';

type Order = Pick<Arrangement, 'sort' | 'reversed'>;

interface Kept {
  readonly columns: readonly GridColumn[];
  readonly order: Order;
  readonly widths: ColumnWidths;
}

/** The columns, their widths and the order that the user chose last, for the next grid too. */
export class GridSettings {
  constructor(private readonly memento: vscode.Memento) {}

  get columns(): readonly GridColumn[] {
    return chosenColumns(this.kept.columns);
  }

  get order(): Order {
    const { sort, reversed } = this.kept.order ?? {};
    return { sort: SORT_ORDERS.find((each) => each === sort) ?? 'email', reversed: reversed === true };
  }

  get widths(): ColumnWidths {
    return chosenWidths(this.kept.widths);
  }

  async choose(columns: readonly GridColumn[]): Promise<void> {
    await this.keep({ columns: chosenColumns(columns) });
  }

  async keepOrder(order: Order): Promise<void> {
    await this.keep({ order });
  }

  /** @param pixels undefined for the width that the column has by itself */
  async keepWidth(column: GridColumn, pixels: number | undefined): Promise<void> {
    const { [column]: _, ...others } = this.widths;
    await this.keep({ widths: chosenWidths(pixels === undefined ? others : { ...others, [column]: pixels }) });
  }

  private async keep(changed: Partial<Kept>): Promise<void> {
    const { columns, order, widths } = this;
    await this.memento.update(KEY, { columns, order, widths, ...changed } satisfies Kept);
  }

  private get kept(): Partial<Kept> {
    return this.memento.get<Partial<Kept>>(KEY, {});
  }
}
