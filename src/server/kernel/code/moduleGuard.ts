import { isBuiltin, Module, register } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { askedByImport, fileOfUrl } from './importAsked';
import { type ModuleAsked, ModuleChecks } from './moduleChecks';

interface Parent {
  readonly filename?: string | null;
}

/** Functions of Node that its types do not have, or that only some versions have. */
interface Loader {
  _resolveFilename(request: string, parent?: Parent | null, ...rest: unknown[]): string;
  _resolveLookupPaths(request: string, parent?: Parent | null): readonly string[] | null;
  registerHooks?(hooks: { readonly resolve: SyncResolve }): unknown;
}

interface Context {
  readonly parentURL?: string | undefined;
  readonly conditions: readonly string[];
}

type SyncResolve = (
  specifier: string,
  context: Context,
  next: (specifier: string, context: Context) => { readonly url: string },
) => { readonly url: string };

/**
 * Lets Node load only what is a regular file of bounded size. Node itself opens whatever a path leads to: at a pipe it waits
 * until the time limit, which then says nothing of the file.
 */
export class ModuleGuard {
  private readonly checks = new ModuleChecks();
  private readonly loader = Module as unknown as Loader;

  install(): void {
    const { loader } = this;
    const resolveFilename = loader._resolveFilename;
    loader._resolveFilename = (request, parent, ...rest) => {
      const find = () => Reflect.apply(resolveFilename, loader, [request, parent, ...rest]);
      return isBuiltin(request) ? find() : this.checked(this.askedByRequire(request, parent), find, (name) => name);
    };
    if (loader.registerHooks) loader.registerHooks({ resolve: (...asked) => this.resolve(...asked) });
    // The hooks have a thread of their own, which loads this file too.
    else if (parentPort) register(pathToFileURL(path.join(__dirname, 'moduleHooks.js')));
  }

  private resolve(...[specifier, context, next]: Parameters<SyncResolve>): ReturnType<SyncResolve> {
    const find = () => next(specifier, context);
    // What `require` loads is checked already.
    const asked = context.conditions.includes('require') ? undefined : askedByImport(specifier, context.parentURL);
    return asked ? this.checked(asked, find, ({ url }) => fileOfUrl(url)) : find();
  }

  private checked<T>(asked: ModuleAsked, find: () => T, fileIn: (found: T) => string | undefined): T {
    this.checks.asked(asked);
    let found: T;
    try {
      found = find();
    } catch (error) {
      throw this.checks.missing(asked, error);
    }
    const file = fileIn(found);
    if (file !== undefined && path.isAbsolute(file)) this.checks.found(asked, file);
    return found;
  }

  private askedByRequire(request: string, parent?: Parent | null): ModuleAsked {
    const from = parent?.filename ?? undefined;
    const isPath = /^\.{1,2}(?:[\\/]|$)/.test(request);
    const name = isPath ? path.resolve(from === undefined ? '.' : path.dirname(from), request) : request;
    return { name, from, packageFolders: isPath ? [] : (this.loader._resolveLookupPaths(request, parent) ?? []) };
  }
}
