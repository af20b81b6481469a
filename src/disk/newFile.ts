import fs from 'node:fs/promises';
import path from 'node:path';
import { makeFolders } from './makeFolders';
import { FileExistsError, writeError } from './writeErrors';

/**
 * Writes a file where none is, and makes its folder. What is there, also a link, is never written over.
 * @param file absolute path
 * @throws FileExistsError, or another SessionWriteError when the file system refuses
 */
export async function writeNewFile(file: string, bytes: Uint8Array): Promise<void> {
  let isMade = false;
  try {
    makeFolders(path.dirname(file));
    const handle = await fs.open(file, 'wx');
    isMade = true;
    try {
      await handle.writeFile(bytes);
    } finally {
      await handle.close();
    }
  } catch (error) {
    // A disk that is full leaves half of it.
    if (isMade) await fs.rm(file, { force: true }).catch(() => {});
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      // A file may stand in the way of a folder.
      throw new FileExistsError((error as NodeJS.ErrnoException).path ?? file);
    }
    throw writeError(file, error);
  }
}
