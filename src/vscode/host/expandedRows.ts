import type * as vscode from 'vscode';
import type { OpenRows } from './projectedTree';

/** Nobody keeps more rows expanded than this. The oldest are forgotten first. */
const MOST = 500;

/**
 * Remembers which rows the user has expanded and collapsed. VS Code forgets it for a row that a filter hides, for a folder that is
 * moved away and back, and for all rows when the window is reloaded.
 */
export class ExpandedRows implements OpenRows, vscode.Disposable {
  private readonly rows: Map<string, boolean>;
  private remembered: Thenable<void> = Promise.resolve();

  /** @param key of the memento, one for each tree */
  constructor(
    private readonly memento: vscode.Memento,
    private readonly key: string,
  ) {
    this.rows = new Map(memento.get<[string, boolean][]>(key, []));
  }

  isOpen(id: string): boolean | undefined {
    return this.rows.get(id);
  }

  set(id: string, isOpen: boolean): void {
    if (this.rows.get(id) === isOpen) return;
    this.rows.delete(id);
    this.rows.set(id, isOpen);
    const [oldest] = this.rows.keys();
    if (this.rows.size > MOST && oldest !== undefined) this.rows.delete(oldest);
    this.remembered = this.memento.update(this.key, [...this.rows]);
  }

  async dispose(): Promise<void> {
    await this.remembered;
  }
}
