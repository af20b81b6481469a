import type { Json } from '../../core/json/json';
import type { ServerOptions } from '../../server/kernel/options/options';
import { withPaths } from '../../server/kernel/options/optionsPaths';
import { relativePath } from '../host/relativePath';

/** The options of the recorded server, with paths relative to the folder of the scenario file. */
export function recordedOptions(options: ServerOptions, folder: string): { readonly [option: string]: Json } {
  const made = withPaths(options, (text) => relativePath(folder, text));
  // As in a JSON file: members that are undefined are left out.
  return JSON.parse(JSON.stringify(made)) as { readonly [option: string]: Json };
}
