import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isProcessAlive, thisHost } from './processHome';

/** The id of the process, and what `mkdtemp` adds. */
const OWN_PART = /^(\d{1,10})-[A-Za-z0-9]{6}$/;

/** Temporary folders for one purpose. They say which process they belong to, so that those of killed processes are found. */
export class ProcessFolders {
  private readonly prefix: string;

  /**
   * @param purpose a word of their names
   * @param words what is in them, as a sentence begins with it
   */
  constructor(
    purpose: string,
    private readonly words: string,
  ) {
    this.prefix = `session-workbench-${purpose}-${hostMark()}-`;
  }

  /**
   * Makes one for this process. Only this user can read it. Whoever makes it removes it.
   * @returns its absolute path, without links
   */
  make(): string {
    return fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), `${this.prefix}${process.pid}-`));
  }

  /**
   * Removes those of processes that ended without removing their own, because they were killed. It leaves alone what
   * belongs to another user, to another machine or container that shares the temporary folder, and to a process that lives.
   * @param log gets what could not be removed
   */
  async removeLeft(log: (message: string) => void): Promise<void> {
    const root = os.tmpdir();
    const names = await fs.promises.readdir(root).catch((): string[] => []);
    for (const name of names) {
      const [, pid] = (name.startsWith(this.prefix) && OWN_PART.exec(name.slice(this.prefix.length))) || [];
      if (pid === undefined || isProcessAlive(Number(pid))) continue;
      const folder = path.join(root, name);
      try {
        // Of a link, this is the link itself.
        const stats = await fs.promises.lstat(folder);
        if (!stats.isDirectory() || stats.uid !== (process.getuid?.() ?? stats.uid)) continue;
        await fs.promises.rm(folder, { recursive: true, force: true });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
        log(`${this.words} could not be removed: ${(error as Error).message}`);
      }
    }
  }
}

/** Process ids mean the same only on one machine or in one container. */
function hostMark(): string {
  return createHash('sha256').update(thisHost()).digest('hex').slice(0, 12);
}
