import type { Stats } from 'node:fs';
import { constants } from 'node:fs';
import type { FileLimit } from '../core/files/fileFault';
import { UserFileError } from '../core/files/userFileError';
import { SESSION_LIMIT, tooLarge } from './sessionFile';
import type { SessionWriteError } from './sessionWriteError';
import { type OpenUserFile, openUserFile, readBounded, readUserFile } from './userFile';
import { ReadFailedError, readError, readOnlyFile, writeError } from './writeErrors';

export interface RegularFile {
  readonly bytes: Buffer;
  readonly stats: Stats;
}

const PERMISSIONS_TO_WRITE = 0o222;

/**
 * Reads a regular file. Links are not followed.
 * @throws errors as `readError` returns them; ReadFailedError also when the file is larger than the limit
 */
export async function readRegular(file: string, limit: FileLimit = SESSION_LIMIT): Promise<RegularFile> {
  try {
    const { bytes, stats } = await readUserFile(file, { limit, links: 'refused' });
    return { bytes, stats };
  } catch (error) {
    throw sessionReadError(file, error);
  }
}

/**
 * Reads a file that is to be written.
 * @throws errors as `readRegular`; WriteFailedError when this user may not write it, which a rename would not check
 */
export async function readWritable(file: string, limit: FileLimit = SESSION_LIMIT): Promise<RegularFile> {
  let opened: OpenUserFile;
  try {
    opened = await openUserFile(file, 'refused', constants.O_RDWR);
  } catch (error) {
    const told = readError(file, error);
    // The file can be read but not written, so report a write error.
    throw told instanceof ReadFailedError ? writeError(file, told.cause ?? error) : told;
  }
  const { handle, stats } = opened;
  try {
    if ((stats.mode & PERMISSIONS_TO_WRITE) === 0) throw readOnlyFile(file);
    return { bytes: await readBounded(file, handle, stats.size, limit), stats };
  } catch (error) {
    throw sessionReadError(file, error);
  } finally {
    await handle.close();
  }
}

/** For a session file, how large one is says more than the limit. */
function sessionReadError(file: string, error: unknown): SessionWriteError {
  const fault = error instanceof UserFileError ? error.fault : undefined;
  const words = fault?.kind === 'tooLarge' && fault.limit === SESSION_LIMIT ? tooLarge(fault.bytes) : undefined;
  return words ? new ReadFailedError(file, words) : readError(file, error);
}
