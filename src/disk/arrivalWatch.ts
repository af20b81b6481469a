import path from 'node:path';
import type { Disposable } from '../core/base/event';
import { PlainWatches } from './plainWatches';

/** Watches the folders in which a MobileApps folder is likely to come, and tells of all that comes in them. */
export class ArrivalWatch implements Disposable {
  private readonly watches: PlainWatches;

  constructor(
    /** Hears the path of what came; of the folder itself when the system does not say what. */
    private readonly arrived: (place: string) => void,
    onError: (folder: string, error: Error) => void,
  ) {
    this.watches = new PlainWatches(onError);
  }

  /** Which folders to watch beside those that are watched already. Answers those that are new. */
  add(folders: readonly string[]): string[] {
    return folders.filter((folder) => this.watches.watch(folder, { renamed: (name) => this.renamed(folder, name) }));
  }

  /** Watches these and no other. Answers those that are new. */
  set(folders: readonly string[]): string[] {
    const wanted = new Set(folders);
    for (const folder of this.watches.folders) if (!wanted.has(folder)) this.watches.forget(folder);
    return this.add(folders);
  }

  dispose(): void {
    this.watches.dispose();
  }

  private renamed(folder: string, name: string | null): void {
    const place = name === null ? folder : path.join(folder, name);
    // What is watched there is perhaps another folder by now.
    this.watches.forget(place);
    this.arrived(place);
  }
}
