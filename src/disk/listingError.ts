import { phraseText } from '../core/compliance/phrase';
import { folderFaultPhrase } from '../core/files/fileFault';
import { faultOfListingSync } from './fileKind';

/** A folder cannot be listed. The message says what is in its place, if it is no folder, without a full stop. */
export class ListingError extends Error {
  /** The file system's. */
  readonly code: string | undefined;

  constructor(folder: string, cause: NodeJS.ErrnoException) {
    const fault = faultOfListingSync(folder, cause);
    // Of a permission that is missing, callers say what to do there.
    const isOfFileSystem = fault.kind === 'denied' || fault.kind === 'failed';
    super(isOfFileSystem ? cause.message : phraseText(folderFaultPhrase(folder, fault)), { cause });
    this.code = cause.code;
  }
}
