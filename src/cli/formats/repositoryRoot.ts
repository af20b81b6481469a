import fs from 'node:fs';
import path from 'node:path';

/** The nearest folder at or above a folder that Git keeps: `.git` in it is a folder, or a file in a worktree. Else the folder itself. */
export function repositoryRoot(folder: string): string {
  for (let at = folder; ; at = path.dirname(at)) {
    if (fs.existsSync(path.join(at, '.git'))) return at;
    if (path.dirname(at) === at) return folder;
  }
}
