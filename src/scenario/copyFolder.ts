import fs from 'node:fs/promises';
import path from 'node:path';
import { FileStepError } from './fileStepError';
import { listedEntries } from './plainFolder';

const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
const CHUNK_BYTES = 1024 * 1024;

/**
 * Copies a folder with its files and sub-folders. Symbolic links, pipes, sockets and devices are not copied. So work on
 * the copy can never change the user's files.
 * @param from may itself be a link, which is followed
 * @param to must not exist
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
  // The permissions are not copied, because the copy must be deletable.
  await fs.mkdir(to);
  for (const entry of await listedEntries(from)) {
    const source = path.join(from, entry.name);
    const target = path.join(to, entry.name);
    if (entry.isFile()) await copyFile(source, target);
    // Since it was listed, the folder may have been replaced by a link. A link is not followed.
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

/** Undefined when the file was deleted or replaced by a link since it was listed. */
async function openPlain(file: string): Promise<fs.FileHandle | undefined> {
  try {
    // Windows has no such flag.
    if (O_NOFOLLOW === 0 && (await fs.lstat(file)).isSymbolicLink()) return undefined;
    return await fs.open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    if (['ENOENT', 'ELOOP', 'ENXIO'].includes(String((error as NodeJS.ErrnoException).code))) return undefined;
    throw error;
  }
}
