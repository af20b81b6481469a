import fs from 'node:fs';
import * as nodeModule from 'node:module';
import os from 'node:os';
import path from 'node:path';

/** For a group that others are in, a user has to be trusted: many accounts have a group of their own. */
const OTHERS_WRITE = 0o002;

/** The part of Node's module `module` that keeps compiled code. Node has it from 22.1 on. */
export interface CodeKeeper {
  enableCompileCache?: (folder?: string) => unknown;
}

/**
 * Lets Node keep the compiled form of the modules that are loaded from now on, so that the next start need not compile them.
 * Node itself respects NODE_COMPILE_CACHE and NODE_DISABLE_COMPILE_CACHE, and does nothing when the folder cannot be written.
 * Where nothing is kept, the program starts as before. So it does where others may write to the folder: what is in it is run.
 * https://nodejs.org/api/module.html#moduleenablecompilecacheoptions
 */
export function keepCompiledCode(
  keeper: CodeKeeper = nodeModule as CodeKeeper,
  environment: NodeJS.ProcessEnv = process.env,
): void {
  if (!keeper.enableCompileCache) return;
  try {
    if (environment.NODE_COMPILE_CACHE) {
      keeper.enableCompileCache();
    } else {
      // Node's own choice is in the folder for temporary files. Others could have put code there that we would run.
      const folder = compiledFolder(process.platform, environment);
      make(folder);
      if (isOwn(folder)) keeper.enableCompileCache(folder);
    }
  } catch {
    // This account has no home, or may not write there. It is about speed only.
  }
}

/**
 * The folder for code that Node has compiled. It is in the home of the account that the process runs as: HOME may be
 * another one's, for example under sudo.
 */
export function compiledFolder(
  platform: NodeJS.Platform,
  environment: NodeJS.ProcessEnv,
  homeOf: () => string = () => os.userInfo().homedir,
): string {
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const given = platform === 'win32' ? environment.LOCALAPPDATA : environment.XDG_CACHE_HOME;
  const preset = { win32: ['AppData', 'Local'], darwin: ['Library', 'Caches'] }[platform as string] ?? ['.cache'];
  // The XDG specification says that a relative path is to be ignored.
  const base = given && paths.isAbsolute(given) ? given : paths.join(homeOf(), ...preset);
  return paths.join(base, 'session-workbench', 'compiled');
}

/** Node makes the folder too, but it tries without end where none can be made, as in `/proc`. */
function make(folder: string): void {
  if (fs.existsSync(folder)) return;
  make(path.dirname(folder));
  fs.mkdirSync(folder, { mode: 0o700 });
}

/** Whether nobody else can put something in a folder, or exchange it or the one above. A system without owners has other means. */
function isOwn(folder: string): boolean {
  const own = process.getuid?.();
  if (own === undefined) return true;
  const above = path.dirname(folder);
  return [folder, above, path.dirname(above)].every((each) => {
    const { uid, mode } = fs.statSync(each);
    return (uid === own || uid === 0) && (mode & OTHERS_WRITE) === 0;
  });
}
