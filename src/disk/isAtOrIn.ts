import path from 'node:path';

/** Whether a place is a folder, or somewhere in it; absolute paths. */
export function isAtOrIn(folder: string, place: string): boolean {
  const way = path.relative(folder, place);
  return way.split(path.sep)[0] !== '..' && !path.isAbsolute(way);
}

/** Whether a place is one of these folders, or somewhere in one. */
export function isAtOrInOne(folders: ReadonlySet<string>, place: string): boolean {
  for (let at = place; ; at = path.dirname(at)) {
    if (folders.has(at)) return true;
    if (path.dirname(at) === at) return false;
  }
}
