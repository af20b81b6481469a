import * as vscode from 'vscode';
import { type FlowSplit, readFlowSplit } from '../../core/flows/flowSplit';

const KEY = 'flowSplit';

/** How all simulators divide their room between messages and panel. It is kept for all windows of the user. */
export class SplitKeeper implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<object>();
  /** Tells who has changed it. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly memento: vscode.Memento) {}

  get split(): FlowSplit {
    return readFlowSplit(this.memento.get(KEY));
  }

  /** @param by who has changed it, and knows it already */
  async keep(split: FlowSplit, by: object): Promise<void> {
    const kept = this.memento.update(KEY, split);
    this.changed.fire(by);
    await kept;
  }

  dispose(): void {
    this.changed.dispose();
  }
}
