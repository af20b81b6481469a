import type { ServerOptions } from '../../src/server/kernel/options/options';
import { SYSTEMS } from '../../src/server/systems';
import { OPTIONS_SCHEMA } from './optionPlaces';

/** The names of the systems that have options of their own, as the list of systems has them. */
export const CONFIGURABLE: readonly string[] = SYSTEMS.map(({ name }) => name).filter((name) =>
  Object.hasOwn(OPTIONS_SCHEMA.properties, name),
);

/** Options that switch on every system of the list, with its defaults. */
export function everySystem(): ServerOptions {
  return Object.fromEntries(CONFIGURABLE.map((name) => [name, {}]));
}
