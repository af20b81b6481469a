import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isProcessAlive, thisHost } from '../../../disk/processHome';

const PREFIX = 'session-workbench-uploads-';
/** The id of the process, and what `mkdtemp` adds. */
const OWN_PART = /^(\d{1,10})-[A-Za-z0-9]{6}$/;

/** Makes the temporary folder for the uploads of this process. Only this user can read it. */
export function makeUploadFolder(): Promise<string> {
  return fs.mkdtemp(path.join(os.tmpdir(), `${PREFIX}${hostMark()}-${process.pid}-`));
}

/**
 * Removes the folders of processes that ended without removing their own, because they were killed. It leaves alone what
 * belongs to another user, to another machine or container that shares the temporary folder, and to a process that lives.
 * @param log gets what could not be removed
 */
export async function removeLeftUploads(log: (message: string) => void): Promise<void> {
  const root = os.tmpdir();
  const prefix = `${PREFIX}${hostMark()}-`;
  const names = await fs.readdir(root).catch((): string[] => []);
  for (const name of names) {
    const [, pid] = (name.startsWith(prefix) && OWN_PART.exec(name.slice(prefix.length))) || [];
    if (pid === undefined || isProcessAlive(Number(pid))) continue;
    const folder = path.join(root, name);
    try {
      // Of a link, this is the link itself.
      const stats = await fs.lstat(folder);
      if (!stats.isDirectory() || stats.uid !== (process.getuid?.() ?? stats.uid)) continue;
      await fs.rm(folder, { recursive: true, force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
      log(`Uploads of a server that was killed could not be removed: ${(error as Error).message}`);
    }
  }
}

/** Process ids mean the same only on one machine or in one container. */
function hostMark(): string {
  return createHash('sha256').update(thisHost()).digest('hex').slice(0, 12);
}
