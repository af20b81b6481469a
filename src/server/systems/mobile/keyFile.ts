import { createHash, timingSafeEqual } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Random } from '../../kernel/random/random';

/** Name of the file, in the MobileApps folder itself. */
export const KEY_FILE = 'key.mobileapp';

/**
 * The key by which 4D's mobile editor fetches data: the whole content of `key.mobileapp` is a bearer token. The server
 * makes the file at the first ping (inferred from the editor, which pings and then reads it) and never changes it.
 */
export class MobileAppKey {
  private readonly file: string;

  constructor(
    private readonly folder: string,
    private readonly random: Random,
  ) {
    this.file = path.join(folder, KEY_FILE);
  }

  /**
   * Makes the file when it is missing, readable by this user alone. What its text looks like is not published.
   * @returns whether it was made; rejects when the file system refuses
   */
  async ensure(): Promise<boolean> {
    await fs.mkdir(this.folder, { recursive: true });
    const text = this.random.bytes(32).toString('hex');
    try {
      await fs.writeFile(this.file, text, { flag: 'wx', mode: 0o600 });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  }

  /** Whether a token is the key; no while there is none. */
  async is(token: string): Promise<boolean> {
    let key: string;
    try {
      key = (await fs.readFile(this.file, 'utf8')).trim();
    } catch {
      return false;
    }
    // Hashed, because only texts of one length can be compared in constant time.
    return key !== '' && timingSafeEqual(sha256(key), sha256(token));
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
