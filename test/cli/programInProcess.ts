import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import vm from 'node:vm';

/** What a program is given by whoever starts it. */
export interface GivenProcess {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly input: string | Buffer;
}

/** What is left of a program that has ended. */
export interface EndedProcess {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A module as Node calls it, with the `process` that it sees as one argument more. */
type ModuleBody = (
  exports: object,
  require: (name: string) => object,
  module: LoadedModule,
  file: string,
  folder: string,
  own: NodeJS.Process,
) => void;

interface LoadedModule {
  exports: { readonly [MAIN]?: () => Promise<void> };
}

/** The function that the first file of the bundle calls. Its end is the end of the program. */
const MAIN = 'runCommandLine';

/**
 * Runs the bundle of a program that ships in this process: all its modules anew, with a `process` of their own. A process of its
 * own costs each call the start of Node and the compilation of the bundle, many times what the call costs. Only that can show
 * signals, real streams, what keeps a process alive, and what its environment does to Node.
 */
export class ProgramInProcess {
  private readonly bodies = new Map<string, ModuleBody>();

  /** @param file the first file of the bundle; its parts are beside it */
  constructor(private readonly file: string) {}

  async run(given: GivenProcess): Promise<EndedProcess> {
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    const own = ownProcess(this.file, given, intoList(out), intoList(err));
    await new Promise<void>((resolve, reject) => {
      this.load(this.file, own, (main) => async () => main().then(resolve, reject));
    });
    for (const stream of [own.stdout, own.stderr]) await new Promise<void>((done) => void stream.end(done));
    const [stdout, stderr] = [out, err].map((chunks) => Buffer.concat(chunks).toString());
    return { code: Number(own.exitCode ?? 0), stdout: String(stdout), stderr: String(stderr) };
  }

  /** @param mainOf what takes the place of the function that runs the program */
  private load(first: string, own: NodeJS.Process, mainOf: (main: () => Promise<void>) => () => Promise<void>): void {
    const loaded = new Map<string, LoadedModule>();
    const load = (file: string): LoadedModule['exports'] => {
      const earlier = loaded.get(file);
      if (earlier) return earlier.exports;
      const module: LoadedModule = { exports: {} };
      loaded.set(file, module);
      const nodeRequire = createRequire(file);
      const require = (name: string): object => {
        if (/^(node:)?process$/.test(name)) return own;
        if (!name.startsWith('./')) return nodeRequire(name);
        const part = load(path.join(path.dirname(file), name));
        const main = part[MAIN];
        return main && file === first ? { [MAIN]: mainOf(main) } : part;
      };
      this.body(file)(module.exports, require, module, file, path.dirname(file), own);
      return module.exports;
    };
    load(first);
  }

  /** Compiled once: what makes calls cheap. */
  private body(file: string): ModuleBody {
    const known = this.bodies.get(file);
    if (known) return known;
    const text = fs.readFileSync(file, 'utf8').replace(/^#!.*/, '');
    const body: ModuleBody = vm.runInThisContext(
      `(function (exports, require, module, __filename, __dirname, process) {${text}\n})`,
      { filename: file },
    );
    this.bodies.set(file, body);
    return body;
  }
}

/** All of this process that nobody was given something else for. Listeners of its events hear nothing of this one's. */
function ownProcess(
  file: string,
  { args, cwd, env, input }: GivenProcess,
  stdout: Writable,
  stderr: Writable,
): NodeJS.Process {
  const stdin = new PassThrough();
  stdin.end(input);
  const own = Object.create(process) as NodeJS.Process;
  const events = new EventEmitter();
  const listening = [
    'on',
    'once',
    'off',
    'addListener',
    'removeListener',
    'removeAllListeners',
    'listenerCount',
  ] as const;
  const exit = (code?: number) => {
    throw new Error(`the program ended this process with ${code}`);
  };
  const members = {
    ...Object.fromEntries(listening.map((name) => [name, (events[name] as () => unknown).bind(events)])),
    ...{
      stdin,
      stdout,
      stderr,
      env,
      exit,
      cwd: () => cwd,
      argv: [process.execPath, file, ...args],
      exitCode: undefined,
    },
  };
  return Object.defineProperties(
    own,
    Object.fromEntries(Object.entries(members).map(([name, value]) => [name, { value, writable: true }])),
  );
}

function intoList(chunks: Buffer[]): Writable {
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
}
