import * as vscode from 'vscode';
import { Coalesced } from '../../core/base/coalesce';
import { DisposableStore } from '../../core/base/disposableStore';
import { nodeTimers } from '../host/timers';
import { onWindowFocus } from '../host/windowFocus';
import type { CurrentMark } from '../scenarios/currentMark';
import type { ScenarioResults } from '../scenarios/scenarioResults';

const TOGETHER_MS = 200;

/** Tells which results are old, as the flow or what it needs was changed since: an include, a fixture, a handler. */
export class FlowAges implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  /** What was told, by file. */
  private readonly told = new Map<string, boolean>();
  private readonly disposables: DisposableStore;

  constructor(
    private readonly results: Pick<ScenarioResults, 'of'>,
    private readonly markOf: CurrentMark,
  ) {
    const together = new Coalesced(nodeTimers, TOGETHER_MS, () => void this.look());
    this.disposables = new DisposableStore(
      this.changed,
      together,
      vscode.workspace.onDidSaveTextDocument(() => together.call()),
      onWindowFocus(() => together.call()),
    );
  }

  /** @param file absolute path of a flow that was looked at. One that has no result is never old */
  isOld(file: string): boolean {
    return this.told.get(file) ?? false;
  }

  /** Looks at these flows, so that it can be told of each whether its result is old. */
  async lookAt(files: readonly string[]): Promise<void> {
    await Promise.all(files.map(async (file) => this.told.set(file, await this.judge(file))));
  }

  dispose(): Promise<void> {
    return this.disposables.dispose();
  }

  private async judge(file: string): Promise<boolean> {
    const result = this.results.of(file);
    if (!result) return false;
    try {
      return (await this.markOf(file)) !== result.mark;
    } catch {
      // It cannot be read any more.
      return true;
    }
  }

  private async look(): Promise<void> {
    for (const [file, before] of this.told) {
      if ((await this.judge(file)) === before) continue;
      this.changed.fire();
      return;
    }
  }
}
