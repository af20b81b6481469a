import { createHash, timingSafeEqual } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Random } from '../../kernel/random/random';

/** Name of the key file, which is in the MobileApps folder itself. */
export const KEY_FILE = 'key.mobileapp';

/**
 * The key with which 4D's mobile editor fetches data. The whole content of `key.mobileapp` is a bearer token.
 * The server creates the file at the first ping and never changes it. That is inferred from the editor, which sends a
 * ping and then reads the file.
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
   * Creates the file if it is missing, readable by this user alone. 4D has not published the form of its content.
   * @returns whether the file was created
   * @throws when the file system refuses
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

  /** Whether a token is the key. False while the file does not exist. */
  async is(token: string): Promise<boolean> {
    let key: string;
    try {
      key = (await fs.readFile(this.file, 'utf8')).trim();
    } catch {
      return false;
    }
    // Both are hashed, because a comparison in constant time needs texts of equal length.
    return key !== '' && timingSafeEqual(sha256(key), sha256(token));
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
