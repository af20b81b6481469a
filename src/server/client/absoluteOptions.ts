import type { ServerOptions } from '../kernel/options/options';
import { checkedOptions } from '../kernel/options/optionsCheck';
import { pathsIn, withAbsolutePaths } from '../kernel/options/optionsPaths';

/**
 * Options that somebody wrote, for a server of a run.
 * @param options in the form of schemas/server.schema.json
 * @param folder base of the relative paths in the options
 * @param assertPath called with each path in the options, by the name of its option; it may reject
 * @throws OptionsError
 */
export async function absoluteOptions(
  options: unknown,
  folder: string,
  assertPath: (option: string, place: string) => Promise<void>,
): Promise<ServerOptions> {
  const absolute = withAbsolutePaths(checkedOptions(options), folder);
  for (const [option, place] of pathsIn(absolute)) await assertPath(option, place);
  return absolute;
}
