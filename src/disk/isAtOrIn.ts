import path from 'node:path';

/** Whether a path is a folder or in it. Both are absolute. */
export function isAtOrIn(folder: string, place: string): boolean {
  const way = path.relative(folder, place);
  return way.split(path.sep)[0] !== '..' && !path.isAbsolute(way);
}

/** Whether a path is one of these folders or in one of them. */
export function isAtOrInOne(folders: ReadonlySet<string>, place: string): boolean {
  for (let at = place; ; at = path.dirname(at)) {
    if (folders.has(at)) return true;
    if (path.dirname(at) === at) return false;
  }
}
