import fs from 'node:fs/promises';
import path from 'node:path';
import { UserFileError } from '../core/files/userFileError';
import type { UserFile, UserFiles } from '../core/files/userFiles';
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
 */
export async function copyFolder(userFiles: UserFiles, from: string, to: string): Promise<void> {
  const source = await fs.realpath(from);
  if (!(await fs.stat(source)).isDirectory()) throw new FileStepError(`${source} is no folder.`);
  const way = path.relative(source, path.dirname(to));
  if (!way.startsWith('..') && !path.isAbsolute(way)) {
    throw new FileStepError(`${source} has the folder for temporary files in it; give a MobileApps folder.`);
  }
  await copyInto(userFiles, source, to);
}

async function copyInto(userFiles: UserFiles, from: string, to: string): Promise<void> {
  // The permissions are not copied, because the copy must be deletable.
  await fs.mkdir(to, { mode: OWNER });
  for (const entry of await listedEntries(from)) {
    const source = path.join(from, entry.name);
    const target = path.join(to, entry.name);
    if (entry.isFile()) await copyFile(userFiles, source, target);
    // Since it was listed, the folder may have been replaced by a link. A link is not followed.
    else if (entry.isDirectory() && (await fs.realpath(source).catch(() => '')) === source) {
      await copyInto(userFiles, source, target);
    }
  }
}

/** A file that was deleted, or replaced by something else, since it was listed is not copied. */
async function copyFile(userFiles: UserFiles, from: string, to: string): Promise<void> {
  let file: UserFile;
  try {
    file = await userFiles.read(from, { limit: MOBILE_FILE_LIMIT, links: 'refused' });
  } catch (error) {
    if (!(error instanceof UserFileError)) throw error;
    if (['tooLarge', 'denied', 'failed'].includes(error.fault.kind)) throw new FileStepError(`${error.message}.`);
    return;
  }
  await fs.writeFile(to, file.bytes, { flag: 'wx', mode: file.mode & OWNER });
}
