import path from 'node:path';
import type { Disposable } from '../core/base/event';
import { ownKindOf } from './ownFile';
import { type FolderListener, PlainWatches } from './plainWatches';

/** What the file system told since it was last asked. A hint where to look, not a truth. */
export interface Activity {
  /** The MobileApps folder itself, or a folder above it, may have gone or come. */
  folder: boolean;
  /** Names directly in the MobileApps folder that came or went. */
  readonly children: Set<string>;
  /** Application folder to file names: true where a file may have come or gone, false where only its content changed. */
  readonly files: Map<string, Map<string, boolean>>;
  /** Application folders of which only "something" is known. */
  readonly unnamed: Set<string>;
}

export function noActivity(): Activity {
  return { folder: false, children: new Set(), files: new Map(), unnamed: new Set() };
}

export interface FolderWatchOptions {
  /** The highest folder above the MobileApps folder that is watched for its coming and going; its parent by default. */
  readonly boundary?: string;
  /** A folder that cannot be watched; everything else goes on. */
  readonly onError: (folder: string, error: Error) => void;
}

/** Watches a MobileApps folder, its application folders and the folders above it, one plain watch each. */
export class FolderWatch implements Disposable {
  private readonly watches: PlainWatches;
  private applications: readonly string[] = [];

  constructor(
    private readonly folder: string,
    private readonly note: (update: (activity: Activity) => void) => void,
    private readonly options: FolderWatchOptions,
  ) {
    this.watches = new PlainWatches(options.onError);
    this.arm();
  }

  /** Which application folders there are now. To be called before they are listed, so that nothing falls between. */
  setApplications(names: readonly string[]): void {
    this.applications = names;
    this.arm();
  }

  dispose(): void {
    this.watches.dispose();
  }

  private arm(): void {
    for (const { parent, child } of this.ancestors()) {
      this.watch(parent, (name) => {
        if (name !== null && name !== child) return;
        // What is watched below is perhaps another folder by now.
        this.watches.forget(path.join(parent, child));
        this.note((activity) => {
          activity.folder = true;
        });
        this.arm();
      });
    }
    this.watch(this.folder, (name) => {
      if (name !== null) this.watches.forget(path.join(this.folder, name));
      this.note((activity) => {
        if (name === null) activity.folder = true;
        else activity.children.add(name);
      });
      this.arm();
    });
    const wanted = new Set(this.applications.map((name) => path.join(this.folder, name)));
    for (const watched of this.watches.folders) {
      if (path.dirname(watched) === this.folder && !wanted.has(watched)) this.watches.forget(watched);
    }
    for (const application of this.applications) this.watchApplication(application);
  }

  private watchApplication(application: string): void {
    this.watch(
      path.join(this.folder, application),
      (name) => this.noteFile(application, name, true),
      (name) => this.noteFile(application, name, false),
    );
  }

  private watch(folder: string, renamed: FolderListener['renamed'], changed?: FolderListener['changed']): void {
    this.watches.watch(folder, { renamed, ...(changed && { changed }) });
  }

  private noteFile(application: string, name: string | null, cameOrWent: boolean): void {
    // Locks and temporary files of our own writes would have the folder listed anew at each of them.
    if (name !== null && ownKindOf(name)) return;
    this.note(({ unnamed, files }) => {
      if (name === null) {
        unnamed.add(application);
        return;
      }
      const names = files.get(application) ?? new Map<string, boolean>();
      names.set(name, cameOrWent || names.get(name) === true);
      files.set(application, names);
    });
  }

  /** Folders above the MobileApps folder, with the child of each that leads to it. */
  private ancestors(): { parent: string; child: string }[] {
    const boundary = this.options.boundary ?? path.dirname(this.folder);
    const chain: { parent: string; child: string }[] = [];
    for (let at = this.folder; path.dirname(at) !== at; at = path.dirname(at)) {
      const parent = path.dirname(at);
      chain.push({ parent, child: path.basename(at) });
      if (parent === boundary || path.relative(boundary, parent).startsWith('..')) break;
    }
    return chain;
  }
}
