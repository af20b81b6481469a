import fs from 'node:fs/promises';
import path from 'node:path';
import { FileLock, STALE_MS } from './fileLock';
import { patiently } from './patience';
import { type RegularFile, readRegular, readWritable } from './regularFile';
import { isSameFolder, newPlaceOf, placeOf, refuseLinkedFolder } from './sessionPlace';
import { type FileTraits, sweepLeftovers, syncDirectory, writeTemporary } from './temporaryFile';
import { FileChangedError, FileExistsError, FileGoneError, OutsideFolderError, writeError } from './writeErrors';

export interface SessionStoreOptions {
  /** The only MobileApps folder that may be written in; without it, any. */
  readonly folder?: string;
  /**
   * Whether `create` waits until the disk has a new file; true unless given. Without it a power cut may take files of the
   * last seconds, which replace nothing; they are whole for every reader all the same, and many times faster.
   */
  readonly durableCreate?: boolean;
  /** Calls that not every file system has, or not at every moment. */
  readonly calls?: Pick<typeof fs, 'link' | 'rename'>;
}

// Only programs that know nothing of our lock can be in the way, and none writes a session again and again.
const MAX_EDITS = 5;

// What file systems without hard links answer, and Linux for a file of somebody else's.
const NO_LINKS = ['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EMLINK', 'EXDEV'];

/**
 * Writes session files so that each is whole at every moment, old or new, whatever happens: to a temporary file beside it,
 * onto the disk, and renamed after a last look at whether the file is still what was read. Mode and owner stay, as far as
 * this user may give files away. Windows and processes of this product wait for each other (`FileLock`); a program that
 * does not know the lock is noticed unless it writes in the microseconds between the last look and the rename.
 *
 * Paths are absolute and lead to `<MobileApps folder>/<application folder>/<name without extension>`; everything else is
 * refused with `OutsideFolderError`, and links with `NotRegularFileError`. A path that is made from ids in a file is best
 * made by `sessionPath`. All calls reject with a `SessionWriteError`: also `FileGoneError`, and `WriteFailedError` when
 * the file system refuses or the file is read-only (which a rename would not ask). Then every file is as it was.
 */
export class SessionStore {
  private readonly sweptAt = new Map<string, number>();
  private readonly calls: Pick<typeof fs, 'link' | 'rename'>;

  constructor(private readonly options: SessionStoreOptions = {}) {
    this.calls = options.calls ?? fs;
  }

  /** Rejects with `FileChangedError` when the file does not hold exactly `expected` any more. */
  async replace(file: string, expected: Buffer, next: Buffer): Promise<void> {
    await this.exclusively(file, (lock) => this.put(lock, file, expected, next));
  }

