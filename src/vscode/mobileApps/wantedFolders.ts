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

/** Why a MobileApps folder is shown. */
export type FolderOrigin = 'found' | 'setting' | 'opened';

/** A MobileApps folder to show. */
export interface WantedFolder {
  readonly origin: FolderOrigin;
  readonly boundary?: string;
  /** The part that is shown; without it, the whole folder. */
  readonly scope?: FolderScope;
}

export type WantedFolders = Map<string, WantedFolder>;

// Enough for a session in one line, or with one line for each value.
const FIRST_LINES = new vscode.Range(0, 0, 200, 0);

/** Finds the MobileApps folders to show, and the parts of other folders. */
export class WantedFolderSearch {
  /** Folders in which a MobileApps folder may be created later. */
  readonly likely: string[] = [];
  /** MobileApps folders that the first login will make in the projects of the workspace. */
  readonly expected: string[] = [];
  readonly wanted: WantedFolders = new Map();

  constructor(
    private readonly pool: CheckPool,
    private readonly warn: (message: string) => void,
  ) {}

  /** Searches the workspace folders, the folders of the setting, and those that were opened by hand. */
  async search(opened: readonly string[]): Promise<void> {
    for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
      if (uri.scheme === 'file') await this.addRoot(uri, { origin: 'found', boundary: uri.fsPath }, true);
    }
    const { folders, unresolved } = foldersFromSettings();
    for (const { text, reason } of unresolved) this.warn(`${MOBILE_APPS_SETTINGS.folders.key}: "${text}": ${reason}`);
    for (const { path: given } of folders) await this.addRoot(vscode.Uri.file(given), { origin: 'setting' });
    for (const given of opened) await this.addRoot(vscode.Uri.file(given), { origin: 'opened' });
  }

  /**
   * A folder that was opened directly is shown as what it is, whatever its name, unless it contains MobileApps folders.
   */
  private async addRoot(root: vscode.Uri, how: WantedFolder, isWorkspace = false): Promise<void> {
    const { folders, likely, expected } = await this.find(root, isWorkspace);
    if (isWorkspace) {
      this.likely.push(...likely);
      this.expected.push(...expected);
    }
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
      // The search before has already reported why it cannot be read.
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      return 'other';
    }
  }

  private async find(root: vscode.Uri, isWorkspace: boolean): Promise<Found> {
    const exclude = excludedIn(root);
    const roots = [root.fsPath];
    const { folders, likely, expected, skipped } = await this.pool.call('findFolders', { roots, exclude, isWorkspace });
    for (const { folder, reason } of skipped) this.warn(`${folder} was not searched: ${reason}`);
    return { folders: folders.map(normalPath), likely, expected: expected.map(normalPath) };
  }
}

/**
 * Adds the session files that are open in editors although their folder is not shown.
 * @param ignores whether no check looks at a file
 */
export function withOpenFiles(wanted: WantedFolders, ignores: (place: string) => boolean): WantedFolders {
  const all = new Map(wanted);
  const isNew = new Set<string>();
  for (const document of vscode.workspace.textDocuments) {
    const file = document.uri.scheme === 'file' && !document.isClosed ? normalPath(document.uri.fsPath) : '';
    if (judgeName(path.basename(file)) === 'other' || file === '' || ignores(file)) continue;
    const application = path.dirname(file);
    const folder = path.dirname(application);
    if (folder === application || isWhole(all, folder)) continue;
    if (!isSession(file, document.getText(FIRST_LINES))) continue;
    // The parts that were found are copied, because they are used again later.
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

/** The shown part of a folder; undefined if the whole folder is shown. */
function scopeIn(wanted: WantedFolders, folder: string, origin: FolderOrigin): FolderScope | undefined {
  const known = wanted.get(folder);
  if (known) return known.scope;
  const scope = new FolderScope();
  wanted.set(folder, { origin, scope });
  return scope;
}
