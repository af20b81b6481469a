import type { Disposable } from '../../../../core/base/event';
import { type Activity, FolderWatch, noActivity } from '../../../../disk/folderWatch';

export interface DiskFollowerOptions {
  /** The highest folder above that is watched, so that the MobileApps folder is found again when it comes back. */
  readonly boundary: string;
  readonly onError: (message: string) => void;
}

// As FolderMonitor has them: many files at once are looked at together, after this much quiet…
const QUIET_MS = 50;
// …but not later than this.
const LATEST_MS = 500;

/** Watches a MobileApps folder. It collects the changes and passes them on in batches, one after the other. */
export class DiskFollower implements Disposable {
  private activity = noActivity();
  private firstNoted: number | undefined;
  private timer: NodeJS.Timeout | undefined;
  private running = false;
  private disposed = false;
  private readonly watch: FolderWatch;

  constructor(
    folder: string,
    private readonly look: (activity: Activity) => Promise<void>,
    options: DiskFollowerOptions,
  ) {
    this.watch = new FolderWatch(folder, (update) => this.noted(update), {
      boundary: options.boundary,
      onError: (place, error) =>
        options.onError(`${place} cannot be watched, so changes in it are seen at a refresh only: ${error.message}`),
    });
  }

  /** Call this before the folders are listed, so that no change is missed. */
  setApplications(names: readonly string[]): void {
    this.watch.setApplications(names);
  }

  /** Adds a file to those that are passed on soon, as if it had changed. */
  note(application: string, name: string): void {
    this.noted(({ files }) => {
      const names = files.get(application);
      if (names) names.set(name, false);
      else files.set(application, new Map([[name, false]]));
    });
  }

  /** Passes on soon what has changed, even if it is nothing. */
  wake(): void {
    this.noted(() => {});
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
    this.watch.dispose();
  }

  private noted(update: (activity: Activity) => void): void {
    if (this.disposed) return;
    update(this.activity);
    this.firstNoted ??= Date.now();
    if (!this.running) this.plan(this.firstNoted);
  }

  private plan(firstNoted: number): void {
    clearTimeout(this.timer);
    const wait = Math.max(0, Math.min(QUIET_MS, firstNoted + LATEST_MS - Date.now()));
    this.timer = setTimeout(() => void this.run(), wait);
    this.timer.unref();
  }

  private async run(): Promise<void> {
    const { activity } = this;
    this.activity = noActivity();
    this.firstNoted = undefined;
    this.running = true;
    try {
      await this.look(activity);
    } finally {
      this.running = false;
      if (this.firstNoted !== undefined && !this.disposed) this.plan(this.firstNoted);
    }
  }
}
