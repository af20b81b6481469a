import path from 'node:path';
import * as vscode from 'vscode';
import { judgeName } from '../../core/session/location';
import type { CheckPool } from '../../disk/checkPool';
import type { Found } from '../../disk/findFolders';
import { FolderScope } from '../../disk/folderScope';
import { isSession } from '../../disk/knownByItself';
import { normalPath } from '../host/pathSetting';
import { excludedIn } from '../host/workspaceFiles';
import { foldersFromSettings } from './folderSettings';
import { MOBILE_APPS_SETTINGS } from './mobileAppsContract';

/** How a MobileApps folder came to be shown. */
export type FolderOrigin = 'found' | 'setting' | 'opened';

/** A MobileApps folder that is to be shown. */
export interface WantedFolder {
  readonly origin: FolderOrigin;
  readonly boundary?: string;
  /** The part of it that was opened; all of it without one. */
  readonly scope?: FolderScope;
}

export type WantedFolders = Map<string, WantedFolder>;

// A session that is written in one line, or one for each value.
const FIRST_LINES = new vscode.Range(0, 0, 200, 0);

/** Finds out which MobileApps folders are to be shown, and which parts of others. */
export class WantedFolderSearch {
  /** Where a MobileApps folder may come. */
  readonly likely: string[] = [];
  readonly wanted: WantedFolders = new Map();

  constructor(
    private readonly pool: CheckPool,
    private readonly warn: (message: string) => void,
  ) {}

  /** Those under the workspace folders, those of the setting, and those that were opened by hand. */
  async search(opened: readonly string[]): Promise<void> {
    for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
      if (uri.scheme === 'file') await this.addRoot(uri, { origin: 'found', boundary: uri.fsPath }, true);
    }
    const { folders, unresolved } = foldersFromSettings();
    for (const { text, reason } of unresolved) this.warn(`${MOBILE_APPS_SETTINGS.folders.key}: "${text}": ${reason}`);
    for (const { path: given } of folders) await this.addRoot(vscode.Uri.file(given), { origin: 'setting' });
    for (const given of opened) await this.addRoot(vscode.Uri.file(given), { origin: 'opened' });
  }

  /** What is opened by itself counts for what it is, whatever its name, unless MobileApps folders are in it. */
  private async addRoot(root: vscode.Uri, how: WantedFolder, isWorkspace = false): Promise<void> {
    const { folders, likely } = await this.find(root, isWorkspace);
    if (isWorkspace) this.likely.push(...likely);
    for (const folder of folders) if (!this.wanted.has(folder) || isWorkspace) this.wanted.set(folder, how);
    if (folders.length > 0) return;
    const folder = normalPath(root.fsPath);
    const kind = await this.kindOf(folder);
    if (kind === 'application') {
      scopeIn(this.wanted, path.dirname(folder), how.origin)?.addApplication(path.basename(folder));
    } else if ((kind === 'mobileApps' || !isWorkspace) && !isWhole(this.wanted, folder)) {
      this.wanted.set(folder, isWorkspace ? { origin: how.origin } : how);
    }
  }

  private async kindOf(folder: string) {
    try {
      return await this.pool.call('kindOfFolder', { folder });
    } catch (error) {
      // The search before has said why it cannot be read.
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      return 'other';
    }
  }

  private async find(root: vscode.Uri, isWorkspace: boolean): Promise<Found> {
    const exclude = excludedIn(root);
    const roots = [root.fsPath];
    const { folders, likely, skipped } = await this.pool.call('findFolders', { roots, exclude, isWorkspace });
    for (const { folder, reason } of skipped) this.warn(`${folder} was not searched: ${reason}`);
    return { folders: folders.map(normalPath), likely };
  }
}

/** These, and the session files that are open although their folder is not shown. */
export function withOpenFiles(wanted: WantedFolders): WantedFolders {
  const all = new Map(wanted);
  const isNew = new Set<string>();
  for (const document of vscode.workspace.textDocuments) {
    const file = document.uri.scheme === 'file' && !document.isClosed ? normalPath(document.uri.fsPath) : '';
    if (judgeName(path.basename(file)) === 'other' || file === '') continue;
    const application = path.dirname(file);
    const folder = path.dirname(application);
    if (folder === application || isWhole(all, folder)) continue;
    if (!isSession(file, document.getText(FIRST_LINES))) continue;
    // The parts that were found stay as they are for the next time.
    const known = all.get(folder);
    if (known?.scope && !isNew.has(folder)) all.set(folder, { ...known, scope: known.scope.copy() });
    isNew.add(folder);
    scopeIn(all, folder, 'found')?.addFile(path.basename(application), path.basename(file));
  }
  return all;
}

function isWhole(wanted: WantedFolders, folder: string): boolean {
  const known = wanted.get(folder);
  return known !== undefined && known.scope === undefined;
}

/** The part of a folder that is wanted; undefined when all of it is. */
function scopeIn(wanted: WantedFolders, folder: string, origin: FolderOrigin): FolderScope | undefined {
  const known = wanted.get(folder);
  if (known) return known.scope;
  const scope = new FolderScope();
  wanted.set(folder, { origin, scope });
  return scope;
}
