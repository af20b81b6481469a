import type { Stats } from 'node:fs';
import { constants } from 'node:fs';
import fs from 'node:fs/promises';
import { whenNotBusy } from './busyRetry';
import { MAX_SESSION_BYTES, tooLarge } from './sessionFile';
import { NotRegularFileError, ReadFailedError, readError, readOnlyFile, writeError } from './writeErrors';

export interface RegularFile {
  readonly bytes: Buffer;
  readonly stats: Stats;
}

const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;
const NON_BLOCK = constants.O_NONBLOCK ?? 0;
const PERMISSIONS_TO_WRITE = 0o222;

/**
 * Reads a regular file. Links are not followed.
 * @throws errors as `readError` returns them
 */
export async function readRegular(file: string): Promise<RegularFile> {
  try {
    const handle = await open(file, constants.O_RDONLY);
    try {
      return { bytes: await handle.readFile(), stats: await handle.stat() };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw readError(file, error);
  }
}

/**
 * Reads a file that is to be written.
 * @throws errors as `readRegular`; ReadFailedError when it is too large for a session; WriteFailedError when this user
 * may not write it, which a rename would not check
 */
export async function readWritable(file: string): Promise<RegularFile> {
  let handle: fs.FileHandle;
  try {
    handle = await open(file, constants.O_RDWR);
  } catch (error) {
    const told = readError(file, error);
    // The file can be read but not written, so report a write error.
    throw told instanceof ReadFailedError ? writeError(file, error) : told;
  }
  try {
    const stats = await handle.stat();
    if ((stats.mode & PERMISSIONS_TO_WRITE) === 0) throw readOnlyFile(file);
    const words = stats.size > MAX_SESSION_BYTES && tooLarge(stats.size);
    if (words) throw new ReadFailedError(file, words);
    return { bytes: await handle.readFile(), stats };
  } catch (error) {
    throw readError(file, error);
  } finally {
    await handle.close();
  }
}

async function open(file: string, access: number): Promise<fs.FileHandle> {
  // Windows has no O_NOFOLLOW, so links are detected before.
  if (NO_FOLLOW === 0 && (await fs.lstat(file)).isSymbolicLink()) throw new NotRegularFileError(file);
  // A denied access is final. But on Windows another program often holds a file for a moment.
  const handle = await whenNotBusy(() => fs.open(file, access | NO_FOLLOW | NON_BLOCK), ['EBUSY']);
  try {
    if (!(await handle.stat()).isFile()) throw new NotRegularFileError(file);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}
