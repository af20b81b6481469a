import path from 'node:path';
import { isAddress } from '../../../core/base/isAddress';
import { type Phrase, phraseText } from '../../../core/compliance/phrase';
import { fileFaultPhrase, folderFaultPhrase } from '../../../core/files/fileFault';
import { OptionsError } from '../../../core/server/optionsError';
import { fileFaultSync, folderFaultSync } from '../../../disk/fileKind';
import { paths } from './compiledOptionsPaths';
import type { ServerOptions } from './options';
import { isExampleName } from './shippedExample';

/** The options that are paths, each as the names of its members. */
export const PATH_OPTIONS: readonly (readonly string[])[] = paths.map(({ option }) => option);

/**
 * Makes paths in the options absolute.
 * @param folder base of relative paths
 * @throws OptionsError as `assertNoAddress`
 */
export function withAbsolutePaths(options: ServerOptions, folder: string): ServerOptions {
  return withPaths(options, (text, option) => {
    assertNoAddress(option, text);
    return path.resolve(folder, text);
  });
}

/**
 * Refuses what would be taken for a folder with the name of a protocol. It is not repeated, as it may have a password in it.
 * @throws OptionsError
 */
export function assertNoAddress(option: string, place: string): void {
  if (isAddress(place))
    throw new OptionsError(`“${option}” is an address and no path; give a path, or put ./ before it if it is one`);
}

/**
 * Replaces the paths in the options. Names of shipped examples are not changed. Values that are no text, or an empty one,
 * are left for the check.
 * @param change called with each path and the name of its option, such as `https.cert`
 */
export function withPaths(options: ServerOptions, change: (text: string, option: string) => string): ServerOptions {
  return paths.reduce<unknown>(
    (changed, { option }) => withPath(changed, option, (text) => change(text, option.join('.'))),
    options,
  ) as ServerOptions;
}

/** Each path in the options, after the name of its option, such as `https.cert`. */
export function pathsIn(options: ServerOptions): readonly (readonly [option: string, place: string])[] {
  const found: [string, string][] = [];
  withPaths(options, (place, option) => {
    found.push([option, place]);
    return place;
  });
  return found;
}

/**
 * Refuses options with a file or folder that does not exist. Defaults, such as the WebCode folder of the project, may
 * be missing. If one is removed later, the error is reported when it is needed.
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
  if (key === undefined) return isPath(value) ? change(value) : value;
  if (typeof value !== 'object' || value === null || !(key in value)) return value;
  return { ...value, [key]: withPath((value as Record<string, unknown>)[key], rest, change) };
}

function isPath(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && !isExampleName(value);
}

function assertIs(option: string, path: string, wanted: 'file' | 'folder'): void {
  const where = `“${option}” names ${path}, which`;
  const words = wanted === 'file' ? fileWords(where, path) : folderWords(where, path);
  if (words) throw new OptionsError(phraseText(words));
}

function fileWords(where: string, path: string): Phrase | undefined {
  const fault = fileFaultSync(path);
  return fault && fileFaultPhrase(where, fault);
}

function folderWords(where: string, path: string): Phrase | undefined {
  const fault = folderFaultSync(path);
  return fault && folderFaultPhrase(where, fault);
}
