import fs from 'node:fs';
import nodeModule from 'node:module';
import path from 'node:path';
import process from 'node:process';
import vm from 'node:vm';

/** Characters of a module that is compiled in less time than its compiled form is read and checked. */
const SMALLEST = 60_000;
/** What is older is written again when it is needed, so that nothing of earlier versions stays. In milliseconds. */
const OLDEST_MS = 30 * 86_400_000;
const DIGEST = 'sha1';
const DIGEST_BYTES = 20;
/** What a program has called by then is kept with it. Real milliseconds. */
const SETTLED_MS = 1_000;

/** What Node gives only to modules that it has compiled itself. */
const IMPORT = /(?<![.\w])import\(/;

/** How Node compiles a module. `this` is the module. */
type Compile = (this: NodeModule, content: string, file: string) => unknown;

/** The part of Node's class `Module` that compiles. */
interface Compiler {
  readonly prototype: { _compile: Compile };
  readonly wrapper: readonly string[];
  wrap(content: string): string;
  createRequire(file: string): NodeJS.Require;
}

/**
 * Keeps the compiled form of a program's own modules for its next start, as Node does from 22.1 on. It holds the functions
 * that were called too, so that these need not be compiled either. V8 takes only what the same version has made with the same
 * flags, but believes every byte of it, so each file begins with a digest of the rest.
 * https://v8.dev/blog/code-caching-for-devs
 */
export class CodeCache {
  private readonly made = new Map<string, vm.Script>();

  /**
   * @param program absolute path of the folder of the program; modules elsewhere are loaded as ever
   * @param folder absolute path of a folder for this alone, which is there. Nobody else may write to it.
   */
  constructor(
    private readonly program: string,
    private readonly folder: string,
    private readonly node: Compiler = nodeModule as unknown as Compiler,
  ) {}

  /** Begins. What is loaded from now on is kept when the program has run a second, or ends before. */
  begin(): void {
    const { prototype } = this.node;
    const cache = this;
    const compile = prototype._compile;
    prototype._compile = function (content, file) {
      const isOwn = content.length >= SMALLEST && path.dirname(file) === cache.program && !IMPORT.test(content);
      return isOwn ? cache.run(this, content, file) : compile.call(this, content, file);
    };
    const write = () => this.write();
    process.once('exit', write);
    setTimeout(write, SETTLED_MS).unref();
  }

  private run(module: NodeModule, content: string, file: string): unknown {
    const place = this.placeOf(content, file);
    const kept = place === undefined ? undefined : readWhole(place);
    const script = new vm.Script(this.node.wrap(content), {
      filename: file,
      // What Node puts before it counts for no position.
      columnOffset: -(this.node.wrapper[0]?.length ?? 0),
      ...(kept && { cachedData: kept }),
    });
    if (place !== undefined && (!kept || script.cachedDataRejected)) this.made.set(place, script);
    const call = script.runInThisContext() as (...given: unknown[]) => unknown;
    const { exports } = module;
    return call.call(exports, exports, this.node.createRequire(file), module, file, path.dirname(file));
  }

  /** The file for the compiled form of a module. Another one as soon as the module may have changed. */
  private placeOf(content: string, file: string): string | undefined {
    try {
      const { mtimeMs } = fs.statSync(file);
      // V8 takes nothing that was made with other flags.
      const words = JSON.stringify([content.length, mtimeMs, process.execArgv, process.env.NODE_OPTIONS]);
      return path.join(this.folder, `${path.basename(file)}-${digestOf(words).toString('hex')}`);
    } catch {
      return undefined;
    }
  }

  private write(): void {
    if (this.made.size > 0) this.dropOld();
    for (const [place, script] of this.made) {
      const temporary = `${place}.${process.pid}`;
      try {
        const data = script.createCachedData();
        fs.writeFileSync(temporary, Buffer.concat([digestOf(data), data]), { mode: 0o600 });
        fs.renameSync(temporary, place);
      } catch {
        // It is about speed only, and a disk may be full.
        fs.rmSync(temporary, { force: true });
      }
    }
    this.made.clear();
  }

  private dropOld(): void {
    try {
      for (const name of fs.readdirSync(this.folder)) {
        const file = path.join(this.folder, name);
        if (Date.now() - fs.statSync(file).mtimeMs > OLDEST_MS) fs.rmSync(file, { force: true });
      }
    } catch {
      // Another process may drop them too.
    }
  }
}

/** The content of a file after its digest. Undefined where there is none, or it is not whole. */
function readWhole(place: string): Buffer | undefined {
  try {
    if (!fs.lstatSync(place).isFile()) return undefined;
    const bytes = fs.readFileSync(place);
    const data = bytes.subarray(DIGEST_BYTES);
    return digestOf(data).equals(bytes.subarray(0, DIGEST_BYTES)) ? data : undefined;
  } catch {
    return undefined;
  }
}

function digestOf(data: Buffer | string): Buffer {
  // Most calls of the command line need neither.
  const { createHash } = require('node:crypto') as typeof import('node:crypto');
  return createHash(DIGEST).update(data).digest();
}
