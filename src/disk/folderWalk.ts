import fs from 'node:fs';
import path from 'node:path';
import { globMatcher } from '../core/pattern/globMatcher';
import { PatternLimit } from '../core/pattern/patternLimit';
import { hasUnreadableName, ListingError } from './listingError';
import { NEVER_ENTERED } from './neverEntered';

export interface WalkOptions {
  /** Globs of folders that are not entered, relative to `base`. */
  readonly exclude?: readonly string[] | undefined;
  /** The default is the root. */
  readonly base?: string | undefined;
  /** How many levels below the root to search. The default is all. */
  readonly depth?: number | undefined;
}

export interface WalkedFolder {
  readonly folder: string;
  readonly entries: readonly fs.Dirent[];
}

/**
 * The folders at and below a root with their contents, parents first. Ignore files have no effect, because real
 * projects ignore their data. Symbolic links are not followed. A folder that cannot be read is reported to `onSkipped`
 * and skipped.
 * @param isLeaf whether a folder is not entered
 */
export function* walkFolders(
  root: string,
  { exclude = [], base = root, depth = Number.POSITIVE_INFINITY }: WalkOptions,
  onSkipped: (folder: string, error: Error) => void,
  isLeaf: (folder: string) => boolean = () => false,
): Generator<WalkedFolder> {
  const isEntered = entering(base, exclude, onSkipped);
  // What was just created may be a file, or may be deleted again.
  let level = isDirectory(root, onSkipped) ? [path.resolve(root)] : [];
  for (let below = 0; level.length > 0; below++) {
    const next: string[] = [];
    for (const folder of level) {
      if (isLeaf(folder)) continue;
      let entries: fs.Dirent[];
      try {
        entries = fs.readdirSync(folder, { withFileTypes: true });
      } catch (error) {
        const cause = error as NodeJS.ErrnoException;
        if (hasUnreadableName(folder, cause)) onSkipped(folder, new ListingError(folder, cause));
        else if (cause.code !== 'ENOENT') onSkipped(folder, cause);
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

/**
 * Returns a test whether a walk that has entered the parent of a folder enters this folder too.
 * @param onUnjudged called for a glob that is too large, or takes too many steps; then it excludes nothing
 */
export function entering(
  base: string,
  exclude: readonly string[],
  onUnjudged: (folder: string, error: Error) => void,
): (folder: string) => boolean {
  const bounded = <T>(folder: string, judge: () => T): T | undefined => {
    try {
      return judge();
    } catch (error) {
      if (!(error instanceof PatternLimit)) throw error;
      onUnjudged(folder, error);
      return undefined;
    }
  };
  const globs = exclude.filter((glob) => glob !== '');
  const matchers = globs.flatMap((glob) => bounded(base, () => globMatcher(glob, { dot: true })) ?? []);
  return (folder) => {
    if (NEVER_ENTERED.has(path.basename(folder))) return false;
    const name = path.relative(base, folder).split(path.sep).join('/');
    return !matchers.some((matches) => bounded(folder, () => matches(name)));
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
