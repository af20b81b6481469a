import type { ServerOptions } from './kernel/options/options';
import type { SystemPlugin } from './kernel/system/emulatedSystem';

/** First segments of the paths that the server answers, whatever it emulates. */
const OWN_PATHS = ['_workbench', 'pair'];

/** First segments, in small letters, of the paths that the server and all systems but one answer. */
export function othersPaths(systems: readonly SystemPlugin[], own: string, options: ServerOptions): readonly string[] {
  const others = systems.filter(({ name }) => name !== own);
  return [...OWN_PATHS, ...others.flatMap(({ paths }) => paths(options))];
}

/**
 * The options with what only a system knows, such as the folder of an example that ships.
 * @param media folder of the files that ship, absolute
 * @throws OptionsError
 */
export function resolvedOptions(
  options: ServerOptions,
  systems: readonly SystemPlugin[],
  media: string,
): ServerOptions {
  return systems.reduce((changed, { resolved }) => resolved?.(changed, media) ?? changed, options);
}

/**
 * Looks at what no schema can say of the options of the systems.
 * @param log told of what may be wrong
 * @throws OptionsError
 */
export async function assertSystemOptions(
  options: ServerOptions,
  systems: readonly SystemPlugin[],
  log: (line: string) => void,
): Promise<void> {
  for (const { name, check } of systems) await check?.(options, othersPaths(systems, name, options), log);
}
