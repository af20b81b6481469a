import type { Dirent } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { phraseText } from '../../../../core/compliance/phrase';
import { type FileFault, type FolderFault, fileFaultPhrase, folderFaultPhrase } from '../../../../core/files/fileFault';
import { faultOfListing, fileFaultSync } from '../../../../disk/fileKind';

/** The folder with the functions that stand for project methods. */
export const METHODS_FOLDER = 'methods';
/** The folder with the functions that stand for database methods, such as On Web Connection. */
export const DATABASE_METHODS_FOLDER = 'databaseMethods';

const PLACES = [METHODS_FOLDER, DATABASE_METHODS_FOLDER].map((name) => name.toLowerCase());
const MODULE = /\.[cm]?js$/i;
/** The files that a module may consist of. */
const SOURCE = /\.([cm]?js|json|node|wasm)$/i;
/** How a file of code ends that is no module: in the languages of 4D and of TypeScript, or in none. */
const OTHER_CODE = /(?:^[^.]+|\.(?:4dm|[cm]?ts))$/i;
// Deeper than anybody nests folders by hand.
const MAX_DEPTH = 8;

/** The content of the code folder at one moment. */
export interface CodeListing {
  /** Different after every change of a source file. */
  readonly stamp: string;
  /** The names of all modules for classes, as the files spell them. */
  classNames(): readonly string[];
  /** Absolute path of the module for a class. Undefined when there is none. */
  classFile(name: string): string | undefined;
  methodFile(name: string): string | undefined;
  databaseMethodFile(name: string): string | undefined;
  /** Why there is no module for a class, in one sentence. */
  classFault(name: string): string;
  methodFault(name: string): string;
  databaseMethodFault(name: string): string;
  /**
   * Whether the project has something of this name: a module, or a thing in its place that cannot be one. A folder that
   * cannot be looked into may have it, too.
   */
  isMethodThere(name: string): boolean;
  isDatabaseMethodThere(name: string): boolean;
}

/**
 * The folder of a developer's modules: `<Class>.js`, `methods/<method>.js` and `databaseMethods/<method>.js`, or with `.mjs` or
 * `.cjs`. As in 4D, the case of files and folders does not matter.
 */
export class CodeFolder {
  /** @param folder absolute path; it need not exist */
  constructor(readonly folder: string) {}

  async list(): Promise<CodeListing> {
    const { folder } = this;
    const found: Found = { sources: [], faults: new Map(), others: [] };
    await this.find(folder, 0, found);
    const sources = found.sources.sort();
    const faults = [...found.faults.keys()].sort();
    const file = (place: string, name: string) => moduleIn(sources, folder, place, name);
    const told = (place: string, name: string) => {
      const named = moduleIn(faults, folder, place, name);
      if (named !== undefined) return found.faults.get(named);
      const inTheWay = found.faults.get(folder) ?? (place === '' ? undefined : faultOfPlace(found, folder, place));
      if (inTheWay !== undefined) return inTheWay;
      const other = moduleIn(found.others.sort(), folder, place, name, OTHER_CODE);
      return other && `${path.relative(folder, other)} is no module: its name has to end with .js, .mjs or .cjs.`;
    };
    const fault = (place: string, name: string) => told(place, name) ?? noModule(folder, place, name);
    const isThere = (place: string, name: string) => file(place, name) !== undefined || told(place, name) !== undefined;
    const stamps = await Promise.all(sources.map(stampOf));
    return {
      stamp: stamps.join('\n'),
      classNames: () => classNamesIn(sources, folder),
      classFile: (name) => file('', name),
      methodFile: (name) => file(METHODS_FOLDER, name),
      databaseMethodFile: (name) => file(DATABASE_METHODS_FOLDER, name),
      classFault: (name) => fault('', name),
      methodFault: (name) => fault(METHODS_FOLDER, name),
      databaseMethodFault: (name) => fault(DATABASE_METHODS_FOLDER, name),
      isMethodThere: (name) => isThere(METHODS_FOLDER, name),
      isDatabaseMethodThere: (name) => isThere(DATABASE_METHODS_FOLDER, name),
    };
  }

