import fs from 'node:fs/promises';
import path from 'node:path';
import { ageOf, breakStaleLock, STALE_MS } from './fileLock';
import { ownKindOf, temporaryPathOf } from './ownFile';

/**
 * Attributes of a file besides its content. Times are in milliseconds since 1970. They are absent for a new file, which is then
 * readable by this user alone.
 */
export interface FileTraits {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeMs?: number;
}

/**
 * Writes a complete temporary file and waits until it is on the disk, unless `durable` is false. The caller renames or
 * deletes it.
 * @param bytes the content, in one piece or in several
 * @returns its path
 * @throws the file system's error; then no file is left
 */
export async function writeTemporary(
  directory: string,
  token: string,
  bytes: Uint8Array | readonly Uint8Array[],
  traits?: FileTraits,
  durable = true,
): Promise<string> {
  const file = temporaryPathOf(directory, token);
  // Nobody else may read a new file, which has secrets, nor another before it has its final permissions.
  const handle = await fs.open(file, 'wx', 0o600);
  try {
    if (bytes instanceof Uint8Array) await handle.writeFile(bytes);
    else await writeAll(handle, bytes);
    if (traits) await giveTraits(handle, traits);
    if (durable) await handle.sync();
  } catch (error) {
    await handle.close();
    await fs.rm(file, { force: true });
    throw error;
  }
  await handle.close();
  return file;
}

/**
 * Waits until changes of a folder's list of names are on the disk. On systems that do not support it, it does nothing.
 */
export async function syncDirectory(directory: string): Promise<void> {
  // Windows cannot open folders, some network file systems cannot flush them, and a folder may be writable but not
  // readable.
  const tolerated = ['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'EBADF', 'ENOTSUP', 'ENOSYS', 'ENOENT'];
  try {
    const handle = await fs.open(directory, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!tolerated.includes(String((error as NodeJS.ErrnoException).code))) throw error;
  }
}

/**
 * Removes what killed processes have left in a folder: locks without a living holder at once, other files after a
 * minute.
 */
export async function sweepLeftovers(directory: string): Promise<void> {
  for (const name of await fs.readdir(directory)) {
    const kind = ownKindOf(name);
    if (!kind) continue;
    const file = path.join(directory, name);
    if (kind === 'lock') breakStaleLock(file);
    else if (ageOf(file) > STALE_MS) await fs.rm(file, { force: true });
  }
}

/** Writes one behind the other, without a copy of all of them, and with few calls. */
async function writeAll(handle: fs.FileHandle, pieces: readonly Uint8Array[]): Promise<void> {
  for (let at = 0; at < pieces.length; at += MOST_PIECES) {
    let rest = pieces.slice(at, at + MOST_PIECES).filter(({ length }) => length > 0);
    while (rest.length > 0) {
      let { bytesWritten } = await handle.writev(rest);
      const whole = rest.findIndex(({ length }) => {
        if (bytesWritten < length) return true;
        bytesWritten -= length;
        return false;
      });
      rest = whole < 0 ? [] : [(rest[whole] as Uint8Array).subarray(bytesWritten), ...rest.slice(whole + 1)];
    }
  }
}

/** Linux takes 1,024 at once. */
const MOST_PIECES = 512;

/** The owner is set first, because that may clear permissions. */
async function giveTraits(handle: fs.FileHandle, { mode, uid, gid, mtimeMs }: FileTraits): Promise<void> {
  const own = await handle.stat();
  if (own.uid !== uid || own.gid !== gid) await giveOwner(handle, uid, gid);
  await handle.chmod(mode & 0o7777);
  if (mtimeMs !== undefined) await handle.utimes(mtimeMs / 1000, mtimeMs / 1000);
}

/** As far as allowed: only root can change the owner, and a member of a group can set the group. */
async function giveOwner(handle: fs.FileHandle, uid: number, gid: number): Promise<void> {
  for (const owner of [uid, -1]) {
    try {
      await handle.chown(owner, gid);
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const mayFail = process.geteuid?.() !== 0 && (code === 'EPERM' || code === 'EINVAL');
      if (!mayFail && code !== 'ENOSYS') throw error;
    }
  }
}
