import fs from 'node:fs/promises';
import path from 'node:path';
import { ageOf, breakStaleLock, STALE_MS } from './fileLock';
import { ownKindOf, temporaryPathOf } from './ownFile';

/** What a file has besides its bytes. Times in milliseconds since 1970; a new file has its own. */
export interface FileTraits {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeMs?: number;
}

/**
 * Writes a whole file beside its place and waits until the disk has it, unless `durable` is false. Answers its path; the
 * caller renames or removes it. Rejects with the file system's error, and leaves nothing then.
 */
export async function writeTemporary(
  directory: string,
  token: string,
  bytes: Uint8Array,
  traits?: FileTraits,
  durable = true,
): Promise<string> {
  const file = temporaryPathOf(directory, token);
  // Nobody else may read it until it has the rights of the file it becomes.
  const handle = await fs.open(file, 'wx', traits ? 0o600 : 0o666);
  try {
    await handle.writeFile(bytes);
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

/** Waits until the disk has what came and went in a folder; where that cannot be asked for, the system does it in time. */
export async function syncDirectory(directory: string): Promise<void> {
  // Windows opens no folders, some network disks do not sync them, and a folder may be writable but not readable.
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

/** Removes what a killed process has left in a folder: locks without a living holder, other files after a minute. */
export async function sweepLeftovers(directory: string): Promise<void> {
  for (const name of await fs.readdir(directory)) {
    const kind = ownKindOf(name);
    if (!kind) continue;
    const file = path.join(directory, name);
    if (kind === 'lock') breakStaleLock(file);
    else if (ageOf(file) > STALE_MS) await fs.rm(file, { force: true });
  }
}

/** Owner first, because changing it takes rights away. */
async function giveTraits(handle: fs.FileHandle, { mode, uid, gid, mtimeMs }: FileTraits): Promise<void> {
  const own = await handle.stat();
  if (own.uid !== uid || own.gid !== gid) await giveOwner(handle, uid, gid);
  await handle.chmod(mode & 0o7777);
  if (mtimeMs !== undefined) await handle.utimes(mtimeMs / 1000, mtimeMs / 1000);
}

/** As far as this user may: only root gives files away, and a group can be given by its members. */
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
