import * as vscode from 'vscode';
import { Coalesced } from '../../core/base/coalesce';
import { DisposableStore } from '../../core/base/disposableStore';
import { nodeTimers } from '../host/timers';
import { SCENARIO_FILES } from './scenarioName';

const TOGETHER_MS = 200;

/** A scenario that is to run again when it changes. */
export interface WatchedScenario {
  readonly item: vscode.TestItem;
  /** Absolute path. */
  readonly file: string;
}

export interface ContinuousRunParts {
  /** The scenarios that are meant. There may be others after each change. */
  readonly wanted: () => Promise<readonly WatchedScenario[]>;
  /** By what a scenario with all that it needs is told from an earlier state, as it is saved. */
  readonly markOf: (file: string) => Promise<string>;
  /** Whether a file has changes in an editor that are not saved. */
  readonly isUnsaved: (file: string) => boolean;
  readonly run: (items: readonly vscode.TestItem[]) => Promise<void>;
}

/**
 * Runs scenarios again when they were saved, or something that they need: an include, a fixture, a handler of their server.
 * What is typed and not saved runs nothing. One round follows the other.
 */
export class ContinuousRun implements vscode.Disposable {
  private readonly marks = new Map<string, string>();
  private readonly disposables: DisposableStore;
  private work: Promise<void>;
  private isOver = false;

  constructor(private readonly parts: ContinuousRunParts) {
    // What is there at the beginning is not run: only what is changed from then on.
    this.work = this.lookForChanged().then(() => {});
    const soon = new Coalesced(nodeTimers, TOGETHER_MS, () => this.next());
    const watcher = vscode.workspace.createFileSystemWatcher(SCENARIO_FILES);
    this.disposables = new DisposableStore(
      soon,
      watcher,
      watcher.onDidCreate(() => soon.call()),
      watcher.onDidChange(() => soon.call()),
      vscode.workspace.onDidSaveTextDocument(() => soon.call()),
    );
  }

  /** Resolves when all that was begun has ended. */
  settled(): Promise<void> {
    return this.work;
  }

  async dispose(): Promise<void> {
    this.isOver = true;
    await this.disposables.dispose();
    await this.work;
  }

  private next(): void {
    this.work = this.work.then(async () => {
      const changed = await this.lookForChanged();
      if (changed.length > 0 && !this.isOver) await this.parts.run(changed);
    });
  }

  private async lookForChanged(): Promise<readonly vscode.TestItem[]> {
    const changed: vscode.TestItem[] = [];
    const { wanted, markOf, isUnsaved } = this.parts;
    for (const { item, file } of await wanted()) {
      if (this.isOver) return [];
      // It runs once it is saved.
      if (isUnsaved(file)) continue;
      // One that is gone has none.
      const mark = await markOf(file).catch(() => '');
      if (this.marks.get(file) === mark) continue;
      this.marks.set(file, mark);
      if (mark !== '') changed.push(item);
    }
    return changed;
  }
}
