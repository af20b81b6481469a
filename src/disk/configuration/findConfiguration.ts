import fs from 'node:fs';
import path from 'node:path';
import { CONFIGURATION_NAME } from '../../core/configuration/configuration';

/**
 * The nearest configuration from a folder upwards. Whatever has its name is one, so that a folder or a dead link of that name
 * is told when it is read.
 * @param folder absolute path
 */
export function findConfiguration(folder: string): string | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    const file = path.join(at, CONFIGURATION_NAME);
    if (isThere(file)) return file;
    if (path.dirname(at) === at) return undefined;
  }
}

function isThere(file: string): boolean {
  try {
    return fs.lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // Nobody can look into the folder, so nobody has put a configuration there for this user.
    return false;
  }
}
