import fs from 'node:fs';
import type { ServerOptions } from './options';
import { OptionsError } from './optionsError';

/**
 * Refuses a file or folder that the options name and that is not there. What goes without saying, such as WebCode in the
 * project, may be missing. One that goes away later is told when it is needed.
 * @param options with absolute paths
 * @throws OptionsError
 */
export function assertPaths({ mobile = {}, web = {} }: ServerOptions): void {
  assertIs('mobile.authenticationModule', mobile.authenticationModule, 'file');
  assertIs('web.project', web.project, 'folder');
  assertIs('web.code', web.code, 'folder');
  assertIs('web.pages', web.pages, 'folder');
}

function assertIs(option: string, path: string | undefined, wanted: 'file' | 'folder'): void {
  if (path === undefined) return;
  const where = `“${option}” names ${path}`;
  let stats: fs.Stats | undefined;
  try {
    stats = fs.statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw new OptionsError(`${where}, which cannot be looked at: ${(error as Error).message}`);
  }
  if (!stats) throw new OptionsError(`${where}, which is not there; make the ${wanted}, or give another`);
  if (!(wanted === 'file' ? stats.isFile() : stats.isDirectory())) {
    throw new OptionsError(`${where}, which is no ${wanted}; give one that is`);
  }
}
