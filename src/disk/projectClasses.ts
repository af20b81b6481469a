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

const EXTENDS = /\bextends\b/i;
/** A module that gives a class of another file: what that is, its own text does not tell. */
const GIVES_OTHERS = /\bexport\s*[*{]|\bexports(?:\.[\w$]+)?\s*=\s*require\b/;
const EXTENDS_DATA_CLASS = /\bextends\s+(?:[\w$]+\.)*DataClass\b/i;

/** The classes of a 4D project, by the names of their files: those of 4D, the modules that stand for them, and the tables. */
export class ProjectClasses implements KnownClasses {
  /** @param sources texts of the files of each class, by its name in lower case; a table may have none */
  private constructor(
    private readonly sources: ReadonlyMap<string, readonly string[]>,
    private readonly catalog: CatalogNames,
  ) {}

  /**
   * @param project absolute path of the folder with `Project/Sources`; undefined when there are modules only
   * @param code absolute path of the folder of modules; it need not exist
   * @param owners the classes whose functions are asked for; only their files are read
   * @returns undefined when the project has no classes at all, so that nobody can tell which name is wrong
   */
  static async of(
    project: string | undefined,
    code: string,
    owners: readonly string[],
  ): Promise<ProjectClasses | undefined> {
    const sources = new Map<string, string[]>();
    const asked = new Set(owners.flatMap(sourceNames));
    for (const folder of project === undefined ? [code] : [path.join(project, CLASSES_FOLDER), code]) {
      for (const name of await fs.readdir(folder).catch(() => [])) {
        const key = CLASS_FILE.exec(name)?.[1]?.toLowerCase();
        if (key === undefined) continue;
        const text = asked.has(key) ? await textOf(path.join(folder, name)) : undefined;
        sources.set(key, [...(sources.get(key) ?? []), ...(text === undefined ? [] : [text])]);
      }
    }
    const structure = project === undefined ? undefined : await textOf(path.join(project, CATALOG_FILE));
    const catalog = catalogNames(structure ?? '');
    for (const key of catalog.tables.keys()) sources.set(key, sources.get(key) ?? []);
    return sources.size === 0 ? undefined : new ProjectClasses(sources, catalog);
  }

  has(name: string): boolean {
    return sourceNames(name).some((each) => this.sources.has(each));
  }

  hasItself(name: string): boolean {
    return this.sources.has(name.toLowerCase());
  }

  isTable(name: string): boolean {
    return this.catalog.tables.has(name.toLowerCase());
  }

  kindOf(name: string): 'dataclass' | 'singleton' | undefined {
    if (this.isTable(name)) return 'dataclass';
    const texts = this.sources.get(name.toLowerCase()) ?? [];
    if (texts.some((text) => EXTENDS_DATA_CLASS.test(text))) return 'dataclass';
    // A class that extends another may be anything.
    const isUnclear = texts.some((text) => EXTENDS.test(text) || GIVES_OTHERS.test(text));
    return texts.length === 0 || isUnclear ? undefined : 'singleton';
  }

  hasFunction(className: string, name: string): boolean {
    const texts = sourceNames(className).flatMap((each) => this.sources.get(each) ?? []);
    const wanted = name.toLowerCase();
    return texts.length === 0 || texts.some((text) => mayHave(text, wanted));
  }

  hasAttribute(dataClass: string, name: string): boolean {
    const { tables, relations } = this.catalog;
    const fields = tables.get(dataClass.toLowerCase());
    const wanted = name.toLowerCase();
    if (!fields || fields.size === 0 || fields.has(wanted) || relations.has(wanted)) return true;
    // A computed attribute and an alias are in the class of the entities.
    return sourceNames(dataClass).some((each) => this.sources.get(each)?.some((text) => mayHave(text, wanted)));
  }
}

/** The names in a structure of a database, in lower case. */
interface CatalogNames {
  /** The fields of each table. */
  readonly tables: ReadonlyMap<string, ReadonlySet<string>>;
  /** The attributes that relations give their tables. */
  readonly relations: ReadonlySet<string>;
}

function catalogNames(catalog: string): CatalogNames {
  const tables = new Map<string, Set<string>>();
  const relations = new Set<string>();
  let fields: Set<string> | undefined;
  for (const [, kind, attributes = ''] of catalog.matchAll(/<(table|field|relation)\s([^<>]*)>/g)) {
    if (kind === 'relation') {
      for (const [, name = ''] of attributes.matchAll(/\bname_\w{1,20}="([^"]*)"/g)) relations.add(name.toLowerCase());
      continue;
    }
    const name = /\bname="([^"]+)"/.exec(attributes)?.[1]?.toLowerCase();
    if (name === undefined) continue;
    if (kind === 'field') fields?.add(name);
    else {
      fields = new Set();
      tables.set(name, fields);
    }
  }
  return { tables, relations };
}

/** @param wanted in lower case */
function mayHave(text: string, wanted: string): boolean {
  // What a class of the project has may be inherited, or be in another file.
  return isDerived(text) || GIVES_OTHERS.test(text) || wordsOf(text).has(wanted);
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}_$]+/gu));
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
