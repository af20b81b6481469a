import type * as vscode from 'vscode';
import type { OpenRows } from '../host/projectedTree';

const KEY = 'expandedRows';
/** Nobody keeps more rows expanded than this. The oldest are forgotten first. */
const MOST = 500;

/**
 * Remembers which rows are expanded. VS Code forgets it for a row that a filter hides, for a folder that is moved away
 * and back, and for all rows when the window is reloaded.
 */
export class ExpandedRows implements OpenRows, vscode.Disposable {
  private readonly ids: Set<string>;
  private remembered: Thenable<void> = Promise.resolve();

  constructor(private readonly memento: vscode.Memento) {
    this.ids = new Set(memento.get<string[]>(KEY, []));
  }

  isOpen(id: string): true | undefined {
    return this.ids.has(id) ? true : undefined;
  }

  set(id: string, expanded: boolean): void {
    if (this.ids.has(id) === expanded) return;
    this.ids.delete(id);
    if (expanded) this.ids.add(id);
    const [oldest] = this.ids;
    if (this.ids.size > MOST && oldest !== undefined) this.ids.delete(oldest);
    this.remembered = this.memento.update(KEY, [...this.ids]);
  }

  async dispose(): Promise<void> {
    await this.remembered;
  }
}
