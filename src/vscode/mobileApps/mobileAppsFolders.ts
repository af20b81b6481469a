import * as vscode from 'vscode';
import { Coalesced } from '../../core/base/coalesce';
import { DisposableStore } from '../../core/base/disposableStore';
import type { SessionIndex } from '../../core/index/sessionIndex';
import { type CheckPool, PoolDisposedError } from '../../disk/checkPool';
import type { FollowedConfiguration } from '../../disk/configuration/followedConfigurations';
import type { FolderMonitor } from '../../disk/folderMonitor';
import { isAtOrIn } from '../../disk/isAtOrIn';
import type { Host } from '../host/createHost';
import { isAffected } from '../host/declared';
import { Later } from '../host/later';
import { normalPath } from '../host/pathSetting';
import { nodeTimers } from '../host/timers';
import { VSCODE_SETTINGS } from '../host/vscodeContract';
import { onWindowFocus } from '../host/windowFocus';
import type { FolderTools } from './folderTools';
import { MOBILE_APPS_SETTINGS } from './mobileAppsContract';
import type { FolderOrigin, WantedFolders } from './wantedFolders';

interface ShownFolder {
  origin: FolderOrigin;
  /** False if only a part of the folder is open. */
  isWhole: boolean;
  readonly monitor: FolderMonitor;
}

type FoldersHost = Pick<Host, 'memento' | 'log' | 'snapshotRoot' | 'userMemento' | 'version'>;

const OPENED_KEY = 'openedFolders';
/** A search that is not caused by an event waits this many times the duration of the last one. */
const PAUSE_FACTOR = 20;

/**
 * Decides which MobileApps folders are shown: those in the workspace folders, those of the setting, and those that were
 * opened by hand. Of other folders, it shows application folders and session files that are open by themselves. For
 * each folder, a monitor keeps the index up to date with the disk.
 */
export class MobileAppsFolders implements vscode.Disposable {
  private readonly shown = new Map<string, ShownFolder>();
  private readonly disposables: DisposableStore;
  private readonly rediscovery = new Coalesced(nodeTimers, 200, () => void this.discover());
  private readonly tools = new Later(() => this.loadTools());
  /** What the last search found, how long it took, and when it ended. */
  private found: { wanted: WantedFolders; took: number; at: number } | undefined;
  private discovering: Promise<void> | undefined;
  private again = false;
  private readonly told = new Set<string>();
  private readonly settled = new vscode.EventEmitter<void>();
  /** Fires after each search. */
  readonly onDidDiscover = this.settled.event;
  private readonly followed = new vscode.EventEmitter<void>();
  /** Fires when the configurations of the folders were looked at again. */
  readonly onDidFollow = this.followed.event;
  discovered = false;
  /** The MobileApps folders that the first login will make in the projects of the workspace. */
  expected: readonly string[] = [];

