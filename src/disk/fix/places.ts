import type { BigIntStats } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';

/** Which places for session files in a MobileApps folder are free; knows of moves that are only planned, too. */
export class Places {
  private readonly claimed = new Set<string>();
  private readonly vacated = new Set<string>();

  constructor(private readonly folder: string) {}

  /** Whether a file may go there without going over another. */
  async isFree(from: string, application: string, name: string): Promise<boolean> {
    const to = path.join(this.folder, application, name);
    if (this.claimed.has(to)) return false;
    if (this.vacated.has(to)) return true;
    try {
      const there = await statOf(to);
      if (!there) return true;
      // The same file in other letters, where the file system does not tell them apart.
      const here = await statOf(from);
      return here?.ino === there.ino && here.dev === there.dev;
    } catch (error) {
      // Nothing can be under a name that is too long: the move will say so. What may not be looked at is not free.
      const { code } = error as NodeJS.ErrnoException;
      return code === 'ENAMETOOLONG' || code === 'ENOTDIR';
    }
  }

  planMove(from: string, to: string): void {
    this.vacated.add(from);
    this.claimed.delete(from);
    this.claimed.add(to);
  }
}

async function statOf(file: string): Promise<BigIntStats | undefined> {
  try {
    return await fs.lstat(file, { bigint: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
