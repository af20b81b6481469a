import fs from 'node:fs';
import path from 'node:path';
import picomatch from 'picomatch';

export interface FindOptions {
  /** Globs, relative to the root, of what is not entered. */
  readonly exclude?: readonly string[];
}

// Never a 4D project's data, and often 100,000 folders.
const NEVER_ENTERED = new Set(['node_modules', '.git']);

/** File systems that do not tell upper from lower case find `mobileapps` too; it is shown as it is on disk. */
const IGNORES_CASE = process.platform === 'win32' || process.platform === 'darwin';

/**
 * Absolute paths of the MobileApps folders at or under a folder, sorted. Symbolic links are not entered; a folder that
 * cannot be read is reported to `onSkipped` and passed over.
 */
export function findFolders(
  root: string,
  { exclude = [] }: FindOptions,
  onSkipped: (folder: string, error: Error) => void,
): string[] {
  const excluded = picomatch([...exclude], { dot: true });
  const found: string[] = [];
  // What was created a moment ago may be a file, or gone again.
  const open = isDirectory(root, onSkipped) ? [path.resolve(root)] : [];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    if (isMobileAppsName(path.basename(folder))) {
      found.push(folder);
      continue;
    }
    let entries: fs.Dirent[];
    try {
      entries = fs.readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') onSkipped(folder, error as Error);
      continue;
    }
    for (const entry of entries) {
      if (!entry.isDirectory() || NEVER_ENTERED.has(entry.name)) continue;
      const child = path.join(folder, entry.name);
      if (!excluded(path.relative(root, child).split(path.sep).join('/'))) open.push(child);
    }
  }
  return found.sort();
}

function isDirectory(root: string, onSkipped: (folder: string, error: Error) => void): boolean {
  try {
    return fs.statSync(root, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch (error) {
    onSkipped(root, error as Error);
    return false;
  }
}

export function isMobileAppsName(name: string): boolean {
  return name === 'MobileApps' || (IGNORES_CASE && name.toLowerCase() === 'mobileapps');
}
