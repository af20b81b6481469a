import pMap from 'p-map';
import type { Disposable } from '../core/base/event';
import type { SessionIndex } from '../core/index/sessionIndex';
import { ApplicationPlace } from '../core/session/applicationPlace';
import type { ApplicationSurvey, StampedNames } from './applicationSurvey';
import { type CheckPool, PoolDisposedError } from './checkPool';
import type { FolderScope } from './folderScope';
import { type Activity, FolderWatch, type FolderWatchOptions, noActivity } from './folderWatch';
import { checkFiles, listInto, scanApplication, scanApplications, scanFolder } from './scanFolder';
import { IndexSnapshot, type IndexSnapshotOptions } from './snapshot/indexSnapshot';
import { TaskTurns } from './taskTurns';

export interface FolderMonitorOptions {
  /** The highest parent folder that is watched, so that the MobileApps folder is found again when it is restored. */
  readonly boundary?: string;
  /** The part of the folder that is monitored. Absent for the whole folder. */
  readonly scope?: FolderScope | undefined;
  /** Called for problems that stop nothing: a folder that cannot be watched, a thread that died. */
  readonly onError: (message: string) => void;
  /** Keeps what is known for the next start. Absent: nothing is kept. */
  readonly snapshot?: IndexSnapshotOptions;
  /** For tests: a file system that reports nothing. */
  readonly watch?: (folder: string, note: NoteActivity, options: FolderWatchOptions) => Watching;
}

type NoteActivity = (update: (activity: Activity) => void) => void;
type Watching = Pick<FolderWatch, 'setApplications' | 'dispose'>;

const watchFolder: NonNullable<FolderMonitorOptions['watch']> = (...args) => new FolderWatch(...args);

// When a 4D Server starts, it writes many files at once. They are read together after this much quiet time…
const QUIET_MS = 50;
// …but not later than this.
const LATEST_MS = 500;
// After more reports than this at once, the queue of the system may have been full. It then drops others and does not say so.
const BURST = 2000;

/**
 * Keeps the index up to date with one MobileApps folder on disk. It scans the folder once, then follows the file watch,
 * and compares all stamps where the watch may have missed something. Only one of these runs at a time, so that an older
 * result never overwrites a newer one.
 */
export class FolderMonitor implements Disposable {
  private activity = noActivity();
  private hasActivity = false;
  private rescanWanted = true;
  private lookWanted = false;
  /** The stamps of an application's files before they were last read. */
  private readonly stamps = new Map<string, StampedNames>();
  private running: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private firstNoted = 0;
  private disposed = false;
  private isTrimmed = false;
  private readonly watch: Watching;
  private scope: FolderScope | undefined;
  private readonly snapshot: IndexSnapshot | undefined;
  private isFirst = true;

  constructor(
    readonly folder: string,
    private readonly pool: CheckPool,
    private readonly index: SessionIndex,
    private readonly options: FolderMonitorOptions,
  ) {
    const { watch = watchFolder, snapshot } = options;
    this.scope = options.scope;
    this.snapshot = snapshot && new IndexSnapshot(folder, pool, index, snapshot, this.stamps);
    this.watch = watch(folder, (update) => this.noted(update), {
      ...(options.boundary !== undefined && { boundary: options.boundary }),
      onError: (place, error) => options.onError(`${place} cannot be watched, so use Refresh: ${error.message}`),
    });
  }

  /** Scans the whole folder. When a scan is running, another one follows it. Resolves when the index is up to date. */
  rescan(): Promise<void> {
    this.rescanWanted = true;
    return this.run();
  }

  /**
   * Looks for changes that were not reported, as on network drives, in containers and on overlays: gets the stamps of
   * all files and reads those whose stamp changed. Resolves when the index is up to date.
   */
  lookAgain(): Promise<void> {
    this.lookWanted = true;
    return this.run();
  }

  /** Changes the part of the folder that is monitored. Undefined for the whole folder. */
  setScope(scope: FolderScope | undefined): void {
    if (scope ? scope.isSame(this.scope) : this.scope === undefined) return;
    this.scope = scope;
    void this.rescan();
  }

  /** Stops watching. What is in the index stays until `folderRemoved`. Resolves when what was under way is over. */
  async dispose(): Promise<void> {
    this.disposed = true;
    clearTimeout(this.timer);
    this.watch.dispose();
    await this.running;
    await this.snapshot?.dispose();
  }

