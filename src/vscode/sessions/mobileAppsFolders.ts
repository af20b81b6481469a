import path from 'node:path';
import * as vscode from 'vscode';
import { Coalesced } from '../../core/base/coalesce';
import type { SessionIndex } from '../../core/index/sessionIndex';
import { type CheckPool, PoolDisposedError } from '../../disk/checkPool';
import { FolderMonitor } from '../../disk/folderMonitor';
import { SETTINGS } from '../contract';
import { normalPath } from '../host/pathSetting';
import { readSetting } from '../host/settings';
import { nodeTimers } from '../host/timers';
import { foldersFromSettings } from './folderSettings';

/** How a MobileApps folder came to be shown. */
export type FolderOrigin = 'found' | 'setting' | 'opened';

const OPENED_KEY = 'openedFolders';

/**
 * Which MobileApps folders are shown: those under the workspace folders, those of the setting and those that were
 * opened by hand. Each has a monitor that keeps the index in line with the disk.
 */
export class MobileAppsFolders implements vscode.Disposable {
  private readonly shown = new Map<string, { origin: FolderOrigin; monitor: FolderMonitor }>();
  private readonly disposables: vscode.Disposable[] = [];
  private readonly rediscovery = new Coalesced(nodeTimers, 200, () => void this.discover());
  private readonly lookIntoCreated = new Coalesced(nodeTimers, 100, () => void this.lookInto());
  private createdPaths: string[] = [];
  private discovering: Promise<void> | undefined;
  private again = false;
  private readonly told = new Set<string>();
  private readonly settled = new vscode.EventEmitter<void>();
  /** Fires when all folders have been looked for. */
  readonly onDidDiscover = this.settled.event;
  discovered = false;

