import path from 'node:path';
import type { Disposable } from '../core/base/event';
import { isAtOrInOne } from './isAtOrIn';
import { PlainWatches } from './plainWatches';

export interface ArrivalWatchOptions {
  /** Hears the path of what came or went; of the folder itself when the system does not say what. */
  readonly arrived: (place: string) => void;
  /** A folder that cannot be watched; everything else goes on. */
  readonly onError: (folder: string, error: Error) => void;
  /** How many folders that have come are watched at the most. */
  readonly room: number;
  /** The part of the workspace that a folder is in: none takes the room of the others. */
  readonly partOf: (folder: string) => string;
}

/**
 * Watches the folders in which a MobileApps folder is expected, and those that have come: what is made in them a moment
 * later is often told by nobody else. Tells of all that comes in them.
 */
export class ArrivalWatch implements Disposable {
  private readonly watches: PlainWatches;
  private expected = new Set<string>();

  constructor(private readonly options: ArrivalWatchOptions) {
    this.watches = new PlainWatches(options.onError);
  }

  /** Where one is expected from now on, and nowhere else. Answers those that were not watched. */
  expect(folders: readonly string[]): string[] {
    const before = this.expected;
    this.expected = new Set(folders);
    this.watches.stop([...before].filter((folder) => !this.expected.has(folder)));
    return this.start(folders);
  }

  /** Folders that have come, those further up first. Answers those that were not watched. */
  add(folders: readonly string[]): string[] {
    const added = this.start(folders);
    this.makeRoom();
    return added;
  }

  /** Something came or went in these places: what is watched there, and below, is perhaps another folder by now. */
  forget(places: ReadonlySet<string>): void {
    const touched = this.watches.folders.filter((folder) => isAtOrInOne(places, folder));
    this.watches.stop(touched);
    this.start(touched.filter((folder) => this.expected.has(folder)));
  }

  /** Goes on only with those of the folders that have come of which this is true. */
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
    // Systems tell of a folder that is deleted or moved away by its own name.
    if (name === null || (name === path.basename(folder) && !this.expected.has(folder))) arrived(folder);
  }

  /** Folders that have come, the oldest first. */
  private come(): string[] {
    return this.watches.folders.filter((folder) => !this.expected.has(folder));
  }

  /** Gives up the oldest in the part that has the most: a build that makes thousands must not push out all others. */
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
    // Each part may have as many as leave room for all.
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
