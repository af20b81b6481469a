import fs from 'node:fs/promises';
import path from 'node:path';
import { FileStepError } from './fileStepError';
import { entriesOf } from './plainFolder';

const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
const CHUNK_BYTES = 1024 * 1024;

/**
 * Copies a folder with all that is plain in it. Symbolic links are not followed and not copied, nor are pipes, sockets and
 * devices: whoever works on the copy never comes to what is the user's.
 * @param from may be a link itself, and is what it leads to then
 * @param to must not be there
 */
export async function copyFolder(from: string, to: string): Promise<void> {
  const source = await fs.realpath(from);
  if (!(await fs.stat(source)).isDirectory()) throw new FileStepError(`${source} is no folder.`);
  const way = path.relative(source, path.dirname(to));
  if (!way.startsWith('..') && !path.isAbsolute(way)) {
    throw new FileStepError(`${source} has the folder for temporary files in it; give a MobileApps folder.`);
  }
  await copyInto(source, to);
}

async function copyInto(from: string, to: string): Promise<void> {
  // Its rights are not taken over: the copy is to be removed again.
  await fs.mkdir(to);
  for (const entry of await entriesOf(from)) {
    const source = path.join(from, entry.name);
    const target = path.join(to, entry.name);
    if (entry.isFile()) await copyFile(source, target);
    // A link that has come in its place since it was listed is none of the folders below.
    else if (entry.isDirectory() && (await fs.realpath(source).catch(() => '')) === source) {
      await copyInto(source, target);
    }
  }
}

async function copyFile(from: string, to: string): Promise<void> {
  const source = await openPlain(from);
  if (!source) return;
  try {
    const stats = await source.stat();
    if (!stats.isFile()) return;
    const target = await fs.open(to, 'wx', stats.mode & 0o777);
    try {
      const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, stats.size + 1));
      for (;;) {
        const { bytesRead } = await source.read(chunk);
        if (bytesRead === 0) break;
        await target.writeFile(chunk.subarray(0, bytesRead));
      }
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** Undefined when it has gone since it was listed, or a link has come in its place. */
async function openPlain(file: string): Promise<fs.FileHandle | undefined> {
  try {
    // On Windows there is no such flag.
    if (O_NOFOLLOW === 0 && (await fs.lstat(file)).isSymbolicLink()) return undefined;
    return await fs.open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    if (['ENOENT', 'ELOOP', 'ENXIO'].includes(String((error as NodeJS.ErrnoException).code))) return undefined;
    throw error;
  }
}
