import type { Json } from '../../core/json/json';
import type { ServerOptions } from '../../server/kernel/options/options';
import { withPaths } from '../../server/kernel/options/optionsPaths';
import { relativePath } from '../host/relativePath';

/** Options of the server that was recorded, with their paths as a scenario file in this folder has them. */
export function recordedOptions(options: ServerOptions, folder: string): { readonly [option: string]: Json } {
  const made = withPaths(options, (text) => relativePath(folder, text));
  // As a file has them: what is undefined is not there.
  return JSON.parse(JSON.stringify(made)) as { readonly [option: string]: Json };
}
