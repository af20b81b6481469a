import path from 'node:path';
import { Coalesced, type Timers } from '../core/base/coalesce';
import type { Disposable } from '../core/base/event';
import { ArrivalWatch } from './arrivalWatch';
import { type CheckPool, PoolDisposedError } from './checkPool';
import type { FindOptions } from './findFolders';
import { reaching, type WalkOptions } from './folderWalk';
import { isAtOrIn, isAtOrInOne } from './isAtOrIn';

/** A folder in which MobileApps folders are looked for, and what of it is not entered. */
export interface ArrivalRoot {
  readonly folder: string;
  readonly exclude?: WalkOptions['exclude'];
}

export interface ArrivalsOptions {
  readonly roots: () => readonly ArrivalRoot[];
  /** Whether what is in this place is followed by somebody else already. */
  readonly isKnown: (place: string) => boolean;
  /** Hears that there is a MobileApps folder that is not known yet. */
  readonly onFolder: () => void;
  readonly warn: (message: string) => void;
}

// Names that come together are looked into together.
const TOGETHER_MS = 100;
// Each costs a watch, of which a system has some thousands for all programs.
const ROOM = 500;
// Windows lets nobody rename a folder as long as one in it is watched, and its own watching of all below a folder,
// which VS Code uses, misses nothing.
const WATCHES_ALL_THAT_COMES = process.platform !== 'win32';

/**
 * Tells when a MobileApps folder comes. Others that tell of what comes, as VS Code does, obey settings and may know only
 * the highest of folders that are made quickly one in another. So the likely places are watched, and each folder that has
 * come, with all that is in it: nothing depends on one look at one moment.
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

  /** Where a MobileApps folder is likely to come. */
  async expectIn(places: readonly string[]): Promise<void> {
    this.roots = this.options.roots();
    const reaches = this.roots.map(({ folder, exclude }) => reaching(folder, exclude));
    this.watch.keep((folder) => reaches.some((isReached) => isReached(folder)));
    await this.look(this.watch.expect(places), { depth: 1 });
  }

  /** Something came, or went, in this place. A folder with all that is in it is often told by its own name alone. */
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
    const highest = [...come].filter((place) => !isBelowOne(place, come));
    await this.look(highest, { isNew: WATCHES_ALL_THAT_COMES });
  }

  private async look(places: readonly string[], options: FindOptions): Promise<void> {
    try {
      for (const { folder, exclude } of this.roots) {
        await this.lookInto(places.filter(reaching(folder, exclude)), { ...options, base: folder, exclude });
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
      // What came between the look and the watch has been told to nobody.
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
    // A system that has no watch left has none for any folder: it is said once.
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
