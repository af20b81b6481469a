import fs from 'node:fs/promises';
import path from 'node:path';
import { UserFileError } from '../../core/files/userFileError';
import { sweepLeftovers } from '../temporaryFile';
import { type OpenUserFile, openUserFile } from '../userFile';
import { isSnapshotName } from './snapshotPlace';
import { headOf, MOST_HEAD_BYTES } from './snapshotSeal';

/** A snapshot that was not used for so long is removed. */
const UNUSED_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * Removes snapshots of folders that are gone, those that nobody has used for 30 days, and what is no snapshot in spite of its name. A
 * folder on a drive that is not there counts as gone: it is read anew then.
 * @param now milliseconds since 1970
 * @throws the file system's error when one cannot be removed
 */
export async function pruneSnapshots(root: string, now: number): Promise<void> {
  let names: string[];
  try {
    names = await fs.readdir(root);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  await sweepLeftovers(root);
  for (const name of names.filter(isSnapshotName)) {
    const file = path.join(root, name);
    if (!(await isOfUse(file, now))) await fs.rm(file, { force: true });
  }
}

async function isOfUse(file: string, now: number): Promise<boolean> {
  let opened: OpenUserFile;
  try {
    opened = await openUserFile(file, 'refused');
  } catch (error) {
    // Whatever it is, this product has not made it, or not for this user.
    if (error instanceof UserFileError) return true;
    throw error;
  }
  const { handle, stats } = opened;
  try {
    if (now - stats.mtimeMs > UNUSED_MS) return false;
    const bytes = Buffer.alloc(Math.min(stats.size, MOST_HEAD_BYTES));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
    const head = headOf(bytes.subarray(0, bytesRead));
    return head !== undefined && (await isFolder(head.folder));
  } finally {
    await handle.close();
  }
}

async function isFolder(folder: string): Promise<boolean> {
  try {
    return (await fs.stat(folder)).isDirectory();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Of a folder that may not be looked at now, it is not known whether it is gone.
    return code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'ERR_INVALID_ARG_VALUE';
  }
}
