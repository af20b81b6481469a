import { phraseText } from '../core/compliance/phrase';
import { folderFaultPhrase, isToldByError } from '../core/files/fileFault';
import { faultOfListingSync } from './fileKind';

/** A folder cannot be listed. The message says what is in its place, if it is no folder, without a full stop. */
export class ListingError extends Error {
  /** The file system's. */
  readonly code: string | undefined;

  constructor(folder: string, cause: NodeJS.ErrnoException) {
    const fault = faultOfListingSync(folder, cause);
    // Of a permission that is missing, callers say what to do there.
    super(isToldByError(fault) ? cause.message : phraseText(folderFaultPhrase(folder, fault)), { cause });
    this.code = cause.code;
  }
}

/** @throws ListingError in place of the file system's error */
export function orListingError<T>(folder: string, list: () => T): T {
  try {
    return list();
  } catch (error) {
    throw new ListingError(folder, error as NodeJS.ErrnoException);
  }
}
