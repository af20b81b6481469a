import fs from 'node:fs';
import path from 'node:path';
import { type WalkOptions, walkFolders } from './folderWalk';

export interface FindOptions extends WalkOptions {
  /** Whatever is in the root, something may come there. */
  readonly isWorkspace?: boolean;
  /** The root has come a moment ago: whatever is in it may still be filled. */
  readonly isNew?: boolean;
}

export interface Found {
  /** MobileApps folders, sorted. */
  readonly folders: string[];
  /** Folders in which 4D may make a MobileApps folder, or the data folder that it comes in; those further up first. */
  readonly likely: string[];
}

/** File systems that do not tell upper from lower case find `mobileapps` too; it is shown as it is on disk. */
const IGNORES_CASE = process.platform === 'win32' || process.platform === 'darwin';

// 4D makes MobileApps beside the data file, which is in the folder of a project or one below it.
const SIGN_OF_PROJECT = /^(Project|.+\.4D(B|C|Z|Project))$/i;
const SIGN_OF_DATA = /\.4DD$/i;
// Each costs a watch, of which a system has some thousands for all programs.
const MAX_LIKELY = 500;

/**
 * Absolute paths of the MobileApps folders at or under a folder, and of those where one is likely to come. A folder that
 * cannot be read is reported to `onSkipped` and passed over.
 */
export function findFolders(
  root: string,
  { isWorkspace = false, isNew = false, ...options }: FindOptions,
  onSkipped: (folder: string, error: Error) => void,
): Found {
  const found: Found = { folders: [], likely: [] };
  const top = path.resolve(root);
  const inProject = new Set<string>();
  if (isWorkspace || isInProject(top)) inProject.add(top);
  const isLeaf = (folder: string) => {
    if (!isMobileAppsName(path.basename(folder))) return false;
    found.folders.push(folder);
    return true;
  };
  for (const { folder, entries } of walkFolders(root, options, onSkipped, isLeaf)) {
    const isProject = entries.some(({ name }) => SIGN_OF_PROJECT.test(name));
    const isLikely = isNew || isProject || inProject.has(folder) || entries.some(({ name }) => SIGN_OF_DATA.test(name));
    if (isLikely && found.likely.length < MAX_LIKELY) found.likely.push(folder);
    if (!isProject) continue;
    for (const { name } of entries) if (isForData(name)) inProject.add(path.join(folder, name));
  }
  found.folders.sort();
  return found;
}

/** Whether a folder of a project may be one that 4D has made for its data. */
function isForData(name: string): boolean {
  return !SIGN_OF_PROJECT.test(name) && !name.startsWith('.');
}

function isInProject(folder: string): boolean {
  if (!isForData(path.basename(folder))) return false;
  try {
    return fs.readdirSync(path.dirname(folder)).some((name) => SIGN_OF_PROJECT.test(name));
  } catch {
    // Nobody has asked for this one.
    return false;
  }
}

export function isMobileAppsName(name: string): boolean {
  return name === 'MobileApps' || (IGNORES_CASE && name.toLowerCase() === 'mobileapps');
}
