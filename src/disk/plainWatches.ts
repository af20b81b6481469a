import fs from 'node:fs';
import path from 'node:path';
import type { Disposable } from '../core/base/event';

/** Hears of a name that came or went in a folder, or of one whose content changed; null when the system does not say which. */
export interface FolderListener {
  readonly renamed: (name: string | null) => void;
  readonly changed?: (name: string | null) => void;
}

/**
 * Watches on single folders, none recursive: that loses nothing in bursts of 10,000 edits, where recursive watchers do
 * (docs/facts/performance.md#watching-folders), and asks no setting of the editor whether it may.
 */
export class PlainWatches implements Disposable {
  private readonly watchers = new Map<string, fs.FSWatcher>();
  private disposed = false;

  /** @param onError a folder that cannot be watched; everything else goes on */
  constructor(private readonly onError: (folder: string, error: Error) => void) {}

  get folders(): string[] {
    return [...this.watchers.keys()];
  }

  /** Watches a folder, unless it is watched already. Answers whether the watch is new. Nothing is watched after `dispose`. */
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

  /** Stops watching these folders, and nothing below them. */
  stop(folders: readonly string[]): void {
    for (const folder of folders) {
      this.watchers.get(folder)?.close();
      this.watchers.delete(folder);
    }
  }

  /** Stops watching a folder and all below it. */
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
    // A folder that is not there (yet) is watched from above.
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'EPERM') return;
    this.onError(folder, error);
  }
}