  private noted(update: (activity: Activity) => void): void {
    update(this.activity);
    this.activity.reports++;
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
      // Something was reported while the last round ended.
      if (!this.disposed && this.isSomethingToDo) this.noted(() => {});
    });
    return this.running;
  }

  private get isSomethingToDo(): boolean {
    return this.rescanWanted || this.lookWanted || this.hasActivity;
  }

  private async drain(): Promise<void> {
    while (!this.disposed && this.isSomethingToDo) {
      const { activity, rescanWanted, lookWanted } = this;
      this.activity = noActivity();
      this.hasActivity = false;
      this.rescanWanted = false;
      this.lookWanted = false;
      this.snapshot?.begins();
      try {
        if (rescanWanted) await this.scan();
        else if (lookWanted || activity.folder || activity.reports > BURST) await this.look();
        else await this.follow(activity);
        if (!this.isSomethingToDo) this.snapshot?.ends();
      } catch (error) {
        // Some files were not read that have these stamps.
        this.stamps.clear();
        if (error instanceof PoolDisposedError) return;
        this.stopScanning(error);
        this.options.onError(`${this.folder} could not be checked: ${error instanceof Error ? error.message : error}`);
      }
    }
  }

  /** When a thread dies during a scan, the folder must not stay in the state "scanning". */
  private stopScanning(error: unknown): void {
    if (this.index.stateOf(this.folder)?.kind !== 'scanning') return;
    const message = error instanceof Error ? error.message : String(error);
    const state = { kind: 'failed', fault: { kind: 'failed', message } } as const;
    this.index.apply({ kind: 'folderState', folder: this.folder, state });
  }

  private async scan(): Promise<void> {
    const { isFirst, snapshot } = this;
    this.isFirst = false;
    if (isFirst && !this.scope && snapshot && (await snapshot.isThere()) && (await this.restore(snapshot))) {
      await this.trim();
      return;
    }
    this.stamps.clear();
    snapshot?.checksAll();
    await scanFolder(this.pool, this.index, this.folder, {
      scope: this.scope,
      onListed: (applications) => this.watch.setApplications(applications),
      onStamps: this.onStamps,
    });
    await this.trim();
  }

  /** Once everything is known, no more is reserved for what is to come. One application after the other, as a large one takes its time. */
  private async trim(): Promise<void> {
    if (this.isTrimmed || this.index.stateOf(this.folder)?.kind !== 'ready') return;
    this.isTrimmed = true;
    const turns = new TaskTurns();
    for (const { name } of this.index.applications(this.folder)) {
      turns.add(() => this.index.trim(this.folder, name));
    }
    await turns.done();
  }

  private readonly onStamps = (application: string, { names, stamps, others = '' }: StampedNames) => {
    this.stamps.set(application, { names, stamps, others });
  };

  /** Begins with what was known the last time, and reads what has changed since. Returns whether that could be done. */
  private async restore(snapshot: IndexSnapshot): Promise<boolean> {
    const { folder, index, pool } = this;
    index.apply({ kind: 'folderState', folder, state: { kind: 'scanning' } });
    const applications = await listInto(pool, index, folder);
    if (!applications) return true;
    this.follows(applications);
    const there = new Set(applications);
    const deep: string[] = [];
    const isRestored = await snapshot.restore(({ application, listed, sessions }) => {
      if (!there.has(application)) return;
      if (listed?.stamps) {
        this.onStamps(application, listed.stamps);
        const { others, expected = 0 } = listed;
        index.apply({ kind: 'applicationListed', folder, application, others, expected });
        // The stamp of a folder does not tell that a file in it was changed.
        if (others.some(({ kind }) => kind === 'directory')) deep.push(application);
      }
      if (sessions) index.apply({ kind: 'scanned', folder, application, sessions });
    });
    if (!isRestored) return false;
    await this.lookIntoAll(applications);
    for (const application of deep) await scanApplication(pool, index, folder, application, { which: 'new' });
    if (index.stateOf(folder)) index.apply({ kind: 'folderState', folder, state: { kind: 'ready' } });
    return true;
  }

  /** What changed since these stamps. Undefined when the folder cannot be listed. */
  private async survey(application: string, known: StampedNames | undefined): Promise<ApplicationSurvey | undefined> {
    const { folder } = this;
    try {
      const survey = await this.pool.call('survey', { folder, application, ...(known && { known }) });
      this.onStamps(application, survey);
      if (survey.isListedOtherwise || survey.changed.length > 0) this.snapshot?.isOutdated();
      return survey;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      this.stamps.delete(application);
      return undefined;
    }
  }

  private async look(): Promise<void> {
    const applications = await listInto(this.pool, this.index, this.folder, this.scope);
    if (!applications) return;
    // The folder was restored without a report.
    if (this.index.stateOf(this.folder)?.kind !== 'ready') return this.scan();
    this.follows(applications);
    await this.lookIntoAll(applications);
  }

  /** Two at a time keep the threads busy. */
  private async lookIntoAll(applications: readonly string[]): Promise<void> {
    await pMap(applications, (application) => this.lookInto(application), { concurrency: 2 });
  }

  /** Watches these applications, and forgets what is known of others. */
  private follows(applications: readonly string[]): void {
    this.watch.setApplications(applications);
    const there = new Set(applications);
    for (const gone of [...this.stamps.keys()].filter((name) => !there.has(name))) this.stamps.delete(gone);
  }

  private async lookInto(application: string): Promise<void> {
    const { pool, index, folder, scope } = this;
    const only = scope?.namesOf(application);
    if (only) return this.followFiles(application, new Map(only.map((name) => [name, false])));
    const known = this.stamps.get(application);
    if (!known && !scope) return this.scanWhole(application);
    const survey = await this.survey(application, known);
    if (!survey || !known) return scanApplication(pool, index, folder, application, { scope });
    // A scan reads many files faster.
    if (!scope && survey.changed.length > BURST && survey.changed.length * 2 > survey.count) {
      return this.scanWhole(application);
    }
    if (survey.isListedOtherwise) await scanApplication(pool, index, folder, application, { which: 'new', scope });
    if (survey.changed.length > 0) {
      await this.followFiles(application, new Map(survey.changed.map((name) => [name, false])));
    }
  }

  private async scanWhole(application: string): Promise<void> {
    const one = { applications: [application], sizes: [] };
    await scanApplications(this.pool, this.index, this.folder, one, { onStamps: this.onStamps, findingsOnly: false });
  }

  /** Reads only what was reported. */
  private async follow({ children, files, unnamed }: Activity): Promise<void> {
    const whole = new Set(unnamed);
    if (children.size > 0) {
      const applications = await listInto(this.pool, this.index, this.folder, this.scope);
      if (!applications) return;
      this.follows(applications);
      for (const name of applications) if (children.has(name)) whole.add(name);
    }
    // Deleting a folder is also reported by the watch on the folder itself.
    const isGone = (application: string) => !this.index.applicationOf(this.folder, application);
    for (const [application, names] of files) {
      if (!isGone(application) && !whole.has(application)) await this.followFiles(application, names);
    }
    // A watch that has failed is gone.
    if (unnamed.size > 0) this.watch.setApplications(this.index.applications(this.folder).map(({ name }) => name));
    for (const application of whole) if (!isGone(application)) await this.lookInto(application);
  }

  private async followFiles(application: string, names: ReadonlyMap<string, boolean>): Promise<void> {
    const { pool, index, folder, scope } = this;
    if (scope && !scope.includes(application)) return;
    const known = (name: string) => index.has({ folder, application, name });
    const place = new ApplicationPlace(application);
    const candidates = [...names.keys()].filter(
      (name) => place.judge(name) !== 'other' && scope?.includes(application, name) !== false,
    );
    const wereKnown = new Set(candidates.filter(known));
    const { notSessions } = await checkFiles(pool, index, folder, application, candidates);
    // The list of other files changes when something that is not a session file is added, removed or changed, and when
    // the text of a file makes it a session file.
    const othersChanged = [...names].some(([name, cameOrWent]) => {
      const verdict = place.judge(name);
      if (known(name)) return verdict === 'dependsOnText' && !wereKnown.has(name);
      return (cameOrWent || verdict === 'other') && !wereKnown.has(name);
    });
    if ((notSessions || othersChanged) && !scope?.namesOf(application))
      await scanApplication(pool, index, folder, application, { which: 'new', scope });
  }
}
