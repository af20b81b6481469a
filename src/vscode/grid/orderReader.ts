import type * as vscode from 'vscode';
import type { GridColumn } from '../../core/grid/gridColumns';
import type { SessionGrid } from '../../core/grid/sessionGrid';
import { l10n } from '../host/l10n';
import { untilCancelled } from '../host/lateProgress';
import type { GridRowReader } from './gridRows';

/** As many files are read at a time. */
const TOGETHER = 100;

/** Reads what a grid is sorted by that is only in the files: of all its sessions, and of those that change later. */
export class OrderReader implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;
  private isReading = false;
  private isOver = false;

  constructor(
    private readonly grid: SessionGrid,
    private readonly reader: Pick<GridRowReader, 'texts'>,
  ) {
    this.subscription = grid.onDidChange(() => void this.read());
  }

  dispose(): void {
    this.isOver = true;
    this.subscription.dispose();
  }

  private async read(): Promise<void> {
    if (this.isReading) return;
    this.isReading = true;
    try {
      for (let { unread } = this.grid; unread && !this.isOver; { unread } = this.grid) {
        const { column, names } = unread;
        const texts = await untilCancelled(l10n.t('Sorting'), names.length, ({ onFile, isCancelled }) =>
          this.textsOf(
            column,
            names,
            () => onFile?.(),
            () => this.isOver || isCancelled?.() === true,
          ),
        );
        if (this.isOver) return;
        if (texts) this.grid.takeTexts(column, texts);
        // Who did not want to wait has the usual order again.
        else if (this.grid.sorted?.column === column) this.grid.sortBy('who');
      }
    } finally {
      this.isReading = false;
    }
  }

  private async textsOf(
    column: GridColumn,
    names: readonly string[],
    onFile: () => void,
    isCancelled: () => boolean,
  ): Promise<ReadonlyMap<string, string>> {
    const texts = new Map<string, string>();
    for (let from = 0; from < names.length && !isCancelled(); from += TOGETHER) {
      const part = names.slice(from, from + TOGETHER).map(async (name) => {
        const key = this.grid.keyOf(name);
        const entry = this.grid.entry(key);
        const [text = ''] = entry ? await this.reader.texts(key, entry, [column], false) : [];
        texts.set(name, text);
        onFile();
      });
      await Promise.all(part);
    }
    return texts;
  }
}
