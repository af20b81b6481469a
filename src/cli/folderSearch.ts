import fs from 'node:fs';
import path from 'node:path';
import { counted } from '../core/base/counted';
import { phraseText } from '../core/compliance/phrase';
import { folderFaultPhrase } from '../core/files/fileFault';
import type { CheckPool } from '../disk/checkPool';
import type { FoundFolders } from '../disk/checkProtocol';
import { folderFaultSync } from '../disk/fileKind';
import { CallError } from './callError';

export type SearchResult = Pick<FoundFolders, 'folders' | 'skipped'>;

/** Finds the MobileApps folders that the PATH arguments of a command name. */
export class FolderSearch {
  constructor(
    private readonly pool: CheckPool,
    private readonly cwd: string,
  ) {}

  /**
   * The folders are sorted. Each occurs once, even when several paths or links lead to it. `skipped` are folders that
   * could not be read.
   * @throws CallError when a path is not a folder, or leads to no MobileApps folder
   */
  async search(paths: readonly string[]): Promise<SearchResult> {
    const roots = [...new Set(paths.map((each) => path.resolve(this.cwd, each)))];
    for (const root of roots) assertDirectory(root);
    const found = new Map<string, string>();
    const skipped = new Map<string, string>();
    const barren: string[] = [];
    for (const root of roots) {
      const there = await this.searchOne(root);
      for (const { folder, reason } of there.skipped) skipped.set(folder, reason);
      for (const folder of there.folders) {
        const real = fs.realpathSync.native(folder);
        if (!found.has(real)) found.set(real, folder);
      }
      // An unreadable path is reported as such, not as one without a MobileApps folder.
      if (there.folders.length === 0 && !skipped.has(root)) barren.push(root);
    }
    // A shell may expand a pattern to `check MobileApps MobileApps/*`. A path inside a folder that is checked is not an
    // error.
    const lost = barren.filter((root) => !isInside(fs.realpathSync.native(root), [...found.keys()]));
    if (lost.length > 0) throw await this.nothingIn(lost, skipped.size);
    return {
      folders: [...found.values()].sort(),
      skipped: [...skipped].map(([folder, reason]) => ({ folder, reason })),
    };
  }

  private async searchOne(root: string): Promise<FoundFolders> {
    const found = await this.pool.call('findFolders', { roots: [root] });
    if (found.folders.length > 0 || found.skipped.some(({ folder }) => folder === root)) return found;
    if (await this.isApplication(root)) return found;
    return (await this.holdsApplications(root)) ? { ...found, folders: [root] } : found;
  }

  private async isApplication(folder: string): Promise<boolean> {
    return (await this.pool.call('kindOfFolder', { folder })) === 'application';
  }

  /** Whether a folder is a MobileApps folder with another name: one of its sub-folders contains a session file. */
  private async holdsApplications(folder: string): Promise<boolean> {
    const { applications } = await this.pool.call('listFolder', { folder });
    for (const application of applications) if (await this.holdsSessions(folder, application)) return true;
    return false;
  }

  private async holdsSessions(folder: string, application: string): Promise<boolean> {
    try {
      return (await this.pool.call('listApplication', { folder, application })).names.length > 0;
    } catch (error) {
      // An unreadable folder is in `skipped` already.
      if ((error as NodeJS.ErrnoException).code !== undefined) return false;
      throw error;
    }
  }

  private async nothingIn(roots: readonly string[], unread: number): Promise<CallError> {
    for (const root of roots) {
      if (await this.isApplication(root)) {
        return new CallError(`${root} is one application folder; give its parent: ${path.dirname(root)}`);
      }
    }
    const unseen = unread === 0 ? '' : ` (${counted(unread, 'folder')} could not be looked into)`;
    return new CallError(
      `no MobileApps folder at or under ${roots.join(', ')}${unseen}; ` +
        'give the folder of a 4D project with mobile sessions, or one whose sub-folders hold session files',
    );
  }
}

function assertDirectory(folder: string): void {
  const fault = folderFaultSync(folder);
  if (!fault) return;
  const told =
    fault.kind === 'missing'
      ? `${folder} does not exist; give another folder`
      : phraseText(folderFaultPhrase(folder, fault));
  throw new CallError(`${told}: a MobileApps folder or one above it`);
}

function isInside(folder: string, others: readonly string[]): boolean {
  return others.some((other) => folder.startsWith(other.endsWith(path.sep) ? other : other + path.sep));
}
