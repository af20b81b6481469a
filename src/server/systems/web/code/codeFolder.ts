import type { Dirent } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';

/** Where the functions are that stand for project methods. */
export const METHODS_FOLDER = 'methods';

const MODULE = /\.[cm]?js$/i;
/** What a module may be made of. */
const SOURCE = /\.([cm]?js|json|node|wasm)$/i;
// Deeper than anybody sorts code by hand, and an end for links in a circle.
const MAX_DEPTH = 8;

/** What the code folder has at one moment. */
export interface CodeListing {
  /** Another one after every change of a source file. */
  readonly stamp: string;
  /** Absolute path of the module for a class; undefined when there is none. */
  classFile(name: string): string | undefined;
  methodFile(name: string): string | undefined;
}

/** The folder of a developer's modules: `<Class>.js` and `methods/<method>.js`, also `.mjs` and `.cjs`. */
export class CodeFolder {
  /** @param folder absolute path; it need not be there */
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
      // Not there, or gone a moment ago: it has no modules.
      return [];
    }
    const found = await Promise.all(
      entries.map(async (entry) => {
        const file = path.join(folder, entry.name);
        if (entry.isDirectory()) {
          const isOwn = entry.name !== 'node_modules' && !entry.name.startsWith('.');
          return isOwn ? this.sourcesIn(file, depth + 1) : [];
        }
        return SOURCE.test(entry.name) ? [file] : [];
      }),
    );
    return found.flat();
  }
}

/** Compared with the names that are there, so that a name cannot lead out of the folder. 4D's names have no case. */
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
