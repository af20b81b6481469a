import fs from 'node:fs';
import path from 'node:path';
import { counted } from '../core/base/counted';
import { phraseText } from '../core/compliance/phrase';
import { fileFaultPhrase } from '../core/files/fileFault';
import type { CheckPool } from '../disk/checkPool';
import type { FoundFolders } from '../disk/checkProtocol';
import { fileFaultSync } from '../disk/fileKind';
import { isAtOrIn } from '../disk/isAtOrIn';
import { SessionFileReader } from '../disk/sessionFile';
import { CallError } from './callError';
import { type CheckedFolder, CheckedFolders } from './checkedPart';
import { namedAbove, placeBelow, sessionHome } from './sessionHome';

export interface SearchResult extends Pick<FoundFolders, 'skipped'> {
  readonly folders: readonly CheckedFolder[];
}

const WHAT = 'a MobileApps folder, one above it, an application folder or a session file';

/** Finds what the PATH arguments of a command name: MobileApps folders, application folders and session files. */
export class FolderSearch {
  private readonly found = new CheckedFolders();
  private readonly reader = new SessionFileReader();

  constructor(
    private readonly pool: CheckPool,
    private readonly cwd: string,
  ) {}

  /**
   * The folders are sorted. Each occurs once, even when several paths or links lead to it. `skipped` are folders that
   * could not be read.
   * @throws CallError when a path is empty, when there is nothing at it, or when a folder leads to no MobileApps folder
   */
  async search(paths: readonly string[]): Promise<SearchResult> {
    // A variable of a script that is not set: nobody means all that is below the working directory.
    if (paths.includes(''))
      throw new CallError('a path is empty; give a folder or a file, or . for the working directory');
    const roots = [...new Set(paths.map((each) => path.resolve(this.cwd, each)))];
    const files = roots.filter((root) => isFile(root));
    const skipped = new Map<string, string>();
    const barren: string[] = [];
    for (const root of roots.filter((each) => !files.includes(each))) {
      const there = await this.searchOne(root);
      for (const { folder, reason } of there.skipped) skipped.set(folder, reason);
      for (const folder of there.folders) this.found.addWhole(realOf(folder), folder);
      // An unreadable path is reported as such, not as one without a MobileApps folder.
      if (there.folders.length > 0 || skipped.has(root)) continue;
      if (await this.isApplication(root)) this.addApplication(root);
      else barren.push(root);
    }
    // A shell may expand a pattern to `check MobileApps MobileApps/*`. A path inside a folder that is checked is not an
    // error.
    const lost = barren.filter((root) => !this.found.whole.some((whole) => isAtOrIn(whole, realOf(root))));
    if (lost.length > 0) throw nothingIn(lost, skipped.size);
    for (const file of files) await this.addFile(file);
    return {
      folders: this.found.all,
      skipped: [...skipped].map(([folder, reason]) => ({ folder, reason })),
    };
  }

  private addApplication(root: string): void {
    const parent = path.dirname(root);
    const above = namedAbove(parent);
    // Sessions that are too deep in an application folder are none of a folder of their own.
    if (above !== undefined && above !== parent)
      this.found.addFile(realOf(above), above, placeBelow(above, root), 'folder');
    else this.found.addApplication(realOf(parent), parent, path.basename(root), above === undefined);
  }

  private async addFile(given: string): Promise<void> {
    // A link is no session file. The file that it leads to may be one.
    const file = isLink(given) ? realOf(given) : given;
    const reading = this.reader.read(file);
    const { folder, place, reads } = await sessionHome(this.pool, file, reading.kind === 'text' ? reading.text : '');
    // A folder on the way may be a link, which is none of the application folders of its own folder.
    const isPlain = path.join(realOf(folder), ...place.split('/')) === realOf(file);
    if (!isPlain) return this.addFile(realOf(file));
    this.found.addFile(realOf(folder), folder, place, reads);
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
}

function nothingIn(roots: readonly string[], unread: number): CallError {
  const unseen = unread === 0 ? '' : ` (${counted(unread, 'folder')} could not be looked into)`;
  return new CallError(
    `no MobileApps folder at or under ${roots.join(', ')}${unseen}; ` +
      'give the folder of a 4D project with mobile sessions, or one whose sub-folders hold session files',
  );
}

/**
 * Whether a path is a file, and not a folder.
 * @throws CallError when it is neither
 */
function isFile(place: string): boolean {
  const fault = fileFaultSync(place);
  if (!fault) return true;
  if (fault.kind === 'folder') return false;
  const told =
    fault.kind === 'missing'
      ? `${place} does not exist; give another path`
      : fault.kind === 'pipe' || fault.kind === 'device'
        ? `${place} is a ${fault.kind}; give - to check what comes on stdin, or another path`
        : phraseText(fileFaultPhrase(place, fault));
  throw new CallError(`${told}: ${WHAT}`);
}

function isLink(place: string): boolean {
  return fs.lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

function realOf(place: string): string {
  return fs.realpathSync.native(place);
}
