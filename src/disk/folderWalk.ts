import fs from 'node:fs';
import path from 'node:path';
import picomatch from 'picomatch';

export interface WalkOptions {
  /** Globs, relative to the root, of what is not entered. */
  readonly exclude?: readonly string[] | undefined;
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
 * The folders at and under a root, with what is in them. Ignore files count for nothing: real projects have their data in
 * them. Symbolic links are not entered; a folder that cannot be read is reported to `onSkipped` and passed over.
 * @param isLeaf a folder that is not looked into
 */
export function* walkFolders(
  root: string,
  { exclude = [], depth = Number.POSITIVE_INFINITY }: WalkOptions,
  onSkipped: (folder: string, error: Error) => void,
  isLeaf: (folder: string) => boolean = () => false,
): Generator<WalkedFolder> {
  const excluded = picomatch([...exclude], { dot: true });
  // What was created a moment ago may be a file, or gone again.
  const open = isDirectory(root, onSkipped) ? [{ folder: path.resolve(root), below: 0 }] : [];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { folder, below } = next;
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
    for (const entry of entries) {
      if (!entry.isDirectory() || NEVER_ENTERED.has(entry.name)) continue;
      const child = path.join(folder, entry.name);
      if (!excluded(path.relative(root, child).split(path.sep).join('/')))
        open.push({ folder: child, below: below + 1 });
    }
  }
}

function isDirectory(root: string, onSkipped: (folder: string, error: Error) => void): boolean {
  try {
    return fs.statSync(root, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch (error) {
    onSkipped(root, error as Error);
    return false;
  }
}
