import * as vscode from 'vscode';
import { Coalesced } from '../../core/base/coalesce';
import { ArrivalWatch } from '../../disk/arrivalWatch';
import { type CheckPool, PoolDisposedError } from '../../disk/checkPool';
import { normalPath } from '../host/pathSetting';
import { nodeTimers } from '../host/timers';

/** Names that come together are looked into together. */
const TOGETHER_MS = 100;

export interface ArrivalsOptions {
  /** Whether what is in this place is followed by somebody else already. */
  readonly isKnown: (place: string) => boolean;
  /** Hears that there is a MobileApps folder that is not known yet. */
  readonly onFolder: () => void;
  readonly warn: (message: string) => void;
}

/**
 * Tells when a MobileApps folder comes. VS Code tells of all that comes in a workspace, but obeys `files.watcherExclude`,
 * and a project's data is often in there: the likely places are watched by ourselves.
 */
export class Arrivals implements vscode.Disposable {
  private readonly watch: ArrivalWatch;
  private readonly soon = new Coalesced(nodeTimers, TOGETHER_MS, () => void this.lookIntoCreated());
  private created = new Set<string>();
  private readonly disposables: vscode.Disposable[];

  constructor(
    private readonly pool: CheckPool,
    private readonly options: ArrivalsOptions,
  ) {
    this.watch = new ArrivalWatch(
      (place) => this.note(place),
      (folder, error) => this.warn(`${folder} cannot be watched, so use Refresh: ${error.message}`),
    );
    const watcher = vscode.workspace.createFileSystemWatcher('**/*', false, true, true);
    const told = watcher.onDidCreate(({ scheme, fsPath }) => {
      if (scheme === 'file') this.note(fsPath);
    });
    this.disposables = [this.watch, this.soon, watcher, told];
  }

  /** Where a MobileApps folder is likely to come. */
  async expectIn(places: readonly string[]): Promise<void> {
    await this.lookInto(this.watch.set(places), 1);
  }

  dispose(): void {
    for (const each of this.disposables) each.dispose();
  }

  private warn(message: string): void {
    this.options.warn(message);
  }

  /** A folder that comes with all that is in it is told by its own name alone, so each new one is looked into. */
  private note(place: string): void {
    if (this.options.isKnown(place)) return;
    this.created.add(place);
    this.soon.call();
  }

  private async lookIntoCreated(): Promise<void> {
    const places = [...this.created];
    this.created.clear();
    await this.lookInto(places);
  }

  private async lookInto(places: readonly string[], depth?: number): Promise<void> {
    try {
      for (let roots = places; roots.length > 0; depth = 1) {
        const { folders, likely } = await this.pool.call('findFolders', {
          roots,
          ...(depth !== undefined && { depth }),
        });
        if (folders.some((folder) => !this.options.isKnown(normalPath(folder)))) return this.options.onFolder();
        // What came between the look and the watch has been told to nobody.
        roots = this.watch.add(likely);
      }
    } catch (error) {
      if (!(error instanceof PoolDisposedError)) {
        this.warn(error instanceof Error ? error.message : String(error));
      }
    }
  }
}
