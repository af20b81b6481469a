import path from 'node:path';

/** A path as a file in that folder would write it: relative, with `/`. Absolute if it is on another drive. */
export function relativePath(folder: string, target: string): string {
  const from = path.relative(folder, target);
  if (path.isAbsolute(from)) return target;
  return from === '' ? '.' : from.split(path.sep).join('/');
}
