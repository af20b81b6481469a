import fs from 'node:fs/promises';
import path from 'node:path';
import type { SessionKey } from '../core/index/sessionIndex';
import { isSafeFolderName, isSafeSessionName } from '../core/repair/safeName';
import { judgeName } from '../core/session/location';
import { FileGoneError, NotRegularFileError, OutsideFolderError, readError } from './writeErrors';

/**
 * Absolute path of a session file. Ids from a file must never lead to another folder.
 * @throws OutsideFolderError for ids that are not plain names (`../x`, `/etc/x`, NUL, a name with a special meaning on
 * another system)
 */
export function sessionPath({ folder, application, name }: SessionKey): string {
  const file = path.join(folder, application, name);
  if (!isSafeFolderName(application) || !isSafeSessionName(name))
    throw new OutsideFolderError(`${folder}/${application}/${name}`);
  sessionKeyAt(file);
  return file;
}

/**
 * The session file that a path names.
 * @throws OutsideFolderError when no session file can be there
 */
export function sessionKeyAt(file: string): SessionKey {
  const directory = path.dirname(path.normalize(file));
  const place = { folder: path.dirname(directory), application: path.basename(directory), name: path.basename(file) };
  const isPlain = path.isAbsolute(file) && !file.includes('\0') && !file.split(/[\\/]/).includes('..');
  const isDeepEnough = place.folder !== directory && place.application !== '' && place.name !== '';
  // A file with an extension (manifest.json, AuthKey_1.p8) is never a session file, and a hidden folder is never
  // searched.
  if (!isPlain || !isDeepEnough || place.application.startsWith('.') || judgeName(place.name) === 'other')
    throw new OutsideFolderError(file);
  return place;
}

/** Whether session files can be at a path: directly in an application folder of this MobileApps folder. */
export function isSessionPlace(folder: string, file: string): boolean {
  try {
    return sessionKeyAt(file).folder === path.resolve(folder);
  } catch (error) {
    if (error instanceof OutsideFolderError) return false;
    throw error;
  }
}

/**
 * The path of any file in a MobileApps folder, relative to it, with `/`.
 * @throws OutsideFolderError when it is not in the folder
 */
export function placeInFolder(folder: string, file: string): string {
  const place = path.relative(folder, file).split(path.sep).join('/');
  const isPlain = path.isAbsolute(file) && !file.includes('\0') && !file.split(/[\\/]/).includes('..');
  if (!isPlain || place === '' || path.isAbsolute(place) || place.split('/').includes('..')) {
    throw new OutsideFolderError(file);
  }
  return place;
}

/** @throws NotRegularFileError when a folder between the MobileApps folder and the file is a link, or none */
export async function refuseLinkedWay(folder: string, file: string): Promise<void> {
  const parts = placeInFolder(folder, file).split('/').slice(0, -1);
  for (let i = 1; i <= parts.length; i++) await refuseLinkedFolder(path.join(folder, ...parts.slice(0, i), 'any'));
}

/** The new place of a file in the same MobileApps folder, with names that are valid on every system. */
export async function newPlaceOf(file: string, folder: string): Promise<SessionKey> {
  const place = sessionKeyAt(file);
  const inside = await isSameFolder(place.folder, folder);
  const isSafe = isSafeFolderName(place.application) && isSafeSessionName(place.name);
  if (!inside || !isSafe) throw new OutsideFolderError(file);
  return place;
}

/** Whether two paths lead to the same folder, possibly through links. False when one does not exist. */
export async function isSameFolder(a: string, b: string): Promise<boolean> {
  if (path.resolve(a) === path.resolve(b)) return true;
  const [realA, realB] = await Promise.all([realPath(a), realPath(b)]);
  return realA !== undefined && realA === realB;
}

/** @throws NotRegularFileError when the application folder is a link, which leads out of the MobileApps folder */
export async function refuseLinkedFolder(file: string): Promise<void> {
  const directory = path.dirname(file);
  const stats = await fs.lstat(directory).catch((error) => {
    throw readError(file, error);
  });
  if (!stats.isDirectory()) throw new NotRegularFileError(directory, { kind: 'linkedFolder' });
}

async function realPath(folder: string): Promise<string | undefined> {
  try {
    return await fs.realpath(folder);
  } catch (error) {
    const told = readError(folder, error);
    if (told instanceof FileGoneError) return undefined;
    throw told;
  }
}
