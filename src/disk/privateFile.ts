import fs from 'node:fs/promises';
import path from 'node:path';
import { UserFileError } from '../core/files/userFileError';
import { faultOfKind } from './fileKind';
import { newFileToken } from './ownFile';
import { type FileTraits, syncDirectory, writeTemporary } from './temporaryFile';

const OWNER_ONLY = 0o600;

/**
 * Writes a file that may have secrets in it, in one step. A new one is readable by this user alone. One that is there keeps its
 * mode and, as far as this user may, its owner. A link is followed, so that it stays.
 * @param closes whether a file that is there becomes readable by this user alone, too
 * @throws UserFileError when something else is in its place; the file system's error when it refuses
 */
export async function writePrivate(
  file: string,
  bytes: Uint8Array | readonly Uint8Array[],
  { closes = false } = {},
): Promise<void> {
  const place = await realPlaceOf(file);
  const there = await traitsOf(place);
  const traits = there && closes ? { ...there, mode: there.mode & OWNER_ONLY } : there;
  const directory = path.dirname(place);
  const temporary = await writeTemporary(directory, newFileToken(), bytes, traits);
  try {
    await fs.rename(temporary, place);
  } catch (error) {
    await fs.rm(temporary, { force: true });
    throw error;
  }
  await syncDirectory(directory);
}

/**
 * Finds out whether a file can be written in that way, by a trial that leaves nothing behind.
 * @throws as `writePrivate`
 */
export async function tryPrivate(file: string): Promise<void> {
  const place = await realPlaceOf(file);
  await traitsOf(place);
  await fs.rm(await writeTemporary(path.dirname(place), newFileToken(), Buffer.from('{}')), { force: true });
}

async function realPlaceOf(file: string): Promise<string> {
  try {
    return await fs.realpath(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return file;
    throw error;
  }
}

/** Undefined when there is nothing yet. */
async function traitsOf(file: string): Promise<FileTraits | undefined> {
  try {
    const stats = await fs.lstat(file);
    const fault = faultOfKind(stats);
    if (fault) throw new UserFileError(file, fault);
    const { mode, uid, gid } = stats;
    return { mode, uid, gid };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
