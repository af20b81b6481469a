import type { FileLimit } from '../core/files/fileFault';
import type { ReadRules, UserFile, UserFiles } from '../core/files/userFiles';

/** The largest file that a run copies or changes in a MobileApps folder. */
export const MOBILE_FILE_LIMIT: FileLimit = { bytes: 64_000_000, name: 'MOBILE_FILE_LIMIT' };

/** How this room reads files of the user's. `diskFiles` of the room `disk` does it. */
export interface ReadableFiles extends UserFiles {
  /**
   * Like `read`, but a pipe is read too, as in `run <(make-one)`, until its writer closes it. That may never happen, so the
   * wait blocks nothing else.
   * @throws UserFileError; an AbortError when `signal` is aborted
   */
  readPiped(file: string, rules: ReadRules, signal?: AbortSignal): Promise<UserFile>;
}
