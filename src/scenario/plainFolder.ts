import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { UserFileError } from '../core/files/userFileError';
import type { UserFiles } from '../core/files/userFiles';
import { FileStepError } from './fileStepError';
import { MOBILE_FILE_LIMIT } from './readableFiles';

/** What is in a folder, by relative path with `/`. */
export interface FolderContents {
  readonly files: readonly string[];
  /** A folder comes before the folders in it. */
  readonly folders: readonly string[];
  /** Links, pipes and so on. */
  readonly others: readonly string[];
}

/**
 * The files below one folder, by relative path. Nothing outside is ever read or changed, whatever the path is and
 * whatever other programs do meanwhile. Symbolic links are not followed, neither as the file nor on the way to it.
 */
export class PlainFolder {
  /** @param root absolute path; the folder need not exist */
  constructor(
    readonly root: string,
    private readonly userFiles: UserFiles,
  ) {}

  /**
   * Undefined when there is no such file.
   * @throws FileStepError when it is not a regular file, or cannot be read
   */
  read(file: string): Uint8Array | undefined {
    return told(file, 'read', () => {
      const parts = partsOf(file);
      const whole = this.wholeOf(parts);
      if (!this.walk(parts) || !isThere(whole)) return undefined;
      refuseOdd(whole, file);
      const verify = (identity: string) => this.verify(identity, parts, file);
      return this.userFiles.readSync(whole, { limit: MOBILE_FILE_LIMIT, links: 'refused', verify }).bytes;
    });
  }

  /**
   * Writes a file and makes the folders above it. The file is replaced in one step, so that nobody reads half of it.
   */
  write(file: string, bytes: string | Uint8Array): void {
    told(file, 'written', () => {
      const parts = partsOf(file);
      const whole = this.wholeOf(parts);
      this.walk(parts, true);
      if (isThere(whole)) refuseOdd(whole, file);
      // Neither a scan nor 4D takes this name for a session file, and nobody else can know it.
      const temporary = [...parts.slice(0, -1), `.scenario-${randomUUID()}.tmp`];
      const place = this.wholeOf(temporary);
      const handle = fs.openSync(place, 'wx', 0o600);
      try {
        const { dev, ino } = fs.fstatSync(handle, { bigint: true });
        this.verify(`${dev}:${ino}`, temporary, file);
        fs.writeFileSync(handle, bytes);
        // What was there keeps its permissions.
        const there = fs.lstatSync(whole, { throwIfNoEntry: false });
        if (there) fs.fchmodSync(handle, there.mode & 0o777);
        fs.renameSync(place, whole);
      } catch (error) {
        fs.rmSync(place, { force: true });
        throw error;
      } finally {
        fs.closeSync(handle);
      }
    });
  }

  /** How many of the folders above a file `write` would make. */
  missingFolders(file: string): number {
    return told(file, 'written', () => {
      const parts = partsOf(file);
      return parts.filter((_, depth) => !isThere(this.wholeOf(parts.slice(0, depth)))).length;
    });
  }

  /** False when there is no such file. */
  delete(file: string): boolean {
    return told(file, 'deleted', () => {
      const parts = partsOf(file);
      const whole = this.wholeOf(parts);
      if (!this.walk(parts) || !isThere(whole)) return false;
      refuseOdd(whole, file);
      fs.unlinkSync(whole);
      return true;
    });
  }

  /** Deletes whatever a path names: a folder with its contents, or a link but not its target. */
  remove(file: string): void {
    told(file, 'deleted', () => {
      const parts = partsOf(file);
      if (this.walk(parts)) fs.rmSync(this.wholeOf(parts), { recursive: true, force: true });
    });
  }

  /** Makes a folder and those above it. */
  makeFolder(folder: string): void {
    told(folder, 'made', () => this.walk([...partsOf(folder), ''], true));
  }

  /** Deletes everything, as 4D's DELETE FOLDER does. */
  removeAll(): void {
    told(this.root, 'deleted', () => fs.rmSync(this.root, { recursive: true, force: true }));
  }

