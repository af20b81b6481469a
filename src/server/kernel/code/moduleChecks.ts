import fs from 'node:fs';
import path from 'node:path';
import { parseJson } from '../../../core/json/parseJson';
import { readUserFileSync } from '../../../disk/userFile';
import { faultSentence, moduleFault, PACKAGE_LIMIT, packageFault } from './moduleFault';

/** What a module loads. */
export interface ModuleAsked {
  /** Absolute path, or the name of a package with or without a path in it, or a name with `#`. */
  readonly name: string;
  /** Absolute path of the module that loads it. Absent for the first one. */
  readonly from?: string | undefined;
  /** The folders with packages where it is looked for, in their order. */
  readonly packageFolders: readonly string[];
}

/** What Node adds to the path of a module that is not there. */
const ENDINGS = ['', '.js', '.json', '.node', '/index.js', '/index.json', '/index.node'];
const ENDING = /\.(?:[cm]?js|json|node|wasm)$/i;
const PACKAGE_NAME = /^(?:@[^/]+\/)?[^/]+/;

/** Checks what the modules of one thread load. */
export class ModuleChecks {
  /** Folders whose `package.json` was good. Node keeps what it has read too, and programs have thousands of modules. */
  private readonly good = new Set<string>();

  /**
   * Refuses a module before Node looks for it: at a `package.json` that is a pipe, Node would wait, and nothing can end that.
   * @throws ModuleLoadError
   */
  asked(asked: ModuleAsked): void {
    const { name, from } = asked;
    if (path.isAbsolute(name)) {
      const fault = moduleFault(name);
      this.packages(asked, fault?.kind === 'folder' ? name : path.dirname(name));
      if (!fault) this.packages(asked, path.dirname(realPath(name)));
      // Node looks at other places then.
      if (!fault || ['missing', 'deadLink', 'linkCircle', 'folder'].includes(fault.kind)) return;
      throw new ModuleLoadError(faultSentence(name, fault), asked);
    }
    // A package may ask for itself by its name, and a name with # is one that it has in its own package.json.
    if (from !== undefined) this.targets(asked, path.dirname(from));
    const folder = packagesOf(asked).find((each) => fs.existsSync(each));
    if (folder === undefined) return;
    this.targets(asked, realPath(folder));
    this.packages(asked, realPath(path.join(folder, pathIn(name))));
  }

  /**
   * Refuses the file that Node has found.
   * @throws ModuleLoadError
   */
  found(asked: ModuleAsked, file: string): void {
    // It was read before.
    const fault = file === asked.name ? undefined : moduleFault(file);
    if (fault) throw new ModuleLoadError(faultSentence(linkTo(file, asked), fault), asked);
    this.packages(asked, path.dirname(file));
  }

  /** What to throw when Node has found nothing: its own error, or what is at the place that was meant. */
  missing(asked: ModuleAsked, error: unknown): unknown {
    for (const file of meantFiles(asked)) {
      const fault = moduleFault(file);
      if (!fault || fault.kind === 'missing') continue;
      // Other folders may well be there: Node looks for a module in them.
      if (fault.kind === 'folder' && !ENDING.test(file)) continue;
      return new ModuleLoadError(faultSentence(file, fault), asked);
    }
    return error;
  }

  private packages(asked: ModuleAsked, folder: string): void {
    if (this.good.has(folder)) return;
    const fault = packageFault(folder);
    if (fault !== undefined) throw new ModuleLoadError(fault, asked);
    this.good.add(folder);
  }

  /** Refuses each package.json that Node reads for one of the files that the nearest package.json names. */
  private targets(asked: ModuleAsked, folder: string): void {
    this.packages(asked, folder);
    const at = packageAbove(folder);
    if (at === undefined) return;
    for (const target of textsIn(packageIn(at))) {
      // A star stands for an end of the name.
      const files = target.includes('*')
        ? endsOf(pathIn(asked.name)).map((end) => target.replaceAll('*', end))
        : [target];
      for (const file of files) this.packages(asked, path.dirname(realPath(path.join(at, file))));
    }
  }
}

/** The link that leads to a file that Node has found. Without one, the file itself. */
function linkTo(file: string, asked: ModuleAsked): string {
  return meantFiles(asked).find((each) => realPath(each) === file) ?? file;
}

/** Where Node may look for a module, in about its order. */
function meantFiles(asked: ModuleAsked): readonly string[] {
  const { name } = asked;
  const folders = path.isAbsolute(name) ? [name] : packagesOf(asked);
  const places = folders.flatMap((folder) => [
    folder,
    ...(path.isAbsolute(name) ? [] : [path.join(folder, pathIn(name))]),
    ...textsIn(packageIn(folder)).map((file) => path.join(folder, file)),
  ]);
  return places.flatMap((place) => ENDINGS.map((ending) => place + ending));
}

/** A module is not loaded. It has no stack: the place would be one in this program. */
class ModuleLoadError extends Error {
  constructor(sentence: string, { from }: ModuleAsked) {
    super(from === undefined ? sentence : `${sentence} It is loaded by ${from}.`);
    this.stack = `${this.name}: ${this.message}`;
  }
}

function packageAbove(folder: string): string | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    if (fs.existsSync(path.join(at, 'package.json'))) return at;
    if (path.dirname(at) === at) return undefined;
  }
}

/** What can name files of a package. */
function packageIn(folder: string): readonly unknown[] {
  try {
    const { main, exports, imports } = (parseJson(readText(path.join(folder, 'package.json'))) ?? {}) as Record<
      string,
      unknown
    >;
    return [main, exports, imports];
  } catch {
    // Node says what is wrong with it.
    return [];
  }
}

function readText(file: string): string {
  return Buffer.from(readUserFileSync(file, { limit: PACKAGE_LIMIT }).bytes).toString('utf8');
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function endsOf(rest: string): readonly string[] {
  const parts = rest.split('/');
  return parts.map((_, at) => parts.slice(at).join('/'));
}

/** The folders of the package that is asked for, whether they are there or not. */
function packagesOf({ name, packageFolders }: ModuleAsked): readonly string[] {
  const of = PACKAGE_NAME.exec(name)?.[0];
  return of === undefined || name.startsWith('#') ? [] : packageFolders.map((folder) => path.join(folder, of));
}

/** The path in the package: `b/c` of `@x/a/b/c`. */
function pathIn(name: string): string {
  return name.startsWith('#') ? name : name.replace(PACKAGE_NAME, '').slice(1);
}

function realPath(file: string): string {
  try {
    return fs.realpathSync.native(file);
  } catch {
    return file;
  }
}