  /**
   * Reads a file and writes what `change` makes of its bytes; when it was changed meanwhile, again with the new ones, five
   * times at the most. Undefined leaves it as it is. Answers what was written; rejects with what `change` throws.
   */
  async edit(
    file: string,
    change: (bytes: Buffer) => Buffer | undefined | Promise<Buffer | undefined>,
  ): Promise<Buffer | undefined> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.exclusively(file, async (lock) => {
          const { bytes } = await readWritable(file);
          // A copy, so that a change in place does not change what is compared later.
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
   * Gives a file another name or another application folder, which is made, of the same MobileApps folder; with `next`
   * the content changes along. Rejects with `FileExistsError` rather than overwrite anything, and with `FileChangedError`
   * as `replace` does. A process that is killed half-way leaves both files, each whole.
   */
  async move(from: string, to: string, expected: Buffer, next: Buffer = expected): Promise<void> {
    await newPlaceOf(to, placeOf(from).folder);
    await this.exclusively(from, async (lock) => {
      const { bytes, stats } = await readWritable(from);
      if (!bytes.equals(expected)) throw new FileChangedError(from);
      if (await isSpeltOtherwise(from, to)) {
        if (!next.equals(expected)) await this.put(lock, from, expected, next);
        if (from !== to) await patiently(() => this.calls.rename(from, to));
        return;
      }
      const made = await makeApplicationFolder(to, from);
      try {
        if (next.equals(expected)) await this.publishLink(lock, from, to, next, stats);
        else await this.publish(lock, to, next, stats, path.dirname(from));
        await this.takeAway(lock, from, to, expected, next);
      } catch (error) {
        // Not empty any more when somebody else has put something in; then it stays.
        if (made) await fs.rmdir(path.dirname(to)).catch(() => {});
        throw error;
      }
    });
  }

  /** Removes a file; with `expected`, rejects with `FileChangedError` when it holds something else. */
  async remove(file: string, expected?: Buffer): Promise<void> {
    await this.exclusively(file, (lock) =>
      patiently(async () => {
        const { bytes } = expected ? await readWritable(file) : { bytes: undefined };
        if (bytes && expected && !bytes.equals(expected)) throw new FileChangedError(file);
        if (!lock.isHeld()) throw new FileChangedError(file);
        await fs.unlink(file);
      }),
    );
  }

  /**
   * Makes a file that is not there yet, and its application folder: for what is brought back. Rejects with
   * `FileExistsError`.
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
    // Before anything is made in the folder; also says that the file is gone, which the lock cannot.
    await readWritable(file);
    return this.locked(file, run);
  }

  private async locked<T>(file: string, run: (lock: FileLock) => Promise<T>): Promise<T> {
    try {
      await refuseLinkedFolder(file);
      await this.sweep(path.dirname(file));
      const lock = await FileLock.acquire(file);
      try {
        return await run(lock);
      } finally {
        lock.release();
      }
    } catch (error) {
      // What the caller's own code throws is the caller's.
      throw (error as NodeJS.ErrnoException).syscall === undefined ? error : writeError(file, error);
    }
  }

  private async checkPlace(file: string): Promise<void> {
    const { folder } = placeOf(file);
    const { folder: only } = this.options;
    if (only !== undefined && !(await isSameFolder(folder, only))) throw new OutsideFolderError(file);
  }

  /** At the first write in a folder and then once a minute: listing a large one takes longer than writing. */
  private async sweep(directory: string): Promise<void> {
    const now = performance.now();
    if (now - (this.sweptAt.get(directory) ?? Number.NEGATIVE_INFINITY) < STALE_MS) return;
    this.sweptAt.set(directory, now);
    try {
      await sweepLeftovers(directory);
    } catch (error) {
      // Tidying up is no reason not to write; where writing cannot be done either, that says so itself.
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    }
  }

  private async put(lock: FileLock, file: string, expected: Buffer, next: Buffer): Promise<void> {
    const stats = await this.unchanged(lock, file, expected);
    const temporary = await writeTemporary(path.dirname(file), lock.token, next, traitsOf(stats));
    try {
      await patiently(async () => {
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

  /** Gives a file a second name. */
  private async publishLink(lock: FileLock, from: string, to: string, bytes: Buffer, stats: FileTraits): Promise<void> {
    try {
      await this.calls.link(from, to);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // A move that was killed half-way has left both names: it is gone on with.
      if (code === 'EEXIST' && (await isSameFile(from, to))) return;
      if (code === 'EEXIST') throw new FileExistsError(to);
      if (!NO_LINKS.includes(String(code))) throw writeError(to, error);
      await this.publish(lock, to, bytes, stats, path.dirname(from));
    }
    await syncDirectory(path.dirname(to));
  }

  /** Makes a whole file where none is. The temporary file is where the lock is, so that both are found together. */
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

  /** Without hard links: an empty file claims the name, and is replaced. A copy could be found half written. */
  private async publishOverPlaceholder(temporary: string, to: string): Promise<void> {
    try {
      await (await fs.open(to, 'wx')).close();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new FileExistsError(to);
      throw writeError(to, error);
    }
    try {
      await patiently(async () => {
        if ((await fs.lstat(to)).size > 0) throw new FileExistsError(to);
        await this.calls.rename(temporary, to);
      });
    } catch (error) {
      const stats = await fs.lstat(to).catch(() => undefined);
      if (stats?.size === 0) await discard(to);
      throw writeError(to, error);
    }
  }

  /** The second half of a move. When the old file cannot go, the new one does. */
  private async takeAway(lock: FileLock, from: string, to: string, expected: Buffer, next: Buffer): Promise<void> {
    try {
      await patiently(async () => {
        await this.unchanged(lock, from, expected);
        await fs.unlink(from);
      });
    } catch (error) {
      // Gone by somebody else's hand: what was moved is then the only copy.
      if (!(error instanceof FileGoneError) && (await isStill(from, to, next))) await discard(to);
      throw error;
    }
    await syncDirectory(path.dirname(from));
  }
}

function traitsOf({ mode, uid, gid }: RegularFile['stats']): FileTraits {
  return { mode, uid, gid };
}

/** For what nobody will miss: the error that led here is the one to tell, and a leftover is swept later. */
async function discard(file: string): Promise<void> {
  await fs.rm(file, { force: true, maxRetries: 3, retryDelay: 10 }).catch(() => {});
}

/** Whether two paths are one name, which this file system may spell in several ways. */
async function isSpeltOtherwise(a: string, b: string): Promise<boolean> {
  const fold = (file: string) => file.normalize('NFC').toLowerCase();
  if (a === b) return true;
  if (fold(a) !== fold(b) || !(await isSameFile(a, b))) return false;
  // Two hard links are two names: then the folder lists both.
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

/** Whether `to` is what a move has just made of `from`, and nobody else's. */
async function isStill(from: string, to: string, next: Buffer): Promise<boolean> {
  try {
    return (await isSameFile(from, to)) || (await readRegular(to)).bytes.equals(next);
  } catch {
    // What cannot be looked at is not removed.
    return false;
  }
}

/** With the rights of the other file's folder. Answers whether it was made now. */
async function makeApplicationFolder(file: string, like?: string): Promise<boolean> {
  const directory = path.dirname(file);
  const traits = like === undefined ? undefined : await fs.stat(path.dirname(like)).catch(() => undefined);
  try {
    await fs.mkdir(directory, traits ? traits.mode & 0o7777 : 0o777);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw writeError(directory, error);
    await refuseLinkedFolder(file);
    return false;
  }
  if (traits && process.geteuid?.() === 0) await fs.chown(directory, traits.uid, traits.gid);
  await syncDirectory(path.dirname(directory));
  return true;
}
