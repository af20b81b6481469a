import fs from 'node:fs/promises';
import path from 'node:path';
import { UserFileError } from '../core/files/userFileError';
import type { UserFile, UserFiles } from '../core/files/userFiles';
import type { DiskBudget } from './diskBudget';
import { FileStepError } from './fileStepError';
import { listedEntries } from './plainFolder';
import { MOBILE_FILE_LIMIT } from './readableFiles';

/** Session files have tokens in them, so nobody else may read the copy. */
const OWNER = 0o700;

/**
 * Copies a folder with its files and sub-folders. Symbolic links, pipes, sockets and devices are not copied. So work on
 * the copy can never change the user's files.
 * @param from may itself be a link, which is followed
 * @param to must not exist
 * @param disk what may be written. When it is not enough for the whole folder, nothing is copied
 */
export async function copyFolder(userFiles: UserFiles, from: string, to: string, disk: DiskBudget): Promise<void> {
  const source = await fs.realpath(from);
  if (!(await fs.stat(source)).isDirectory()) throw new FileStepError(`${source} is no folder.`);
  const way = path.relative(source, path.dirname(to));
  if (!way.startsWith('..') && !path.isAbsolute(way)) {
    throw new FileStepError(`${source} has the folder for temporary files in it; give a MobileApps folder.`);
  }
  const before = disk.written;
  for await (const { place, isFolder } of contentOf(source)) {
    // A sparse file takes no room where it is, but its copy does.
    disk.spend(place, isFolder ? 0 : ((await fs.lstat(place).catch(() => undefined))?.size ?? 0));
  }
  // Files may have grown since they were measured, so what is really written is counted.
  disk.restore(before);
  for await (const { place, isFolder } of contentOf(source)) {
    const target = path.join(to, path.relative(source, place));
    if (!isFolder) await copyFile(userFiles, place, target, disk);
    else {
      disk.spend(place, 0);
      // The permissions are not copied, because the copy must be deletable.
      await fs.mkdir(target, { mode: OWNER });
    }
  }
}

/** The folder itself, its files, and its sub-folders with theirs. A folder comes before what is in it. */
async function* contentOf(folder: string): AsyncGenerator<{ readonly place: string; readonly isFolder: boolean }> {
  yield { place: folder, isFolder: true };
  for (const entry of await listedEntries(folder)) {
    const place = path.join(folder, entry.name);
    if (entry.isFile()) yield { place, isFolder: false };
    // Since it was listed, the folder may have been replaced by a link. A link is not followed.
    else if (entry.isDirectory() && (await fs.realpath(place).catch(() => '')) === place) yield* contentOf(place);
  }
}

/** A file that was deleted, or replaced by something else, since it was listed is not copied. */
async function copyFile(userFiles: UserFiles, from: string, to: string, disk: DiskBudget): Promise<void> {
  let file: UserFile;
  try {
    file = await userFiles.read(from, { limit: MOBILE_FILE_LIMIT, links: 'refused' });
  } catch (error) {
    if (!(error instanceof UserFileError)) throw error;
    if (['tooLarge', 'denied', 'failed'].includes(error.fault.kind)) throw new FileStepError(`${error.message}.`);
    return;
  }
  disk.spend(from, file.bytes.length);
  await fs.writeFile(to, file.bytes, { flag: 'wx', mode: file.mode & OWNER });
}
