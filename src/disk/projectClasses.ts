import fs from 'node:fs/promises';
import path from 'node:path';
import type { FileLimit } from '../core/files/fileFault';
import type { KnownClasses } from '../core/handlers/knownClasses';
import { readUserFile } from './userFile';

/** Where a 4D project has its classes and its tables. */
const SOURCES = path.join('Project', 'Sources');
const CLASSES_FOLDER = path.join(SOURCES, 'Classes');
const CATALOG_FILE = path.join(SOURCES, 'catalog.4DCatalog');

const CLASS_FILE = /^(.+)\.(?:4dm|[cm]?js)$/i;
const PROJECT_SOURCE_LIMIT: FileLimit = { bytes: 32_000_000, name: 'PROJECT_SOURCE_LIMIT' };
/** Classes of 4D's own have no functions that a project could restrict. */
const OWN_BASES = ['dataclass', 'entity', 'entityselection', 'datastoreimplementation'];

/** The classes of a 4D project, by the names of their files: those of 4D, the modules that stand for them, and the tables. */
export class ProjectClasses implements KnownClasses {
  /** @param sources texts of the files of each class, by its name in lower case; a table may have none */
  private constructor(
    private readonly sources: ReadonlyMap<string, readonly string[]>,
    private readonly tables: ReadonlySet<string>,
  ) {}

  /**
   * @param project absolute path of the folder with `Project/Sources`
   * @param code absolute path of the folder of modules; it need not exist
   * @param owners the classes whose functions are asked for; only their files are read
   * @returns undefined when the project has no classes at all, so that nobody can tell which name is wrong
   */
  static async of(project: string, code: string, owners: readonly string[]): Promise<ProjectClasses | undefined> {
    const sources = new Map<string, string[]>();
    const asked = new Set(owners.flatMap(sourceNames));
    for (const folder of [path.join(project, CLASSES_FOLDER), code]) {
      for (const name of await fs.readdir(folder).catch(() => [])) {
        const key = CLASS_FILE.exec(name)?.[1]?.toLowerCase();
        if (key === undefined) continue;
        const text = asked.has(key) ? await textOf(path.join(folder, name)) : undefined;
        sources.set(key, [...(sources.get(key) ?? []), ...(text === undefined ? [] : [text])]);
      }
    }
    const catalog = (await textOf(path.join(project, CATALOG_FILE))) ?? '';
    const tables = new Set<string>();
    for (const [, name = ''] of catalog.matchAll(/<table [^>]*?\bname="([^"]+)"/g)) {
      const key = name.toLowerCase();
      sources.set(key, sources.get(key) ?? []);
      tables.add(key);
    }
    return sources.size === 0 ? undefined : new ProjectClasses(sources, tables);
  }

  has(name: string): boolean {
    return sourceNames(name).some((each) => this.sources.has(each));
  }

  hasItself(name: string): boolean {
    return this.sources.has(name.toLowerCase());
  }

  isTable(name: string): boolean {
    return this.tables.has(name.toLowerCase());
  }

  hasFunction(className: string, name: string): boolean {
    const texts = sourceNames(className).flatMap((each) => this.sources.get(each) ?? []);
    const wanted = name.toLowerCase();
    // A function that a class of the project has may be inherited.
    return texts.length === 0 || texts.some((text) => isDerived(text) || text.toLowerCase().includes(wanted));
  }
}

/** The classes, in lower case, that have the functions of a dataclass, a singleton or the datastore. */
function sourceNames(owner: string): string[] {
  const key = owner.toLowerCase();
  return key === 'ds' ? ['datastore'] : [key, `${key}entity`, `${key}selection`];
}

function isDerived(text: string): boolean {
  return [...text.matchAll(/\bextends\s+([\w$.]+)/gi)].some(([, base = '']) => !OWN_BASES.includes(base.toLowerCase()));
}

/** Undefined when it cannot be read. Then nothing is said about what it has. */
async function textOf(file: string): Promise<string | undefined> {
  try {
    return (await readUserFile(file, { limit: PROJECT_SOURCE_LIMIT })).bytes.toString('utf8');
  } catch {
    return undefined;
  }
}
