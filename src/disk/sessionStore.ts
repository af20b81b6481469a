import fs from 'node:fs/promises';
import path from 'node:path';
import { WorkUnderWay } from '../core/base/workUnderWay';
import { whenNotBusy } from './busyRetry';
import { FileLock, STALE_MS } from './fileLock';
import { type RegularFile, readRegular, readWritable } from './regularFile';
import {
  isSameFolder,
  isSessionPlace,
  newPlaceOf,
  refuseLinkedFolder,
  refuseLinkedWay,
  sessionKeyAt,
} from './sessionPlace';
import { type FileTraits, sweepLeftovers, syncDirectory, writeTemporary } from './temporaryFile';
import { FileChangedError, FileExistsError, FileGoneError, OutsideFolderError, writeError } from './writeErrors';

export interface SessionStoreOptions {
  /** The only MobileApps folder that may be changed. Absent for any folder. */
  readonly folder?: string;
  /**
   * Whether `create` waits until a new file is on the disk. The default is true. Without it a power cut may lose new
   * files of the last seconds. They are still complete for every reader, and writing is many times faster.
   */
  readonly durableCreate?: boolean;
  /** File system calls that some file systems do not support. Tests replace them. */
  readonly calls?: Pick<typeof fs, 'link' | 'rename'>;
}

// Only a program that ignores our lock can cause a retry, and none writes a session again and again.
const MAX_EDITS = 5;

// Errors of file systems without hard links, and of Linux for files of other users.
const NO_LINKS = ['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EMLINK', 'EXDEV'];

/**
 * Writes session files atomically: at every moment a file has either its old or its new content. The new content is
 * written to a temporary file beside it and flushed to the disk. After a last check that the file was not changed, the
 * temporary file is renamed. Mode and owner are kept, as far as this user may. Windows and processes of this product
 * wait for each other (`FileLock`). A change by any other program is noticed, unless it is in the microseconds between
 * the last check and the rename.
 *
 * Paths are absolute and have the form `<MobileApps folder>/<application folder>/<name without extension>`. Any other
 * path is refused with `OutsideFolderError`, and a link with `NotRegularFileError`. Use `sessionPath` to make a path
 * from ids in a file. All calls reject with a `SessionWriteError`: also `FileGoneError`, and `WriteFailedError` when
 * the file system refuses or the file is read-only (which a rename would not check). Then no file was changed.
 */
export class SessionStore {
  private readonly sweptAt = new Map<string, number>();
  private readonly calls: Pick<typeof fs, 'link' | 'rename'>;
  private readonly writing = new WorkUnderWay();

  constructor(private readonly options: SessionStoreOptions = {}) {
    this.calls = options.calls ?? fs;
  }

  /** @throws FileChangedError when the content of the file is not exactly `expected` */
  async replace(file: string, expected: Buffer, next: Buffer): Promise<void> {
    await this.exclusively(file, (lock) => this.put(lock, file, expected, next));
  }

