import fs from 'node:fs';
import path from 'node:path';
import { type WalkOptions, walkFolders } from './folderWalk';
import { isAtOrIn } from './isAtOrIn';
import { isMobileAppsName } from './mobileAppsName';

export interface FindOptions extends WalkOptions {
  /** Set for a folder of the workspace. A MobileApps folder may be made in it, whatever it contains now. */
  readonly isWorkspace?: boolean;
  /** Set when the root has just been made. Its contents may still be incomplete. */
  readonly isNew?: boolean;
}

export interface Found {
  /** MobileApps folders, sorted. */
  readonly folders: string[];
  /** Folders in which 4D may make a MobileApps folder, or the data folder that contains it. Parents come first. */
  readonly likely: string[];
  /**
   * The MobileApps folders that 4D will make with the first login of an app, sorted: one for each project that has none,
   * beside its data file, or in the usual folder `Data` while it has no data file.
   */
  readonly expected: string[];
}

// 4D makes the MobileApps folder beside the data file, which is in the project's folder or in a sub-folder.
const SIGN_OF_PROJECT = /^(Project|.+\.4D(B|C|Z|Project))$/i;
const SIGN_OF_DATA = /\.4DD$/i;
const PROJECT_FILE = /\.4DProject$/i;
/** Where 4D puts the data file of a new project. */
const USUAL_DATA = 'Data';
// Each needs a watch, and a system has only some thousands for all programs.
const MAX_LIKELY = 500;

/**
 * Finds the MobileApps folders at or below a folder, and the folders in which one is likely to be made. Paths are
 * absolute. A folder that cannot be read is reported to `onSkipped` and skipped.
 */
export function findFolders(
  root: string,
  { isWorkspace = false, isNew = false, ...options }: FindOptions,
  onSkipped: (folder: string, error: Error) => void,
): Found {
  const found: Found = { folders: [], likely: [], expected: [] };
  const withData: string[] = [];
  const projects: string[] = [];
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
    const hasData = entries.some(({ name }) => SIGN_OF_DATA.test(name));
    if (hasData) withData.push(folder);
    // In the folder `Project` itself nothing is known of what stands beside it.
    if (folder !== top && isOfProject(folder, entries)) projects.push(path.dirname(folder));
    const isLikely = isNew || isProject || inProject.has(folder) || hasData;
    if (isLikely && found.likely.length < MAX_LIKELY) found.likely.push(folder);
    if (!isProject) continue;
    for (const { name } of entries) if (isForData(name)) inProject.add(path.join(folder, name));
  }
  found.folders.sort();
  found.expected.push(...expectedIn(projects, withData, found.folders));
  return found;
}

/** Whether a folder is the folder `Project` of a 4D project. */
function isOfProject(folder: string, entries: readonly { readonly name: string }[]): boolean {
  return path.basename(folder) === 'Project' && entries.some(({ name }) => PROJECT_FILE.test(name));
}

function expectedIn(projects: readonly string[], withData: readonly string[], folders: readonly string[]): string[] {
  return projects
    .filter((project) => !folders.some((folder) => isAtOrIn(project, folder)))
    .map((project) => withData.find((folder) => isAtOrIn(project, folder)) ?? path.join(project, USUAL_DATA))
    .map((data) => path.join(data, 'MobileApps'))
    .sort();
}

/** Whether a folder of a project may be its data folder. */
function isForData(name: string): boolean {
  return !SIGN_OF_PROJECT.test(name) && !name.startsWith('.');
}

function isInProject(folder: string): boolean {
  if (!isForData(path.basename(folder))) return false;
  try {
    return fs.readdirSync(path.dirname(folder)).some((name) => SIGN_OF_PROJECT.test(name));
  } catch {
    // The user did not ask for this folder.
    return false;
  }
}
