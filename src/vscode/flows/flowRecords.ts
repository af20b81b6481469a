import type * as vscode from 'vscode';
import type { RunOutline } from '../../core/scenario/outline';
import type { RunEvent } from '../../core/scenario/runEvents';

const KEY = 'flowRecords';
/** What is longer is not kept: the storage of a window is not made for it. */
const MOST_CHARACTERS = 2_000_000;

interface FlowRecord {
  readonly outline: RunOutline;
  readonly events: readonly RunEvent[];
}

/** The runs of the open simulators, kept over a reload of the window. Whoever keeps one has covered its secrets. */
export class FlowRecords {
  constructor(private readonly memento: vscode.Memento) {}

  /** @param events without secrets */
  async keep(file: string, outline: RunOutline, events: readonly RunEvent[]): Promise<void> {
    const record: FlowRecord = { outline, events };
    if (JSON.stringify(record).length > MOST_CHARACTERS) return this.forget(file);
    await this.memento.update(KEY, { ...this.all, [file]: record });
  }

  /** What was kept of a scenario that is still the same. */
  of(file: string, outline: RunOutline): readonly RunEvent[] | undefined {
    const record = this.all[file];
    return record && JSON.stringify(record.outline) === JSON.stringify(outline) ? record.events : undefined;
  }

  async forget(file: string): Promise<void> {
    const { [file]: gone, ...others } = this.all;
    if (gone) await this.memento.update(KEY, others);
  }

  private get all(): Readonly<Record<string, FlowRecord>> {
    return this.memento.get(KEY, {});
  }
}