  /**
   * Reads a file and writes what `change` makes of its content. When the file was changed meanwhile, it starts again
   * with the new content, five times at most. When `change` returns undefined, nothing is written.
   * @returns what was written
   * @throws whatever `change` throws
   */
  async edit(
    file: string,
    change: (bytes: Buffer) => Buffer | undefined | Promise<Buffer | undefined>,
  ): Promise<Buffer | undefined> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.exclusively(file, async (lock) => {
          const { bytes } = await readWritable(file);
          // A copy, so that a change in place does not affect the later comparison.
          const next = await change(Buffer.from(bytes));
          if (next) await this.put(lock, file, bytes, next);
          return next;
        });
      } catch (error) {
        if (!(error instanceof FileChangedError) || tries === MAX_EDITS) throw error;
      }
    }
  }

  /**
   * Moves a file to another name or application folder of the same MobileApps folder. The folder is made. With `next`,
   * the content changes too. A process that is killed in between leaves both files, each complete.
   * @throws FileExistsError rather than overwrite anything; FileChangedError as `replace`
   */
  async move(from: string, to: string, expected: Buffer, next: Buffer = expected): Promise<void> {
    await newPlaceOf(to, sessionKeyAt(from).folder);
    await this.exclusively(from, (lock) => this.relocate(lock, from, to, expected, next));
  }

  /**
   * Like `move`, for a session that is where none belongs: from any place in the MobileApps folder to one for session files, or
   * back. No folder on the way may be a link. Only the application folder is made.
   */
  async moveStray(folder: string, from: string, to: string, expected: Buffer, next: Buffer = expected): Promise<void> {
    await this.checkFolder(folder, from);
    const isIn = isSessionPlace(folder, to);
    if (!isIn && !isSessionPlace(folder, from)) throw new OutsideFolderError(to);
    if (isIn) await newPlaceOf(to, folder);
    await refuseLinkedWay(folder, from);
    // The application folder need not be there yet.
    if (!isIn) await refuseLinkedWay(folder, to);
    await readWritable(from);
    const run = (lock: FileLock) => this.relocate(lock, from, to, expected, next, isIn);
    await this.locked(from, run, () => refuseLinkedWay(folder, from));
  }

  /** @param makes whether the folder of the new place is made, if it does not exist */
  private async relocate(
    lock: FileLock,
    from: string,
    to: string,
    expected: Buffer,
    next: Buffer,
    makes = true,
  ): Promise<void> {
    const { bytes, stats } = await readWritable(from);
    if (!bytes.equals(expected)) throw new FileChangedError(from);
    if (await isSpeltOtherwise(from, to)) {
      if (!next.equals(expected)) await this.put(lock, from, expected, next);
      if (from !== to) await whenNotBusy(() => this.calls.rename(from, to));
      return;
    }
    const made = makes && (await makeApplicationFolder(to, from));
    try {
      if (next.equals(expected)) await this.publishLink(lock, from, to, next, stats);
      else await this.publish(lock, to, next, stats, path.dirname(from));
      await this.takeAway(lock, from, to, expected, next);
    } catch (error) {
      // If another program has put something in the folder, it stays.
      if (made) await fs.rmdir(path.dirname(to)).catch(() => {});
      throw error;
    }
  }

  /**
   * Removes a file.
   * @throws FileChangedError when its content is not `expected`, if that is given
   */
  async remove(file: string, expected?: Buffer): Promise<void> {
    await this.exclusively(file, (lock) =>
      whenNotBusy(async () => {
        const { bytes } = expected ? await readWritable(file) : { bytes: undefined };
        if (bytes && expected && !bytes.equals(expected)) throw new FileChangedError(file);
        if (!lock.isHeld()) throw new FileChangedError(file);
        await fs.unlink(file);
      }),
    );
  }

  /**
   * Makes a file that does not exist yet, and its application folder.
   * @throws FileExistsError
   */
  async create(file: string, bytes: Buffer, traits?: FileTraits): Promise<void> {
    await this.checkPlace(file);
    const made = await makeApplicationFolder(file);
    try {
      await this.locked(file, (lock) =>
        this.publish(lock, file, bytes, traits, path.dirname(file), this.options.durableCreate !== false),
      );
    } catch (error) {
      if (made) await fs.rmdir(path.dirname(file)).catch(() => {});
      throw error;
    }
  }

  private async exclusively<T>(file: string, run: (lock: FileLock) => Promise<T>): Promise<T> {
    await this.checkPlace(file);
    // This comes before anything is made in the folder. It also detects a missing file, which the lock cannot.
    await readWritable(file);
    return this.locked(file, run);
  }

  /** Resolves when nothing is being written any more. */
  dispose(): Promise<void> {
    return this.writing.dispose();
  }

  private locked<T>(
    file: string,
    run: (lock: FileLock) => Promise<T>,
    refuseLinks: (file: string) => Promise<void> = refuseLinkedFolder,
  ): Promise<T> {
    return this.writing.add(this.withLock(file, run, refuseLinks));
  }

  private async withLock<T>(
    file: string,
    run: (lock: FileLock) => Promise<T>,
    refuseLinks: (file: string) => Promise<void>,
  ): Promise<T> {
    try {
      await refuseLinks(file);
      await this.sweep(path.dirname(file));
      const lock = await FileLock.acquire(file);
      try {
        return await run(lock);
      } finally {
        lock.release();
      }
    } catch (error) {
      // An error that `change` threw is passed on as it is.
      throw (error as NodeJS.ErrnoException).syscall === undefined ? error : writeError(file, error);
    }
  }

  private async checkPlace(file: string): Promise<void> {
    await this.checkFolder(sessionKeyAt(file).folder, file);
  }

  private async checkFolder(folder: string, file: string): Promise<void> {
    const { folder: only } = this.options;
    if (only !== undefined && !(await isSameFolder(folder, only))) throw new OutsideFolderError(file);
  }

  /**
   * At the first write in a folder and then once a minute, because listing a large folder takes longer than writing.
   */
  private async sweep(directory: string): Promise<void> {
    const now = performance.now();
    if (now - (this.sweptAt.get(directory) ?? Number.NEGATIVE_INFINITY) < STALE_MS) return;
    this.sweptAt.set(directory, now);
    try {
      await sweepLeftovers(directory);
    } catch (error) {
      // If tidying up fails, writing goes on. If writing is impossible too, it reports its own error.
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    }
  }

  private async put(lock: FileLock, file: string, expected: Buffer, next: Buffer): Promise<void> {
    const stats = await this.unchanged(lock, file, expected);
    const temporary = await writeTemporary(path.dirname(file), lock.token, next, traitsOf(stats));
    try {
      await whenNotBusy(async () => {
        await this.unchanged(lock, file, expected);
        await this.calls.rename(temporary, file);
      });
    } catch (error) {
      await discard(temporary);
      throw error;
    }
    await syncDirectory(path.dirname(file));
  }

  private async unchanged(lock: FileLock, file: string, expected: Buffer): Promise<RegularFile['stats']> {
    const { bytes, stats } = await readWritable(file);
    if (!bytes.equals(expected) || !lock.isHeld()) throw new FileChangedError(file);
    return stats;
  }

  /** Gives a file a second name with a hard link. */
  private async publishLink(lock: FileLock, from: string, to: string, bytes: Buffer, stats: FileTraits): Promise<void> {
    try {
      await this.calls.link(from, to);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // A move that was killed in between left both names. It is continued.
      if (code === 'EEXIST' && (await isSameFile(from, to))) return;
      if (code === 'EEXIST') throw new FileExistsError(to);
      if (!NO_LINKS.includes(String(code))) throw writeError(to, error);
      await this.publish(lock, to, bytes, stats, path.dirname(from));
    }
    await syncDirectory(path.dirname(to));
  }

  /**
   * Makes a complete file where none exists. The temporary file is in the folder of the lock, so that both are found
   * together.
   */
  private async publish(
    lock: FileLock,
    to: string,
    bytes: Buffer,
    traits: FileTraits | undefined,
    beside: string,
    durable = true,
  ): Promise<void> {
    const temporary = await writeTemporary(beside, lock.token, bytes, traits, durable);
    try {
      await this.calls.link(temporary, to);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') throw new FileExistsError(to);
      if (!NO_LINKS.includes(String(code))) throw writeError(to, error);
      await this.publishOverPlaceholder(temporary, to);
    } finally {
      await discard(temporary);
    }
    if (durable) await syncDirectory(path.dirname(to));
  }

  /** Without hard links: an empty file reserves the name and is then replaced. A copy could be seen half written. */
  private async publishOverPlaceholder(temporary: string, to: string): Promise<void> {
    try {
      await (await fs.open(to, 'wx', 0o600)).close();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new FileExistsError(to);
      throw writeError(to, error);
    }
    try {
      await whenNotBusy(async () => {
        if ((await fs.lstat(to)).size > 0) throw new FileExistsError(to);
        await this.calls.rename(temporary, to);
      });
    } catch (error) {
      const stats = await fs.lstat(to).catch(() => undefined);
      if (stats?.size === 0) await discard(to);
      throw writeError(to, error);
    }
  }

  /** The second half of a move: deletes the old file. If that fails, the new file is deleted instead. */
  private async takeAway(lock: FileLock, from: string, to: string, expected: Buffer, next: Buffer): Promise<void> {
    try {
      await whenNotBusy(async () => {
        await this.unchanged(lock, from, expected);
        await fs.unlink(from);
      });
    } catch (error) {
      // If another program deleted the old file, the moved one is the only copy and must stay.
      if (!(error instanceof FileGoneError) && (await isStill(from, to, next))) await discard(to);
      throw error;
    }
    await syncDirectory(path.dirname(from));
  }
}

