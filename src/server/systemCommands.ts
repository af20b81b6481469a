import type { Json } from '../core/json/json';
import type { NamedSystem } from './kernel/control/serverView';

/**
 * Runs what a system offers to the code of the others.
 * @throws Error with a sentence when no system has the command, or when it fails
 */
export async function commandOf(systems: readonly NamedSystem[], name: string): Promise<Json> {
  const [, system] = systems.find(([, { commands = {} }]) => Object.hasOwn(commands, name)) ?? [];
  const command = system?.commands?.[name];
  if (!command) throw new Error(`This server has no command ${name}.`);
  return command();
}
