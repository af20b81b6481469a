import fs from 'node:fs';
import path from 'node:path';
import type { Disposable } from '../core/base/event';

/**
 * Called with a name that was added, removed or changed in a folder. The name is null when the system does not report
 * it.
 */
export interface FolderListener {
  readonly renamed: (name: string | null) => void;
  readonly changed?: (name: string | null) => void;
}

/**
 * Non-recursive watches on single folders. They miss nothing in bursts of 10,000 edits, but recursive watchers do
 * (docs/facts/performance.md#watching-folders). They do not depend on the editor's settings.
 */
export class PlainWatches implements Disposable {
  private readonly watchers = new Map<string, fs.FSWatcher>();
  private disposed = false;

  /** @param onError called when a folder cannot be watched; everything else goes on */
  constructor(private readonly onError: (folder: string, error: Error) => void) {}

  get folders(): string[] {
    return [...this.watchers.keys()];
  }

  /**
   * Watches a folder, unless it is watched already. After `dispose` nothing is watched.
   * @returns whether the watch is new
   */
  watch(folder: string, { renamed, changed }: FolderListener): boolean {
    if (this.disposed || this.watchers.has(folder)) return false;
    let watcher: fs.FSWatcher;
    try {
      watcher = fs.watch(folder, { persistent: false });
    } catch (error) {
      this.failed(folder, error as NodeJS.ErrnoException);
      return false;
    }
    this.watchers.set(folder, watcher);
    watcher.on('change', (kind, name) => {
      if (this.watchers.get(folder) !== watcher) return;
      const text = typeof name === 'string' ? name : null;
      if (kind === 'rename') renamed(text);
      else changed?.(text);
    });
    watcher.on('error', (error) => {
      this.forget(folder);
      this.failed(folder, error);
      renamed(null);
    });
    return true;
  }

  /** Stops watching these folders, but not the folders below them. */
  stop(folders: readonly string[]): void {
    for (const folder of folders) {
      this.watchers.get(folder)?.close();
      this.watchers.delete(folder);
    }
  }

  /** Stops watching a folder and everything below it. */
  forget(folder: string): void {
    for (const [watched, watcher] of [...this.watchers]) {
      if (watched !== folder && !watched.startsWith(folder + path.sep)) continue;
      watcher.close();
      this.watchers.delete(watched);
    }
  }

  dispose(): void {
    this.disposed = true;
    for (const watcher of this.watchers.values()) watcher.close();
    this.watchers.clear();
  }

  private failed(folder: string, error: NodeJS.ErrnoException): void {
    // A folder that does not exist is noticed by the watch on its parent.
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'EPERM') return;
    this.onError(folder, error);
  }
}
