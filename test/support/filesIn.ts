import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../../..');

/**
 * The files of a folder of this repository, at any depth, or those whose paths match.
 * @returns paths from the root of the repository, with slashes, sorted
 */
export function filesIn(folder: string, name?: RegExp): string[] {
  return fs
    .readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((file) => name?.test(file) ?? true)
    .sort();
}
