import { createHash, timingSafeEqual } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { FileLimit } from '../../../core/files/fileFault';
import { UserFileError } from '../../../core/files/userFileError';
import { makeFolder } from '../../../disk/makeFolder';
import { readUserFile } from '../../../disk/userFile';
import type { Random } from '../../kernel/random/random';

/** Name of the key file, which is in the MobileApps folder itself. */
export const KEY_FILE = 'key.mobileapp';

const KEY_LIMIT: FileLimit = { bytes: 64_000, name: 'KEY_LIMIT' };

/**
 * The key with which 4D's mobile editor fetches data. The whole content of `key.mobileapp` is a bearer token.
 * The server creates the file at the first ping and never changes it. That is inferred from the editor, which sends a
 * ping and then reads the file.
 */
export class MobileAppKey {
  private readonly file: string;
  /** The last fault of the file that is in the log. */
  private told = '';

  constructor(
    private readonly folder: string,
    private readonly random: Random,
    private readonly log: (message: string) => void,
  ) {
    this.file = path.join(folder, KEY_FILE);
  }

  /**
   * Creates the file if it is missing, readable by this user alone. 4D has not published the form of its content.
   * @returns whether the file was created
   * @throws when the file system refuses, or what has its name cannot be read
   */
  async ensure(): Promise<boolean> {
    await makeFolder(this.folder);
    const text = this.random.bytes(32).toString('hex');
    try {
      await fs.writeFile(this.file, text, { flag: 'wx', mode: 0o600 });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      await this.text();
      return false;
    }
  }

  /** Whether a token is the key. False while the file does not exist. */
  async is(token: string): Promise<boolean> {
    let key: string;
    try {
      key = (await this.text()).trim();
    } catch (error) {
      if (!(error instanceof UserFileError)) throw error;
      if (error.fault.kind !== 'missing' && this.told !== error.message)
        this.log(`No key is accepted: ${error.message}`);
      this.told = error.message;
      return false;
    }
    // Both are hashed, because a comparison in constant time needs texts of equal length.
    return key !== '' && timingSafeEqual(sha256(key), sha256(token));
  }

  private async text(): Promise<string> {
    return (await readUserFile(this.file, { limit: KEY_LIMIT })).bytes.toString('utf8');
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
