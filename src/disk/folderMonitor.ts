import type { Disposable } from '../core/base/event';
import type { SessionIndex } from '../core/index/sessionIndex';
import { judgeName } from '../core/session/location';
import { type CheckPool, PoolDisposedError } from './checkPool';
import { type Activity, FolderWatch, noActivity } from './folderWatch';
import { checkFiles, listInto, scanApplication, scanFolder } from './scanFolder';

export interface FolderMonitorOptions {
  /** The highest folder above that is watched, so that the MobileApps folder is found again when it comes back. */
  readonly boundary?: string;
  /** What went wrong without stopping anything: a folder that cannot be watched, a thread that died. */
  readonly onError: (message: string) => void;
}

// A 4D Server that starts writes many files at once: they are looked at together, after this much quiet…
const QUIET_MS = 50;
// …but not later than this.
const LATEST_MS = 500;
// More changed names than this in one application: listing it anew is less work.
const MANY = 2000;

/**
 * Keeps the index in line with one MobileApps folder on disk: a first scan, then what the watch tells. One thing at a
 * time, so that an older look at a file never overwrites a newer one.
 */
export class FolderMonitor implements Disposable {
  private activity = noActivity();
  private hasActivity = false;
  private rescanWanted = true;
  private running: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private firstNoted = 0;
  private disposed = false;
  private readonly watch: FolderWatch;

  constructor(
    readonly folder: string,
    private readonly pool: CheckPool,
    private readonly index: SessionIndex,
    private readonly options: FolderMonitorOptions,
  ) {
    this.watch = new FolderWatch(folder, (update) => this.noted(update), {
      ...(options.boundary !== undefined && { boundary: options.boundary }),
      onError: (place, error) => options.onError(`${place} cannot be watched, so use Refresh: ${error.message}`),
    });
  }

  /** Scans the whole folder; when a scan is under way, once more after it. Resolves when all is in the index. */
  rescan(): Promise<void> {
    this.rescanWanted = true;
    return this.run();
  }

  /** Stops watching; what this folder put into the index stays until `folderRemoved`. */
  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
    this.watch.dispose();
  }

  private noted(update: (activity: Activity) => void): void {
    update(this.activity);
    const now = Date.now();
    if (!this.hasActivity) this.firstNoted = now;
    this.hasActivity = true;
    if (this.running) return;
    clearTimeout(this.timer);
    const wait = Math.max(0, Math.min(QUIET_MS, this.firstNoted + LATEST_MS - now));
    this.timer = setTimeout(() => void this.run(), wait);
  }

  private run(): Promise<void> {
    this.running ??= this.drain().finally(() => {
      this.running = undefined;
      // Told while the last round ended.
      if (!this.disposed && (this.hasActivity || this.rescanWanted)) this.noted(() => {});
    });
    return this.running;
  }

  private async drain(): Promise<void> {
    while (!this.disposed && (this.rescanWanted || this.hasActivity)) {
      const { activity, rescanWanted } = this;
      this.activity = noActivity();
      this.hasActivity = false;
      this.rescanWanted = false;
      try {
        if (rescanWanted || activity.folder) await this.scan();
        else await this.follow(activity);
      } catch (error) {
        if (error instanceof PoolDisposedError) return;
        this.stopScanning(error);
        this.options.onError(`${this.folder} could not be checked: ${error instanceof Error ? error.message : error}`);
      }
    }
  }

  /** A thread that died in a scan must not leave the folder scanning for ever. */
  private stopScanning(error: unknown): void {
    if (this.index.stateOf(this.folder)?.kind !== 'scanning') return;
    const reason = error instanceof Error ? error.message : String(error);
    this.index.apply({ kind: 'folderState', folder: this.folder, state: { kind: 'failed', reason } });
  }

  private scan(): Promise<void> {
    return scanFolder(this.pool, this.index, this.folder, (applications) => this.watch.setApplications(applications));
  }

  /** Looks only where something happened. */
  private async follow({ children, files, unnamed }: Activity): Promise<void> {
    const whole = new Set(unnamed);
    if (children.size > 0) {
      const applications = await listInto(this.pool, this.index, this.folder);
      if (!applications) return;
      this.watch.setApplications(applications);
      for (const name of applications) if (children.has(name)) whole.add(name);
    }
    for (const [application, names] of files) {
      if (names.size > MANY) whole.add(application);
      else if (!whole.has(application)) await this.followFiles(application, names);
    }
    for (const application of whole) await scanApplication(this.pool, this.index, this.folder, application);
  }

  private async followFiles(application: string, names: ReadonlyMap<string, boolean>): Promise<void> {
    const { pool, index, folder } = this;
    const known = (name: string) => index.entry({ folder, application, name }) !== undefined;
    const candidates = [...names.keys()].filter((name) => judgeName(name) !== 'other');
    const wereKnown = new Set(candidates.filter(known));
    const { notSessions } = await checkFiles(pool, index, folder, application, candidates);
    // The list of other files changes with what came or went and is no session file, and with what became one by its text.
    const othersChanged = [...names].some(([name, cameOrWent]) =>
      known(name) ? judgeName(name) === 'dependsOnText' && !wereKnown.has(name) : cameOrWent && !wereKnown.has(name),
    );
    if (notSessions || othersChanged) await scanApplication(pool, index, folder, application, 'new');
  }
}
