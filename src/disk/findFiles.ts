import path from 'node:path';
import { type WalkOptions, walkFolders } from './folderWalk';

/** What is told of the files and folders that are skipped. */
export interface Skipped {
  /** Called for a folder that cannot be read. */
  readonly onSkipped?: (folder: string, error: Error) => void;
  /** Called for a pipe, a socket or a device with the name of a file that is wanted. */
  readonly onSpecial?: (file: string) => void;
  /** Called for a regular file with another name. */
  readonly onOther?: (file: string) => void;
  /** Called for a link with such a name. */
  readonly onLink?: (link: string) => void;
}

/**
 * Absolute paths of the regular files below a folder whose names end with a text, sorted. Links are not followed.
 */
export function findFiles(
  root: string,
  ending: string,
  options: WalkOptions,
  { onSkipped = () => {}, onSpecial = () => {}, onOther = () => {}, onLink = () => {} }: Skipped = {},
): string[] {
  const found: string[] = [];
  for (const { folder, entries } of walkFolders(root, options, onSkipped)) {
    for (const entry of entries) {
      if (entry.isDirectory()) continue;
      const file = path.join(folder, entry.name);
      if (!file.split(path.sep).join('/').endsWith(ending)) {
        if (entry.isFile()) onOther(file);
        continue;
      }
      if (entry.isFile()) found.push(file);
      else if (entry.isSymbolicLink()) onLink(file);
      else onSpecial(file);
    }
  }
  return found.sort();
}
