import path from 'node:path';
import { Coalesced, type Timers } from '../core/base/coalesce';
import type { Disposable } from '../core/base/event';
import { ArrivalWatch } from './arrivalWatch';
import { type CheckPool, PoolDisposedError } from './checkPool';
import type { FindOptions } from './findFolders';
import type { WalkOptions } from './folderWalk';
import { isAtOrIn, isAtOrInOne } from './isAtOrIn';
import { reaching } from './reaching';

/** A folder in which MobileApps folders are searched, and the parts that are excluded. */
export interface ArrivalRoot {
  readonly folder: string;
  readonly exclude?: WalkOptions['exclude'];
}

export interface ArrivalsOptions {
  readonly roots: () => readonly ArrivalRoot[];
  /** Whether another watcher already handles this place. */
  readonly isKnown: (place: string) => boolean;
  /** Called when there is a new MobileApps folder. */
  readonly onFolder: () => void;
  /** Called when so many names came at once that the system may have dropped others, also those of other watchers. */
  readonly onFlood: () => void;
  readonly warn: (message: string) => void;
}

// Names that arrive together are examined together.
const TOGETHER_MS = 100;
// Linux keeps 16,384 events for a program that is busy and drops the rest without a word that Node passes on. A file
// that is written makes several.
const FLOOD = 2_000;
// Each needs a watch, and a system has only some thousands for all programs.
const ROOM = 500;
// Windows does not allow renaming a folder while a folder in it is watched. Its own recursive watching, which VS Code
// uses, misses nothing.
const WATCHES_ALL_THAT_COMES = process.platform !== 'win32';

/**
 * Reports new MobileApps folders. Other watchers, such as that of VS Code, obey settings, and of nested folders that
 * are made quickly they may report only the outermost. So this class watches the likely places and each new folder with
 * everything in it. A MobileApps folder is found whenever it is made.
 */
export class Arrivals implements Disposable {
  private readonly watch: ArrivalWatch;
  private readonly soon: Coalesced;
  private come = new Set<string>();
  private roots: readonly ArrivalRoot[] = [];
  private disposed = false;
  private readonly full = new Set<string>();

  constructor(
    private readonly pool: CheckPool,
    timers: Timers,
    private readonly options: ArrivalsOptions,
  ) {
    this.soon = new Coalesced(timers, TOGETHER_MS, () => void this.lookIntoCome());
    this.watch = new ArrivalWatch({
      arrived: (place) => this.note(place),
      onError: (folder, error) => this.cannotWatch(folder, error),
      room: ROOM,
      partOf: (folder) => this.partOf(folder),
    });
  }

  /** Sets the places where a MobileApps folder is likely to be made. */
  async expectIn(places: readonly string[]): Promise<void> {
    this.roots = this.options.roots();
    const reaches = await Promise.all(this.roots.map(({ folder, exclude }) => reaching(folder, exclude)));
    if (this.disposed) return;
    this.watch.keep((folder) => reaches.some((isReached) => isReached(folder)));
    await this.look(this.watch.expect(places), { depth: 1 });
  }

  /**
   * Call this when something was added or removed in this place. A new folder is often reported only by its own name,
   * without its contents.
   */
  note(place: string): void {
    if (this.options.isKnown(place)) return;
    this.come.add(place);
    this.soon.call();
  }

  dispose(): void {
    this.disposed = true;
    this.soon.dispose();
    this.watch.dispose();
  }

  private async lookIntoCome(): Promise<void> {
    const { come } = this;
    this.come = new Set();
    this.roots = this.options.roots();
    this.watch.forget(come);
    if (come.size >= FLOOD) this.options.onFlood();
    const highest = [...come].filter((place) => !isBelowOne(place, come));
    await this.look(highest, { isNew: WATCHES_ALL_THAT_COMES });
  }

  private async look(places: readonly string[], options: FindOptions): Promise<void> {
    try {
      for (const { folder, exclude } of this.roots) {
        const isReached = await reaching(folder, exclude);
        await this.lookInto(places.filter(isReached), { ...options, base: folder, exclude });
      }
    } catch (error) {
      if (!(error instanceof PoolDisposedError)) {
        this.options.warn(error instanceof Error ? error.message : String(error));
      }
    }
  }

  private async lookInto(places: readonly string[], options: FindOptions): Promise<void> {
    let { depth } = options;
    let left = ROOM;
    let isTold = false;
    for (let roots = places; roots.length > 0; ) {
      const { folders, likely } = await this.pool.call('findFolders', { ...options, roots, depth });
      if (this.disposed) return;
      if (!isTold && folders.some((folder) => !this.options.isKnown(folder))) {
        isTold = true;
        this.options.onFolder();
      }
      // What was made between the listing and the watch was not reported by anybody.
      roots = this.watch.add(likely.slice(0, left));
      left -= roots.length;
      depth = 1;
    }
  }

  private partOf(place: string): string {
    const root = this.roots.find(({ folder }) => isAtOrIn(folder, place))?.folder ?? '';
    return path.join(root, path.relative(root, place).split(path.sep)[0] ?? '');
  }

  private cannotWatch(folder: string, error: NodeJS.ErrnoException): void {
    // When the system has no more watches, none can be added for any folder. So this is reported once.
    const isFull = error.code === 'ENOSPC' || error.code === 'EMFILE';
    if (isFull && this.full.has(error.code ?? '')) return;
    if (isFull) this.full.add(error.code ?? '');
    this.options.warn(`${folder} cannot be watched, so use Refresh: ${error.message}`);
  }
}

function isBelowOne(place: string, places: ReadonlySet<string>): boolean {
  const parent = path.dirname(place);
  return parent !== place && isAtOrInOne(places, parent);
}
