import type { BigIntStats } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';

/** Knows which places for session files in a MobileApps folder are free. Planned moves are taken into account. */
export class Places {
  private readonly claimed = new Set<string>();
  private readonly vacated = new Set<string>();

  constructor(private readonly folder: string) {}

  /** Whether a file can be moved there without overwriting another. */
  async isFree(from: string, application: string, name: string): Promise<boolean> {
    const to = path.join(this.folder, application, name);
    if (this.claimed.has(to)) return false;
    if (this.vacated.has(to)) return true;
    try {
      const there = await statOf(to);
      if (!there) return true;
      // On a file system that ignores case, it may be the same file with a name in another case.
      const here = await statOf(from);
      return here?.ino === there.ino && here.dev === there.dev;
    } catch (error) {
      // A name that is too long cannot be in use, and the move will report it. A place that cannot be examined is not
      // free.
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

/** The places to which files are to be moved, with their texts. */
export class Wanted {
  private readonly texts = new Map<string, Set<string>>();

  constructor(targets: readonly Target[]) {
    for (const target of targets) {
      const key = keyOf(target);
      const texts = this.texts.get(key) ?? new Set();
      this.texts.set(key, texts.add(target.text.trim()));
    }
  }

  /** Whether files that differ in more than the space around them are to be moved there. */
  isContested(target: Target): boolean {
    return (this.texts.get(keyOf(target))?.size ?? 0) > 1;
  }
}

interface Target {
  readonly applicationFolder: string;
  readonly name: string;
  readonly text: string;
}

/** On a file system that ignores case, two spellings are one place. */
function keyOf({ applicationFolder, name }: Target): string {
  return `${applicationFolder}/${name}`.toLowerCase();
}

async function statOf(file: string): Promise<BigIntStats | undefined> {
  try {
    return await fs.lstat(file, { bigint: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
