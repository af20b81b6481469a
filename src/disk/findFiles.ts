import path from 'node:path';
import { type WalkOptions, walkFolders } from './folderWalk';

/**
 * Absolute paths of the files below a folder whose names end with a text, sorted. Links are not followed. A folder that
 * cannot be read is reported to `onSkipped` and skipped.
 */
export function findFiles(
  root: string,
  ending: string,
  options: WalkOptions,
  onSkipped: (folder: string, error: Error) => void = () => {},
): string[] {
  const found: string[] = [];
  for (const { folder, entries } of walkFolders(root, options, onSkipped)) {
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      const file = path.join(folder, entry.name);
      if (file.split(path.sep).join('/').endsWith(ending)) found.push(file);
    }
  }
  return found.sort();
}
