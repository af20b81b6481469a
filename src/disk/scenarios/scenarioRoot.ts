import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isAtOrIn } from '../isAtOrIn';

/**
 * The folder that the paths of a scenario must stay in: the project that it belongs to; without one, the folder that was
 * given, or that of the file.
 * @param given absolute paths of the files and folders that are run
 */
export function scenarioRoot(file: string, given: readonly string[]): string {
  const named = given.find((each) => each !== file && isAtOrIn(each, file)) ?? path.dirname(file);
  return projectAbove(named) ?? named;
}

/** The nearest folder at or above one that is a Git repository. A home folder that is one is no project. */
function projectAbove(folder: string): string | undefined {
  for (let at = folder; at !== os.homedir() && path.dirname(at) !== at; at = path.dirname(at)) {
    if (fs.existsSync(path.join(at, '.git'))) return at;
  }
  return undefined;
}
