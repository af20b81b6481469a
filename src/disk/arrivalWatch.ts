import path from 'node:path';
import type { Disposable } from '../core/base/event';
import { isAtOrInOne } from './isAtOrIn';
import { PlainWatches } from './plainWatches';

export interface ArrivalWatchOptions {
  /**
   * Called with the path of what was added or removed. When the system does not say what, it is the path of the folder.
   */
  readonly arrived: (place: string) => void;
  /** Called when a folder cannot be watched. Everything else goes on. */
  readonly onError: (folder: string, error: Error) => void;
  /** How many folders that were added are watched at most. */
  readonly room: number;
  /** Returns the part of the workspace that a folder is in. Each part gets a share of the limit. */
  readonly partOf: (folder: string) => string;
}

/**
 * Watches the folders in which a MobileApps folder is expected, and folders that were added to them. A folder that is
 * made inside a new folder a moment later is often not reported by any other watcher.
 */
export class ArrivalWatch implements Disposable {
  private readonly watches: PlainWatches;
  private expected = new Set<string>();

  constructor(private readonly options: ArrivalWatchOptions) {
    this.watches = new PlainWatches(options.onError);
  }

  /**
   * Replaces the list of folders in which a MobileApps folder is expected.
   * @returns those that were not watched before
   */
  expect(folders: readonly string[]): string[] {
    const before = this.expected;
    this.expected = new Set(folders);
    this.watches.stop([...before].filter((folder) => !this.expected.has(folder)));
    return this.start(folders);
  }

  /**
   * Adds folders that were found later, parents first.
   * @returns those that were not watched before
   */
  add(folders: readonly string[]): string[] {
    const added = this.start(folders);
    this.makeRoom();
    return added;
  }

  /**
   * Call this when something was added or removed in these places. The watches there and below may be on a folder that
   * was replaced.
   */
  forget(places: ReadonlySet<string>): void {
    const touched = this.watches.folders.filter((folder) => isAtOrInOne(places, folder));
    this.watches.stop(touched);
    this.start(touched.filter((folder) => this.expected.has(folder)));
  }

  /** Keeps watching only those of the added folders for which this is true. */
  keep(isWanted: (folder: string) => boolean): void {
    this.watches.stop(this.come().filter((folder) => !isWanted(folder)));
  }

  dispose(): void {
    this.watches.dispose();
  }

  private start(folders: readonly string[]): string[] {
    return folders.filter((folder) => this.watches.watch(folder, { renamed: (name) => this.renamed(folder, name) }));
  }

  private renamed(folder: string, name: string | null): void {
    const { arrived } = this.options;
    if (name !== null) arrived(path.join(folder, name));
    // Some systems report a deleted or moved folder by its own name.
    if (name === null || (name === path.basename(folder) && !this.expected.has(folder))) arrived(folder);
  }

  /** The added folders, oldest first. */
  private come(): string[] {
    return this.watches.folders.filter((folder) => !this.expected.has(folder));
  }

  /**
   * Stops watching the oldest folder of the part that has the most. So a build that makes thousands of folders cannot
   * use up the whole limit.
   */
  private makeRoom(): void {
    const come = this.come();
    if (come.length <= this.options.room) return;
    const parts = new Map<string, string[]>();
    for (const folder of come) {
      const part = this.options.partOf(folder);
      const others = parts.get(part);
      if (others) others.push(folder);
      else parts.set(part, [folder]);
    }
    // The limit is shared evenly among the parts.
    const sizes = [...parts.values()].map(({ length }) => length).sort((a, b) => a - b);
    let { room } = this.options;
    let share = room;
    for (const [at, size] of sizes.entries()) {
      share = Math.floor(room / (sizes.length - at));
      if (size > share) break;
      room -= size;
    }
    for (const folders of parts.values()) this.watches.stop(folders.slice(0, Math.max(0, folders.length - share)));
  }
}