function traitsOf({ mode, uid, gid }: RegularFile['stats']): FileTraits {
  return { mode, uid, gid };
}

/**
 * Deletes a file that is not needed. An error is ignored, because an earlier error is reported, and leftovers are
 * removed later.
 */
async function discard(file: string): Promise<void> {
  await fs.rm(file, { force: true, maxRetries: 3, retryDelay: 10 }).catch(() => {});
}

/** Whether two paths are spellings of the same name on this file system. */
async function isSpeltOtherwise(a: string, b: string): Promise<boolean> {
  const fold = (file: string) => file.normalize('NFC').toLowerCase();
  if (a === b) return true;
  if (fold(a) !== fold(b) || !(await isSameFile(a, b))) return false;
  // Two hard links are two names. Then the folder lists both.
  return !(await fs.readdir(path.dirname(b))).includes(path.basename(b));
}

async function isSameFile(a: string, b: string): Promise<boolean> {
  try {
    const [first, second] = await Promise.all([a, b].map((file) => fs.lstat(file, { bigint: true })));
    return first?.ino === second?.ino && first?.dev === second?.dev;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw error;
  }
}

/** Whether `to` is what a move has just made of `from`, and no other file. */
async function isStill(from: string, to: string, next: Buffer): Promise<boolean> {
  try {
    return (await isSameFile(from, to)) || (await readRegular(to)).bytes.equals(next);
  } catch {
    // A file that cannot be examined is not deleted.
    return false;
  }
}

/**
 * Makes the application folder with the permissions of the other file's folder. Without one, only this user may look into it.
 * @returns whether it was made now
 */
async function makeApplicationFolder(file: string, like?: string): Promise<boolean> {
  const directory = path.dirname(file);
  const traits = like === undefined ? undefined : await fs.stat(path.dirname(like)).catch(() => undefined);
  try {
    await fs.mkdir(directory, traits ? traits.mode & 0o7777 : 0o700);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw writeError(directory, error);
    await refuseLinkedFolder(file);
    return false;
  }
  if (traits && process.geteuid?.() === 0) await fs.chown(directory, traits.uid, traits.gid);
  await syncDirectory(path.dirname(directory));
  return true;
}
