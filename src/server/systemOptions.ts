import { OWN_PATHS } from '../core/server/ownPaths';
import type { ServerOptions } from './kernel/options/options';
import type { SystemPlugin } from './kernel/system/emulatedSystem';

/**
 * The first path segments, in lower case, that the server itself and all systems except one use.
 * @param own name of the system that is left out
 */
export function othersPaths(systems: readonly SystemPlugin[], own: string, options: ServerOptions): readonly string[] {
  const others = systems.filter(({ name }) => name !== own);
  return [...OWN_PATHS, ...others.flatMap(({ paths }) => paths(options))];
}

/** Whether a system runs with these options. */
export function isRunning({ option }: SystemPlugin, options: ServerOptions): boolean {
  return option === undefined || options[option] !== undefined;
}

/**
 * Resolves options that only a system understands, such as the name of a shipped example.
 * @param media absolute path of the folder of shipped files
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
 * Checks the options of all systems for what a schema cannot express.
 * @param log receives warnings
 * @throws OptionsError
 */
export async function assertSystemOptions(
  options: ServerOptions,
  systems: readonly SystemPlugin[],
  log: (line: string) => void,
): Promise<void> {
  for (const { name, check } of systems) await check?.(options, othersPaths(systems, name, options), log);
}
