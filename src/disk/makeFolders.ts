import fs from 'node:fs';
import path from 'node:path';

/**
 * Makes a folder and those above it. Those that are there keep their mode. Node's own way to do that never ends where a folder
 * that is there takes no new one and says that it is not there itself, as `/proc` does.
 * @param folder absolute path
 * @param mode of those that are made
 * @throws the file system's error
 */
export function makeFolders(folder: string, mode?: number): void {
  const missing: string[] = [];
  for (let at = folder; !isFolder(at); at = path.dirname(at)) {
    missing.push(at);
    if (path.dirname(at) === at) break;
  }
  for (const each of missing.reverse()) {
    try {
      fs.mkdirSync(each, mode);
    } catch (error) {
      // Another program has made it meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !isFolder(each)) throw error;
    }
  }
}

function isFolder(place: string): boolean {
  try {
    return fs.statSync(place).isDirectory();
  } catch {
    // Making it tells why.
    return false;
  }
}
