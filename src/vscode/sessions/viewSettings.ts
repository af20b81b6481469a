import * as vscode from 'vscode';
import { type Arrangement, SORT_ORDERS, type SortOrder } from '../../core/index/arrangement';

interface Stored {
  sort: SortOrder;
  reversed: boolean;
  grouped: boolean;
}

const KEY = 'sessionsView';

/** How the user wants sessions to be shown. Sort order, its direction and grouping are remembered, but not the filter. */
export class ViewSettings implements vscode.Disposable {
  private stored: Stored;
  private filterText = '';
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;

  constructor(private readonly memento: vscode.Memento) {
    const stored = memento.get<Partial<Stored>>(KEY, {});
    const sort = SORT_ORDERS.find((order) => order === stored.sort) ?? SORT_ORDERS[0];
    this.stored = { sort, reversed: stored.reversed === true, grouped: stored.grouped === true };
  }

  get arrangement(): Arrangement {
    const { sort, reversed } = this.stored;
    return { sort, reversed, filter: this.filterText };
  }

  get grouped(): boolean {
    return this.stored.grouped;
  }

  /** Another order begins the way round that it usually has. */
  async setSort(sort: SortOrder): Promise<void> {
    if (sort !== this.stored.sort) await this.store({ ...this.stored, sort, reversed: false });
  }

  async reverseSort(): Promise<void> {
    await this.store({ ...this.stored, reversed: !this.stored.reversed });
  }

  async setGrouped(grouped: boolean): Promise<void> {
    await this.store({ ...this.stored, grouped });
  }

  setFilter(text: string): void {
    if (this.filterText === text) return;
    this.filterText = text;
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }

  private async store(stored: Stored): Promise<void> {
    const { sort, reversed, grouped } = this.stored;
    if (stored.sort === sort && stored.reversed === reversed && stored.grouped === grouped) return;
    this.stored = stored;
    this.changed.fire();
    await this.memento.update(KEY, stored);
  }
}
