import path from 'node:path';
import { phraseText } from '../core/compliance/phrase';
import { folderFaultPhrase, isToldByError } from '../core/files/fileFault';
import { faultOfListingSync } from './fileKind';

/** A folder cannot be listed. The message says what is in its place, if it is no folder, without a full stop. */
export class ListingError extends Error {
  /** The file system's. */
  readonly code: string | undefined;

  constructor(folder: string, cause: NodeJS.ErrnoException) {
    if (hasUnreadableName(folder, cause)) {
      super(`${folder} has a name that is not UTF-8, so nothing in it can be read; rename it`, { cause });
      this.code = 'EILSEQ';
      return;
    }
    const fault = faultOfListingSync(folder, cause);
    // Of a permission that is missing, callers say what to do there.
    super(isToldByError(fault) ? cause.message : phraseText(folderFaultPhrase(folder, fault)), { cause });
    this.code = cause.code;
  }
}

/** Whether a folder is not found because Node has put a replacement character in place of bytes of its name. */
export function hasUnreadableName(folder: string, { code }: NodeJS.ErrnoException): boolean {
  return code === 'ENOENT' && path.basename(folder).includes('\ufffd');
}

/** @throws ListingError in place of the file system's error */
export function orListingError<T>(folder: string, list: () => T): T {
  try {
    return list();
  } catch (error) {
    throw new ListingError(folder, error as NodeJS.ErrnoException);
  }
}

/**
 * What is to be said of an application folder that cannot be listed. Nothing of one that is gone: it is empty.
 * @throws the error when the file system has not told it
 */
export function whyUnlisted(error: unknown): { unreadable?: string } {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return code === 'ENOENT' || code === 'ENOTDIR' ? {} : { unreadable: message };
}