  constructor(
    private readonly pool: CheckPool,
    private readonly index: SessionIndex,
    private readonly memento: vscode.Memento,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const watcher = vscode.workspace.createFileSystemWatcher('**/*', false, true, true);
    this.disposables.push(
      watcher,
      this.rediscovery,
      this.settled,
      this.lookIntoCreated,
      watcher.onDidCreate((uri) => this.created(uri)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.rediscovery.call()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        const ours = event.affectsConfiguration(`${SETTINGS.section}.${SETTINGS.folders}`);
        if (ours || event.affectsConfiguration('files.exclude')) this.rediscovery.call();
      }),
    );
  }

  originOf(folder: string): FolderOrigin | undefined {
    return this.shown.get(folder)?.origin;
  }

  /** Looks for folders anew and scans those that are new. Resolves when the list is settled; the scans go on. */
  discover(): Promise<void> {
    this.again = true;
    this.discovering ??= this.discoverAll().finally(() => {
      this.discovering = undefined;
    });
    return this.discovering;
  }

  /** Looks for folders anew and scans all of them. Resolves when everything is in the index. */
  async refresh(): Promise<void> {
    await this.discover();
    await Promise.all([...this.shown.values()].map(({ monitor }) => monitor.rescan()));
  }

  /** Shows a folder from now on, in this workspace, until `close`. */
  async open(folder: string): Promise<void> {
    const added = normalPath(folder);
    const opened = this.opened();
    if (!opened.includes(added)) await this.memento.update(OPENED_KEY, [...opened, added]);
    await this.discover();
  }

  async close(folder: string): Promise<void> {
    await this.memento.update(
      OPENED_KEY,
      this.opened().filter((each) => each !== folder),
    );
    await this.discover();
  }

  dispose(): void {
    for (const { monitor } of this.shown.values()) monitor.dispose();
    this.shown.clear();
    for (const each of this.disposables) each.dispose();
  }

  /** Folders that were opened by hand. */
  opened(): string[] {
    return this.memento.get<string[]>(OPENED_KEY, []);
  }

  /** A folder that comes with all that is in it is told by its own name alone, so each new one is looked into. */
  private created(uri: vscode.Uri): void {
    const inKnown = [...this.shown.keys()].some((folder) => uri.fsPath.startsWith(folder + path.sep));
    if (uri.scheme !== 'file' || inKnown) return;
    this.createdPaths.push(uri.fsPath);
    this.lookIntoCreated.call();
  }

  private async lookInto(): Promise<void> {
    const roots = this.createdPaths;
    this.createdPaths = [];
    try {
      const { folders } = await this.pool.call('findFolders', { roots });
      if (folders.some((folder) => !this.shown.has(normalPath(folder)))) await this.discover();
    } catch (error) {
      if (!(error instanceof PoolDisposedError)) this.warn(error instanceof Error ? error.message : String(error));
    }
  }

  private async discoverAll(): Promise<void> {
    try {
      while (this.again) {
        this.again = false;
        this.show(await this.wanted());
      }
    } catch (error) {
      if (error instanceof PoolDisposedError) return;
      throw error;
    }
    this.discovered = true;
    this.settled.fire();
  }

  private async wanted(): Promise<Map<string, { origin: FolderOrigin; boundary: string | undefined }>> {
    const wanted = new Map<string, { origin: FolderOrigin; boundary: string | undefined }>();
    for (const root of vscode.workspace.workspaceFolders ?? []) {
      if (root.uri.scheme !== 'file') continue;
      for (const folder of await this.find(root.uri)) {
        wanted.set(folder, { origin: 'found', boundary: root.uri.fsPath });
      }
    }
    const { folders, unresolved } = foldersFromSettings();
    for (const { text, reason } of unresolved)
      this.warn(`${SETTINGS.section}.${SETTINGS.folders}: "${text}": ${reason}`);
    for (const { path: given } of folders) await this.addGiven(wanted, given, 'setting');
    for (const given of this.opened()) await this.addGiven(wanted, given, 'opened');
    return wanted;
  }

  /** A folder that was given by name counts whatever it is called, unless MobileApps folders are in it. */
  private async addGiven(
    wanted: Map<string, { origin: FolderOrigin; boundary: string | undefined }>,
    given: string,
    origin: FolderOrigin,
  ): Promise<void> {
    const inside = await this.find(vscode.Uri.file(given));
    for (const folder of inside.length > 0 ? inside : [given]) {
      if (!wanted.has(folder)) wanted.set(folder, { origin, boundary: undefined });
    }
  }

  private async find(root: vscode.Uri): Promise<string[]> {
    const excluded = readSetting<Record<string, unknown>>('files.exclude', {}, root);
    const exclude = Object.keys(excluded).filter((glob) => excluded[glob] === true);
    const { folders, skipped } = await this.pool.call('findFolders', { roots: [root.fsPath], exclude });
    for (const { folder, reason } of skipped) this.warn(`${folder} was not searched: ${reason}`);
    return folders.map(normalPath);
  }

  private show(wanted: ReadonlyMap<string, { origin: FolderOrigin; boundary: string | undefined }>): void {
    for (const [folder, { origin, monitor }] of [...this.shown]) {
      // One that was found and is gone stays watched: a folder that is moved away is often moved back.
      const mayReturn = origin === 'found' && this.index.stateOf(folder)?.kind === 'gone' && inWorkspace(folder);
      if (wanted.has(folder) || mayReturn) continue;
      monitor.dispose();
      this.shown.delete(folder);
      this.index.apply({ kind: 'folderRemoved', folder });
    }
    for (const [folder, { origin, boundary }] of wanted) {
      const known = this.shown.get(folder);
      if (known) {
        known.origin = origin;
        continue;
      }
      const monitor = new FolderMonitor(folder, this.pool, this.index, {
        ...(boundary !== undefined && { boundary }),
        onError: (message) => this.warn(message),
      });
      this.shown.set(folder, { origin, monitor });
      void monitor.rescan();
    }
  }

  /** In the log, each once: nothing stops, and a pop-up for each folder that cannot be entered would be noise. */
  private warn(message: string): void {
    if (this.told.has(message)) return;
    this.told.add(message);
    this.log.warn(message);
  }
}

function inWorkspace(folder: string): boolean {
  return vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder)) !== undefined;
}
