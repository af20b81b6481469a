import type { Dirent } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { fileFaultSync } from '../../../../disk/fileKind';

/** The folder with the functions that stand for project methods. */
export const METHODS_FOLDER = 'methods';

const MODULE = /\.[cm]?js$/i;
/** The files that a module may consist of. */
const SOURCE = /\.([cm]?js|json|node|wasm)$/i;
// Deeper than anybody nests folders by hand. The limit also ends a circle of symbolic links.
const MAX_DEPTH = 8;

/** The content of the code folder at one moment. */
export interface CodeListing {
  /** Different after every change of a source file. */
  readonly stamp: string;
  /** Absolute path of the module for a class. Undefined when there is none. */
  classFile(name: string): string | undefined;
  methodFile(name: string): string | undefined;
}

/** The folder of a developer's modules: `<Class>.js` and `methods/<method>.js`, or with `.mjs` or `.cjs`. */
export class CodeFolder {
  /** @param folder absolute path; it need not exist */
  constructor(readonly folder: string) {}

  async list(): Promise<CodeListing> {
    const sources = (await this.sourcesIn(this.folder, 0)).sort();
    const stamps = await Promise.all(sources.map(stampOf));
    return {
      stamp: stamps.join('\n'),
      classFile: (name) => moduleIn(sources, this.folder, name),
      methodFile: (name) => moduleIn(sources, path.join(this.folder, METHODS_FOLDER), name),
    };
  }

  private async sourcesIn(folder: string, depth: number): Promise<string[]> {
    if (depth > MAX_DEPTH) return [];
    let entries: Dirent[];
    try {
      entries = await fs.readdir(folder, { withFileTypes: true });
    } catch {
      // The folder does not exist, or was deleted a moment ago. So it has no modules.
      return [];
    }
    const found = await Promise.all(
      entries.map(async (entry) => {
        const file = path.join(folder, entry.name);
        if (entry.isDirectory()) {
          const isOwn = entry.name !== 'node_modules' && !entry.name.startsWith('.');
          return isOwn ? this.sourcesIn(file, depth + 1) : [];
        }
        // A thread that waits at a pipe could not be ended.
        return SOURCE.test(entry.name) && !fileFaultSync(file) ? [file] : [];
      }),
    );
    return found.flat();
  }
}

/**
 * Finds a module by comparing the name with the existing files, so a name cannot lead out of the folder. As in 4D, case
 * does not matter.
 */
function moduleIn(sources: readonly string[], folder: string, name: string): string | undefined {
  const modules = sources.filter((file) => path.dirname(file) === folder && MODULE.test(file));
  const nameOf = (file: string) => path.basename(file).replace(MODULE, '');
  const wanted = name.toLowerCase();
  return modules.find((file) => nameOf(file) === name) ?? modules.find((file) => nameOf(file).toLowerCase() === wanted);
}

async function stampOf(file: string): Promise<string> {
  try {
    const { mtimeNs, ctimeNs, size, ino } = await fs.stat(file, { bigint: true });
    return `${file} ${mtimeNs} ${ctimeNs} ${size} ${ino}`;
  } catch {
    return file;
  }
}