  constructor(
    private readonly pool: CheckPool,
    private readonly index: SessionIndex,
    private readonly host: FoldersHost,
  ) {
    // VS Code follows `files.watcherExclude`, and misses folders that are created quickly inside one another.
    const created = vscode.workspace.createFileSystemWatcher('**/*', false, true, true);
    this.disposables = new DisposableStore(
      created,
      created.onDidCreate(({ scheme, fsPath }) => {
        // What comes before the first search is found by that.
        if (scheme === 'file') this.tools.now?.arrivals.note(fsPath);
      }),
      this.rediscovery,
      this.settled,
      this.followed,
      onWindowFocus(() => this.lookAgain()),
      vscode.workspace.onDidOpenTextDocument(() => this.showWanted()),
      vscode.workspace.onDidCloseTextDocument(() => this.showWanted()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.rediscovery.call()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        const ours = isAffected(event, MOBILE_APPS_SETTINGS.folders);
        if (ours || isAffected(event, VSCODE_SETTINGS.filesExclude)) this.rediscovery.call();
      }),
    );
  }

  originOf(folder: string): FolderOrigin | undefined {
    return this.shown.get(folder)?.origin;
  }

  /** Searches for folders again and scans new ones. Resolves when the list is complete, while scans may continue. */
  discover(): Promise<void> {
    this.again = true;
    this.discovering ??= this.discoverAll().finally(() => {
      this.discovering = undefined;
    });
    return this.discovering;
  }

  /**
   * Searches for folders again, and reads what is new or has another stamp. Resolves when everything is in the index.
   * @param how `rescan` reads all files, because the schema changed
   */
  async refresh(how: 'lookAgain' | 'rescan' = 'lookAgain'): Promise<void> {
    await this.discover();
    await Promise.all([...this.shown.values()].map(({ monitor }) => monitor[how]()));
  }

  /** Whether no check looks at a file or folder, because a configuration says so. @param place absolute */
  ignores(place: string): boolean {
    return this.tools.now?.configurations.ignores(place) ?? false;
  }

  /** The configuration that is followed for a folder; without one, for the workspace. */
  async configurationFor(folder: string | undefined): Promise<FollowedConfiguration | undefined> {
    if (!this.discovered) await this.discover();
    return this.tools.now?.configurations.followedFor(folder);
  }

  /** Shows a folder from now on, in this workspace, until `close`. */
  async open(folder: string): Promise<void> {
    const added = normalPath(folder);
    const opened = this.opened();
    if (!opened.includes(added)) await this.host.memento.update(OPENED_KEY, [...opened, added]);
    await this.discover();
  }

  async close(folder: string): Promise<void> {
    await this.host.memento.update(
      OPENED_KEY,
      this.opened().filter((each) => each !== folder),
    );
    await this.discover();
  }

  /** Resolves when no search and no scan is running any more. */
  async dispose(): Promise<void> {
    this.again = false;
    const ends = [...this.shown.values()].map(({ monitor }) => monitor.dispose());
    this.shown.clear();
    await Promise.all([...ends, this.disposables.dispose(), this.discovering]);
  }

  /** Folders that were opened by hand. */
  opened(): string[] {
    return this.host.memento.get<string[]>(OPENED_KEY, []);
  }

  /** Whether a whole folder is shown that a place is in. */
  isWholeShown(place: string): boolean {
    return [...this.shown].some(([folder, { isWhole }]) => isWhole && isAtOrIn(folder, place));
  }

  /** Looks for changes that were not reported. A search that takes long is not repeated each time. */
  lookAgain(): void {
    for (const { monitor } of this.shown.values()) void monitor.lookAgain();
    this.configurationsChanged();
    if (this.found && performance.now() - this.found.at > this.found.took * PAUSE_FACTOR) void this.discover();
  }

  private async discoverAll(): Promise<void> {
    try {
      while (this.again) {
        this.again = false;
        const { Search, arrivals, snapshots, configurations } = await this.tools.get();
        const started = performance.now();
        const search = new Search(this.pool, (message) => this.warn(message));
        await search.search(this.opened());
        const at = performance.now();
        this.found = { wanted: search.wanted, took: at - started, at };
        this.expected = search.expected;
        const { anew } = await configurations.look([...search.wanted.keys()]);
        // A folder that is not shown yet is read when it is.
        const shown = anew.filter((folder) => this.shown.has(folder));
        this.showWanted();
        for (const folder of shown) this.rescan(folder);
        this.followed.fire();
        await arrivals.expectIn(search.likely);
        if (!this.discovered) await snapshots.prune();
      }
    } catch (error) {
      if (error instanceof PoolDisposedError) return;
      throw error;
    }
    this.discovered = true;
    this.settled.fire();
  }

  /** Follows a configuration that is new, other or gone. A search that is under way looks at it itself. */
  configurationsChanged(): void {
    if (this.found && !this.discovering) void this.followConfigurations(this.found.wanted);
  }

  private async followConfigurations(wanted: WantedFolders): Promise<void> {
    const { configurations } = await this.tools.get();
    const { anew, isOther } = await configurations.look([...wanted.keys()]);
    // What was ignored, or is now, may be a MobileApps folder.
    if (isOther) await this.discover();
    for (const folder of anew) this.rescan(folder);
    this.followed.fire();
  }

  /** Reads a folder anew, if it is shown. */
  rescan(folder: string): void {
    void this.shown.get(folder)?.monitor.rescan();
  }

  /** Shows what the last search found, and what is open in editors. */
  private showWanted(): void {
    const tools = this.tools.now;
    if (!this.found || !tools) return;
    const ignores = (place: string) => tools.configurations.ignores(place);
    const wanted = tools.withOpen(this.found.wanted, ignores);
    this.show(new Map([...wanted].filter(([folder]) => !ignores(folder))), tools);
  }

  private show(wanted: WantedFolders, { Monitor, snapshots }: FolderTools): void {
    for (const [folder, { origin, monitor }] of [...this.shown]) {
      // A folder that was found and then disappeared stays watched: a folder that is moved away is often moved back.
      const mayReturn = origin === 'found' && this.index.stateOf(folder)?.kind === 'gone' && inWorkspace(folder);
      if (wanted.has(folder) || mayReturn) continue;
      void monitor.dispose();
      this.shown.delete(folder);
      this.index.apply({ kind: 'folderRemoved', folder });
    }
    for (const [folder, { origin, boundary, scope }] of wanted) {
      const known = this.shown.get(folder);
      if (known) {
        known.origin = origin;
        known.isWhole = scope === undefined;
        known.monitor.setScope(scope);
        continue;
      }
      const monitor = new Monitor(folder, this.pool, this.index, {
        ...(boundary !== undefined && { boundary }),
        scope,
        snapshot: snapshots.options,
        onError: (message) => this.warn(message),
      });
      this.shown.set(folder, { origin, isWhole: scope === undefined, monitor });
      void monitor.rescan();
    }
  }

  private async loadTools(): Promise<FolderTools> {
    const { loadedTools } = await import('./folderTools.js');
    const tools = loadedTools(this.pool, this.index, this.host, this);
    this.disposables.add(tools.arrivals);
    this.disposables.add(tools.configurations);
    return tools;
  }

  /**
   * Logs each message once. Nothing stops because of it, and a notification for each unreadable folder would be too
   * much.
   */
  warn(message: string): void {
    if (this.told.has(message)) return;
    this.told.add(message);
    this.host.log.warn(message);
  }
}

function inWorkspace(folder: string): boolean {
  return vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder)) !== undefined;
}
