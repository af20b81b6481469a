import fs from 'node:fs';
import path from 'node:path';
import { OptionsError } from '../../../core/server/optionsError';
import { paths } from './compiledOptionsSchema';
import type { ServerOptions } from './options';

/** What ships with the product is named so, and is no path: `example:otp`. */
const SHIPPED = /^example:/;

/** The options with paths that are relative to a folder made absolute. */
export function withAbsolutePaths(options: ServerOptions, folder: string): ServerOptions {
  return withPaths(options, (text) => path.resolve(folder, text));
}

/**
 * The options with other paths. An example that ships is named, and no path; what is no text is left for the check.
 * @param change gets each path as it is, and the option that names it, such as `https.cert`
 */
export function withPaths(options: ServerOptions, change: (text: string, option: string) => string): ServerOptions {
  return paths.reduce<unknown>(
    (changed, { option }) => withPath(changed, option, (text) => change(text, option.join('.'))),
    options,
  ) as ServerOptions;
}

/**
 * Refuses a file or folder that the options name and that is not there. What goes without saying, such as WebCode in the
 * project, may be missing. One that goes away later is told when it is needed.
 * @param options with absolute paths
 * @throws OptionsError
 */
export function assertPaths(options: ServerOptions): void {
  for (const { option, format } of paths) {
    if (format === 'path') continue;
    withPath(options, option, (text) => {
      assertIs(option.join('.'), text, format === 'existing-file' ? 'file' : 'folder');
      return text;
    });
  }
}

function withPath(value: unknown, [key, ...rest]: readonly string[], change: (text: string) => string): unknown {
  if (key === undefined) return typeof value === 'string' && !SHIPPED.test(value) ? change(value) : value;
  if (typeof value !== 'object' || value === null || !(key in value)) return value;
  return { ...value, [key]: withPath((value as Record<string, unknown>)[key], rest, change) };
}

function assertIs(option: string, path: string, wanted: 'file' | 'folder'): void {
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
