import type { Dirent } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { phraseText } from '../../../../core/compliance/phrase';
import { type FileFault, fileFaultPhrase, folderFaultPhrase } from '../../../../core/files/fileFault';
import { fileFaultSync, folderFaultSync } from '../../../../disk/fileKind';

/** The folder with the functions that stand for project methods. */
export const METHODS_FOLDER = 'methods';
/** The folder with the functions that stand for database methods, such as On Web Connection. */
export const DATABASE_METHODS_FOLDER = 'databaseMethods';

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
  databaseMethodFile(name: string): string | undefined;
  /** Why there is no module for a class, in one sentence. */
  classFault(name: string): string;
  methodFault(name: string): string;
  databaseMethodFault(name: string): string;
}

/** The folder of a developer's modules: `<Class>.js`, `methods/<method>.js` and `databaseMethods/<method>.js`, or with `.mjs` or `.cjs`. */
export class CodeFolder {
  /** @param folder absolute path; it need not exist */
  constructor(readonly folder: string) {}

  async list(): Promise<CodeListing> {
    const { folder } = this;
    const methods = path.join(folder, METHODS_FOLDER);
    const databaseMethods = path.join(folder, DATABASE_METHODS_FOLDER);
    const found: Found = { sources: [], faults: new Map() };
    await this.find(folder, 0, found);
    const sources = found.sources.sort();
    const fault = (place: string, name: string) => {
      const file = moduleIn([...found.faults.keys()].sort(), place, name);
      return (file !== undefined && found.faults.get(file)) || noModule(folder, place, name);
    };
    const stamps = await Promise.all(sources.map(stampOf));
    return {
      stamp: stamps.join('\n'),
      classFile: (name) => moduleIn(sources, folder, name),
      methodFile: (name) => moduleIn(sources, methods, name),
      databaseMethodFile: (name) => moduleIn(sources, databaseMethods, name),
      classFault: (name) => fault(folder, name),
      methodFault: (name) => fault(methods, name),
      databaseMethodFault: (name) => fault(databaseMethods, name),
    };
  }

  private async find(folder: string, depth: number, found: Found): Promise<void> {
    if (depth > MAX_DEPTH) return;
    let entries: Dirent[];
    try {
      entries = await fs.readdir(folder, { withFileTypes: true });
    } catch {
      // The folder does not exist, or was deleted a moment ago. So it has no modules.
      return;
    }
    await Promise.all(
      entries.map(async (entry) => {
        const file = path.join(folder, entry.name);
        if (entry.isDirectory()) {
          const isOwn = entry.name !== 'node_modules' && !entry.name.startsWith('.');
          // A folder with the name of a module is none.
          if (MODULE.test(entry.name)) found.faults.set(file, words(file, { kind: 'folder' }));
          if (isOwn) await this.find(file, depth + 1, found);
          return;
        }
        if (!SOURCE.test(entry.name)) return;
        // A thread that waits at a pipe could not be ended.
        const fault = fileFaultSync(file);
        if (fault) found.faults.set(file, words(file, fault));
        else found.sources.push(file);
      }),
    );
  }
}

/** What a code folder has. */
interface Found {
  readonly sources: string[];
  /** Why a file cannot be a module, by its absolute path. */
  readonly faults: Map<string, string>;
}

function words(file: string, fault: FileFault): string {
  return `${phraseText(fileFaultPhrase(file, fault))}.`;
}

function noModule(folder: string, place: string, name: string): string {
  for (const each of [folder, place]) {
    const fault = folderFaultSync(each);
    if (fault && fault.kind !== 'missing') return `${phraseText(folderFaultPhrase(each, fault))}.`;
  }
  const file = place === folder ? `${name}.js` : `${path.basename(place)}/${name}.js`;
  return `There is no ${file} in ${folder}.`;
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