  private async find(folder: string, depth: number, found: Found): Promise<void> {
    if (depth > MAX_DEPTH) return;
    let entries: Dirent[];
    try {
      entries = await fs.readdir(folder, { withFileTypes: true });
    } catch (error) {
      const fault = await faultOfListing(folder, error as NodeJS.ErrnoException);
      // A folder that was deleted a moment ago has no modules.
      if (fault.kind !== 'missing') found.faults.set(folder, folderWords(folder, fault));
      return;
    }
    await Promise.all(
      entries.map(async (entry) => {
        const file = path.join(folder, entry.name);
        const isPlace = depth === 0 && PLACES.includes(entry.name.toLowerCase());
        // Links are followed here alone, as links among other folders may lead round in circles.
        if (entry.isDirectory() || isPlace) {
          const isOwn = entry.name !== 'node_modules' && !entry.name.startsWith('.');
          // A folder with the name of a module is none.
          if (MODULE.test(entry.name)) found.faults.set(file, words(file, { kind: 'folder' }));
          else found.others.push(file);
          if (isOwn) await this.find(file, depth + 1, found);
          return;
        }
        if (!SOURCE.test(entry.name)) {
          found.others.push(file);
          return;
        }
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
  /** Why a file cannot be a module, or a folder cannot be listed, by its absolute path. */
  readonly faults: Map<string, string>;
  /** Files and folders of no kind that a module may consist of. */
  readonly others: string[];
}

function words(file: string, fault: FileFault): string {
  return `${phraseText(fileFaultPhrase(file, fault))}.`;
}

function folderWords(folder: string, fault: FolderFault): string {
  return `${phraseText(folderFaultPhrase(folder, fault))}.`;
}

/** Why the folder of methods cannot be listed. Undefined when it can, or is not there. */
function faultOfPlace({ faults }: Found, folder: string, place: string): string | undefined {
  const wanted = path.join(folder, place).toLowerCase();
  const file = [...faults.keys()].find((each) => each.toLowerCase() === wanted && path.dirname(each) === folder);
  return file === undefined ? undefined : faults.get(file);
}

function noModule(folder: string, place: string, name: string): string {
  return `There is no ${path.posix.join(place, `${name}.js`)} in ${folder}.`;
}

/**
 * Finds a module by comparing the name with the existing files, so a name cannot lead out of the folder. As in 4D, case
 * does not matter, nor does how an accent is encoded; what is spelled as wanted goes first.
 * @param place '' for the folder itself, or the name of a folder in it
 * @param ending what the name of a file has after that of the module
 */
function moduleIn(
  files: readonly string[],
  folder: string,
  place: string,
  name: string,
  ending: RegExp = MODULE,
): string | undefined {
  // A name with a separator is no path here: what is further inside is no module of its own.
  const parts = (file: string) => [path.relative(folder, path.dirname(file)), nameOf(file, ending)];
  const isSame = (file: string, spelled: (text: string) => string) => {
    const [folderName = '', ownName = ''] = parts(file).map(spelled);
    return folderName === spelled(place) && ownName === spelled(name);
  };
  const named = files.filter((file) => ending.test(path.basename(file)));
  return (
    named.find((file) => isSame(file, (text) => text)) ??
    named.find((file) => isSame(file, (text) => text.normalize().toLowerCase()))
  );
}

function nameOf(file: string, ending: RegExp): string {
  const base = path.basename(file);
  return ending === MODULE ? base.replace(MODULE, '') : path.parse(base).name;
}

function classNamesIn(sources: readonly string[], folder: string): string[] {
  return sources
    .filter((file) => path.dirname(file) === folder && MODULE.test(file))
    .map((file) => nameOf(file, MODULE));
}

async function stampOf(file: string): Promise<string> {
  try {
    const { mtimeNs, ctimeNs, size, ino } = await fs.stat(file, { bigint: true });
    return `${file} ${mtimeNs} ${ctimeNs} ${size} ${ino}`;
  } catch {
    return file;
  }
}
