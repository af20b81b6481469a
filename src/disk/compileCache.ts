import fs from 'node:fs';
import * as nodeModule from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { CodeCache } from './codeCache';

/** The part of Node's module `module` that keeps compiled code. Node has it from 22.1 on. */
export interface CodeKeeper {
  enableCompileCache?: (folder?: string) => unknown;
}

/**
 * Lets Node keep the compiled form of the modules that are loaded from now on, so that the next start need not compile them.
 * Node itself respects NODE_COMPILE_CACHE and NODE_DISABLE_COMPILE_CACHE, and does nothing when the folder cannot be written.
 * An older Node keeps nothing, so `CodeCache` does it in the same place and with the same two variables.
 * Where nothing is kept, the program starts as before.
 * https://nodejs.org/api/module.html#moduleenablecompilecacheoptions
 * @param program absolute path of the folder of the bundles
 */
export function keepCompiledCode(
  program: string,
  keeper: CodeKeeper = nodeModule as CodeKeeper,
  environment: NodeJS.ProcessEnv = process.env,
): void {
  try {
    if (!keeper.enableCompileCache) {
      // Whoever measures or debugs code wants it as it is written.
      if (environment.NODE_DISABLE_COMPILE_CACHE || environment.NODE_V8_COVERAGE) return;
      const given = environment.NODE_COMPILE_CACHE || compiledFolder(process.platform, environment);
      const folder = path.join(given, `session-workbench-${process.version}-${process.arch}`);
      make(folder);
      new CodeCache(program, folder).begin();
    } else if (environment.NODE_COMPILE_CACHE) {
      keeper.enableCompileCache();
    } else {
      // Node's own choice is in the folder for temporary files. Others could have put code there that we would run.
      const folder = compiledFolder(process.platform, environment);
      make(folder);
      keeper.enableCompileCache(folder);
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
