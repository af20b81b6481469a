import path from 'node:path';
import { Backup, type SavedBackup } from '../backup';
import { placeInFolder } from '../sessionPlace';
import type { SessionWriteError } from '../sessionWriteError';
import { readError } from '../writeErrors';
import { isThere as isOnDisk } from './fileStep';
import { type Deed, recordedChange } from './recordedChange';
import type { WrittenFile } from './writtenFile';

/** A copy of a session file, as it was before something was done with it. */
export interface SessionVersion {
  readonly backup: SavedBackup;
  /** Where the file was then; absolute. A repair may have moved it since. */
  readonly file: string;
  readonly bytes: Buffer;
  /** What was done then; undefined when nothing was recorded. */
  readonly deed: Deed | undefined;
}

/** The folders for backups: each program has one. */
type BackupRoots = readonly string[];

/** Versions, and why others cannot be read. */
export interface FoundVersions {
  /** The newest first. */
  readonly versions: readonly SessionVersion[];
  readonly damaged: readonly SessionWriteError[];
}

/**
 * The copies of a session file that the backups have.
 * @param file absolute path
 */
export async function versionsOf(folder: string, file: string, roots: BackupRoots): Promise<FoundVersions> {
  const search = new VersionSearch();
  let at = file;
  for (const backup of await search.backups(folder, roots)) {
    const { deed, written } = await recordOf(backup);
    at = written.find(({ from, to }) => to === at && from !== undefined)?.from ?? at;
    if (backup.files.includes(placeInFolder(folder, at))) await search.take(backup, at, deed);
  }
  return search.found;
}

/**
 * The last copies of session files that are not there any more, those that went last first. A file that was moved is no
 * such file.
 * @param isThere answers at once for files that are known to be there, so that only the others are looked for
 * @param limit so many are returned at most
 */
export async function deletedVersions(
  folder: string,
  roots: BackupRoots,
  isThere: (file: string) => boolean,
  limit: number,
): Promise<FoundVersions> {
  const search = new VersionSearch();
  const seen = new Set<string>();
  for (const backup of await search.backups(folder, roots)) {
    const files = backup.files.map((place) => path.join(folder, ...place.split('/'))).filter((file) => !seen.has(file));
    for (const file of files) seen.add(file);
    const gone = files.filter((file) => !isThere(file));
    if (gone.length === 0) continue;
    const { deed, written } = await recordOf(backup);
    const moved = new Set(written.filter(({ from, to }) => to !== undefined && to !== from).map(({ from }) => from));
    for (const file of gone) {
      if (search.size >= limit) return search.found;
      if (!moved.has(file) && !(await isOnDisk(file))) await search.take(backup, file, deed);
    }
  }
  return search.found;
}

/** What was found. One backup that cannot be read does not keep the others from being found. */
class VersionSearch {
  private readonly versions: SessionVersion[] = [];
  private readonly damaged: SessionWriteError[] = [];
  get size(): number {
    return this.versions.length;
  }

  get found(): FoundVersions {
    return { versions: this.versions, damaged: this.damaged };
  }

  /** Those of all programs, the newest first. */
  async backups(folder: string, roots: BackupRoots): Promise<SavedBackup[]> {
    const saved = await Promise.all(roots.map((root) => Backup.list(folder, root, (why) => this.damaged.push(why))));
    return saved.flat().sort((a, b) => b.time - a.time);
  }

  async take(backup: SavedBackup, file: string, deed: Deed | undefined): Promise<void> {
    try {
      const bytes = await (await Backup.open(backup.path)).read(file);
      this.versions.push({ backup, file, bytes, deed });
    } catch (error) {
      this.damaged.push(readError(backup.path, error));
    }
  }
}

async function recordOf({ path: place }: SavedBackup): Promise<{ deed?: Deed; written: readonly WrittenFile[] }> {
  try {
    return await recordedChange(place);
  } catch {
    // Its process was killed, or it was made by a program that records nothing, as the server.
    return { written: [] };
  }
}