  /** Everything in the folder. What is deleted meanwhile is left out. */
  async contents(): Promise<FolderContents> {
    const found = { files: [] as string[], folders: [] as string[], others: [] as string[] };
    const look = async (parts: readonly string[]): Promise<void> => {
      if (!this.walk([...parts, ''])) return;
      for (const entry of await listedEntries(this.wholeOf(parts))) {
        const below = [...parts, entry.name];
        const name = below.join('/');
        if (entry.isFile()) found.files.push(name);
        else if (entry.isDirectory()) {
          found.folders.push(name);
          await look(below);
        } else found.others.push(name);
      }
    };
    await look([]);
    return found;
  }

  private wholeOf(parts: readonly string[]): string {
    return path.join(this.root, ...parts);
  }

  /**
   * Checks each folder on the way to a path. False when one does not exist.
   * @param makes whether missing folders are made
   */
  private walk(parts: readonly string[], makes = false): boolean {
    let folder = this.root;
    for (const [at] of parts.entries()) {
      if (at > 0) folder = path.join(folder, parts[at - 1] as string);
      if (makes && !isThere(folder)) fs.mkdirSync(folder, { recursive: at === 0, mode: 0o700 });
      const stats = fs.lstatSync(folder, { throwIfNoEntry: false });
      if (!stats) return false;
      const name = at === 0 ? folder : parts.slice(0, at).join('/');
      if (stats.isSymbolicLink()) throw isLink(name);
      if (!stats.isDirectory()) throw new FileStepError(`${name} is no folder.`);
    }
    return true;
  }

  /**
   * Checks that the opened file is the one that the path names, because a link may have been put on the way meanwhile.
   */
  private verify(identity: string, parts: readonly string[], file: string): void {
    const named = this.walk(parts)
      ? fs.lstatSync(this.wholeOf(parts), { bigint: true, throwIfNoEntry: false })
      : undefined;
    if (named && `${named.dev}:${named.ino}` === identity) return;
    throw new FileStepError(`${file} was exchanged meanwhile.`);
  }
}

/** Empty when the folder does not exist, or was deleted since it was listed. */
export async function listedEntries(folder: string): Promise<fs.Dirent[]> {
  try {
    return await fs.promises.readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(String((error as NodeJS.ErrnoException).code))) return [];
    throw error;
  }
}

/** The parts of a path, the same on every system. */
function partsOf(file: string): string[] {
  const outside = new FileStepError(`${file} is not in the MobileApps folder.`);
  // On Windows a backslash separates names, elsewhere it is part of a name. So it is refused.
  if (file.includes('\\')) throw new FileStepError(`${file} has a backslash in it; paths are written with /.`);
  if (file.startsWith('/') || file.includes('\0') || /^[A-Za-z]:/.test(file)) throw outside;
  const parts = path.posix.normalize(file).replace(/\/$/, '').split('/');
  if (parts[0] === '..' || parts[0] === '.' || parts[0] === '') throw outside;
  // On Windows a colon names a stream of a file.
  if (process.platform === 'win32' && file.includes(':')) throw outside;
  return parts;
}

function isThere(whole: string): boolean {
  return fs.lstatSync(whole, { throwIfNoEntry: false }) !== undefined;
}

/** Refuses everything but regular files. */
function refuseOdd(whole: string, file: string): void {
  const stats = fs.lstatSync(whole, { throwIfNoEntry: false });
  if (!stats || stats.isFile()) return;
  if (stats.isSymbolicLink()) throw isLink(file);
  throw new FileStepError(`${file} is ${stats.isDirectory() ? 'a folder' : 'no plain file'}.`);
}

function isLink(file: string): FileStepError {
  return new FileStepError(`${file} is a symbolic link, and those are not followed.`);
}

/** Turns a system error into a sentence about the file. */
function told<T>(file: string, what: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof FileStepError) throw error;
    if (error instanceof UserFileError) {
      throw error.fault.kind === 'link' ? isLink(file) : new FileStepError(`${error.about(file)}.`);
    }
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw code === 'ELOOP'
      ? isLink(file)
      : new FileStepError(`${file} cannot be ${what}: ${(error as Error).message}.`);
  }
}
