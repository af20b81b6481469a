import type { FileLimit } from './fileFault';

export interface ReadRules {
  readonly limit: FileLimit;
  /** Whether a link in place of the file is followed. Links on the way to it always are. The default is `followed`. */
  readonly links?: 'followed' | 'refused';
  /**
   * Called between opening and reading with what identifies the opened file on this machine (`device:inode`). What it throws
   * is passed on, and then nothing is read.
   */
  readonly verify?: (identity: string) => void;
}

export interface UserFile {
  readonly bytes: Uint8Array;
  /** Permissions and kind, as the file system has them. */
  readonly mode: number;
}

/**
 * The one way to read a file of the user's. Only a regular file is read, opening never waits, and no more than the limit is
 * kept in memory. Rooms that have no access to the disk get it from outside.
 */
export interface UserFiles {
  /** @throws UserFileError */
  read(file: string, rules: ReadRules): Promise<UserFile>;
  /** @throws UserFileError */
  readSync(file: string, rules: ReadRules): UserFile;
}
