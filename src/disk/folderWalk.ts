import fs from 'node:fs';
import path from 'node:path';
import picomatch from 'picomatch';
import { isAtOrIn } from './isAtOrIn';

export interface WalkOptions {
  /** Globs of what is not entered, relative to `base`. */
  readonly exclude?: readonly string[] | undefined;
  /** The root unless given. */
  readonly base?: string | undefined;
  /** How far below the root to look; all the way without it. */
  readonly depth?: number | undefined;
}

export interface WalkedFolder {
  readonly folder: string;
  readonly entries: readonly fs.Dirent[];
}

// Never a 4D project's own, and often 100,000 folders.
const NEVER_ENTERED = new Set(['node_modules', '.git']);

/**
 * The folders at and under a root, with what is in them, those further up first. Ignore files count for nothing: real
 * projects have their data in them. Symbolic links are not entered; a folder that cannot be read is reported to
 * `onSkipped` and passed over.
 * @param isLeaf a folder that is not looked into
 */
export function* walkFolders(
  root: string,
  { exclude = [], base = root, depth = Number.POSITIVE_INFINITY }: WalkOptions,
  onSkipped: (folder: string, error: Error) => void,
  isLeaf: (folder: string) => boolean = () => false,
): Generator<WalkedFolder> {
  const isEntered = entering(base, exclude);
  // What was created a moment ago may be a file, or gone again.
  let level = isDirectory(root, onSkipped) ? [path.resolve(root)] : [];
  for (let below = 0; level.length > 0; below++) {
    const next: string[] = [];
    for (const folder of level) {
      if (isLeaf(folder)) continue;
      let entries: fs.Dirent[];
      try {
        entries = fs.readdirSync(folder, { withFileTypes: true });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') onSkipped(folder, error as Error);
        continue;
      }
      yield { folder, entries };
      if (below === depth) continue;
      const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => path.join(folder, name));
      next.push(...folders.filter(isEntered));
    }
    level = next;
  }
}

/** Tells whether a walk from a folder, which has entered the folder above, enters this one too. */
function entering(base: string, exclude: readonly string[]): (folder: string) => boolean {
  const excluded = picomatch([...exclude], { dot: true });
  return (folder) =>
    !NEVER_ENTERED.has(path.basename(folder)) && !excluded(path.relative(base, folder).split(path.sep).join('/'));
}

/** Tells whether a walk from a folder comes to a place below it. */
export function reaching(base: string, exclude: readonly string[] = []): (place: string) => boolean {
  const isEntered = entering(base, exclude);
  return (place) => {
    if (!isAtOrIn(base, place)) return false;
    for (let at = place; path.relative(base, at) !== ''; at = path.dirname(at)) if (!isEntered(at)) return false;
    return true;
  };
}

function isDirectory(root: string, onSkipped: (folder: string, error: Error) => void): boolean {
  try {
    return fs.statSync(root, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch (error) {
    onSkipped(root, error as Error);
    return false;
  }
}
