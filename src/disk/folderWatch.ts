import path from 'node:path';
import type { Disposable } from '../core/base/event';
import { ownKindOf } from './ownFile';
import { type FolderListener, PlainWatches } from './plainWatches';

/** What the file system reported since the last call. It is a hint where to look, and may be incomplete. */
export interface Activity {
  /** The MobileApps folder itself, or a parent, may have been added or removed. */
  folder: boolean;
  /** Names directly in the MobileApps folder that were added, removed or changed. */
  readonly children: Set<string>;
  /**
   * Application folder to file names. True when the file may have been added or removed, false when only its content
   * changed.
   */
  readonly files: Map<string, Map<string, boolean>>;
  /** Application folders in which something changed, but it is unknown what. */
  readonly unnamed: Set<string>;
  /** How many reports there were. After very many, the system may have dropped others without a word. */
  reports: number;
}

export function noActivity(): Activity {
  return { folder: false, children: new Set(), files: new Map(), unnamed: new Set(), reports: 0 };
}

export interface FolderWatchOptions {
  /** The highest parent folder that is watched. The default is the parent of the MobileApps folder. */
  readonly boundary?: string;
  /** Called when a folder cannot be watched. Everything else goes on. */
  readonly onError: (folder: string, error: Error) => void;
}

/** Watches a MobileApps folder, its application folders and its parent folders, with one non-recursive watch each. */
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

  /** Sets the application folders. Call this before they are listed, so that no change in between is missed. */
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
        // The watches below may be on a folder that was replaced.
        this.watches.forget(path.join(parent, child));
        this.note((activity) => {
          activity.folder = true;
        });
        this.arm();
      });
    }
    const noteChild = (name: string | null) => {
      // See `noteFile`.
      if (name !== null && ownKindOf(name)) return;
      this.note((activity) => {
        if (name === null) activity.folder = true;
        else activity.children.add(name);
      });
    };
    this.watch(
      this.folder,
      (name) => {
        if (name !== null) this.watches.forget(path.join(this.folder, name));
        noteChild(name);
        this.arm();
      },
      noteChild,
    );
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
    // Otherwise the locks and temporary files of our own writes would cause a new listing each time.
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

  /** The parents of the MobileApps folder, each with its child on the way there. */
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
