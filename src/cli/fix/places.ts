import fs from 'node:fs';
import path from 'node:path';

/** Which places for session files in a MobileApps folder are free; knows of moves that are only pretended, too. */
export class Places {
  private readonly claimed = new Set<string>();
  private readonly vacated = new Set<string>();
  /** Moves so far. */
  moves = 0;

  constructor(private readonly folder: string) {}

  /** Whether a file may go there without going over another. */
  isFree(from: string, application: string, name: string): boolean {
    const to = path.join(this.folder, application, name);
    if (this.claimed.has(to)) return false;
    if (this.vacated.has(to)) return true;
    try {
      const there = statOf(to);
      if (!there) return true;
      // The same file in other letters, where the file system does not tell them apart.
      const here = statOf(from);
      return here?.ino === there.ino && here.dev === there.dev;
    } catch (error) {
      // Nothing can be under a name that is too long: the move will say so. What may not be looked at is not free.
      const { code } = error as NodeJS.ErrnoException;
      return code === 'ENAMETOOLONG' || code === 'ENOTDIR';
    }
  }

  moved(): void {
    this.moves++;
  }

  pretendMove(from: string, to: string): void {
    this.moves++;
    this.vacated.add(from);
    this.claimed.delete(from);
    this.claimed.add(to);
  }
}

function statOf(file: string): fs.BigIntStats | undefined {
  return fs.lstatSync(file, { bigint: true, throwIfNoEntry: false });
}
