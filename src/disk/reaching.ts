import path from 'node:path';
import { isAtOrIn } from './isAtOrIn';
import { NEVER_ENTERED } from './neverEntered';

/** A glob for one name at any depth. Those that VS Code excludes by itself are such, like `**\/.git`. */
const OF_ONE_NAME = /^\*\*\/([\w.-]+)$/;

/**
 * Returns a test whether a walk of a folder with these excluded globs reaches a place below it. What judges globs is large, so it is
 * loaded for the first glob that is more than a name.
 */
export async function reaching(base: string, exclude: readonly string[] = []): Promise<(place: string) => boolean> {
  const names = exclude.flatMap((glob) => OF_ONE_NAME.exec(glob)?.[1] ?? []);
  // The walk of the same folder tells which globs cannot be judged.
  const isEntered =
    names.length === exclude.length
      ? notNamed(new Set(names))
      : (await import('./folderWalk.js')).entering(base, exclude, () => {});
  return (place) => {
    if (!isAtOrIn(base, place)) return false;
    for (let at = place; path.relative(base, at) !== ''; at = path.dirname(at)) if (!isEntered(at)) return false;
    return true;
  };
}

function notNamed(names: ReadonlySet<string>): (folder: string) => boolean {
  return (folder) => {
    const name = path.basename(folder);
    return !NEVER_ENTERED.has(name) && !names.has(name);
  };
}
