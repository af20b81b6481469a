import fs from 'node:fs';
import path from 'node:path';
import { contentPlace } from '../core/session/applicationPlace';
import type { CheckPool } from '../disk/checkPool';
import { isMobileAppsName } from '../disk/mobileAppsName';

/** Where a file that was given by itself stands. */
export interface SessionHome {
  /** Absolute path of the MobileApps folder. */
  readonly folder: string;
  /** The file's path in it, with `/`. */
  readonly place: string;
  /** How much of the folder tells something about the file. */
  readonly reads: 'folder' | 'application' | 'file';
}

/** A session that stands deeper below an application folder is not looked for there either. */
const MOST_LEVELS = 5;

/**
 * Finds the MobileApps folder of a file: one of that name above it, else the folder that holds the application folder which
 * its content names, else what the folders above it look like. A file that stands nowhere in particular is looked at alone.
 * @param file absolute path; it need not be there
 */
export async function sessionHome(pool: CheckPool, file: string, text: string): Promise<SessionHome> {
  const named = namedAbove(path.dirname(file));
  if (named !== undefined) return at(named, file, 'folder');
  const { application } = contentPlace(text);
  const above = withThoseAbove(path.dirname(file));
  const own = application === undefined ? undefined : above.find((folder) => path.basename(folder) === application);
  if (own !== undefined) return at(path.dirname(own), file, 'application');
  const parent = path.dirname(file);
  const kind = await kindOf(pool, parent);
  if (kind === 'mobileApps') return at(parent, file, 'folder');
  return at(path.dirname(parent), file, kind === 'application' ? 'application' : 'file');
}

/** What kind of folder it is. One that is not there, or cannot be listed, is of no kind. */
async function kindOf(pool: CheckPool, folder: string) {
  if (!fs.existsSync(folder)) return 'other';
  try {
    return await pool.call('kindOfFolder', { folder });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return 'other';
  }
}

/** The nearest folder that is named as MobileApps folders are: this one, or one not far above it. */
export function namedAbove(folder: string): string | undefined {
  return withThoseAbove(folder).find((each) => isMobileAppsName(path.basename(each)));
}

/** The path of a file in a folder, with `/`. */
export function placeBelow(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep).join('/');
}

function at(folder: string, file: string, reads: SessionHome['reads']): SessionHome {
  return { folder, place: placeBelow(folder, file), reads };
}

function withThoseAbove(folder: string): string[] {
  const folders = [folder];
  for (let at = folder; folders.length < MOST_LEVELS && path.dirname(at) !== at; at = path.dirname(at)) {
    folders.push(path.dirname(at));
  }
  return folders;
}
