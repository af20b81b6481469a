import type { ServerOptions } from '../../src/server/kernel/options/options';
import { SYSTEMS } from '../../src/server/systems';
import type { SystemTest } from './systemTest';

/** What the shared tests need of each system of the list. A system without its file makes them fail. */
export const SYSTEM_TESTS: readonly SystemTest[] = SYSTEMS.map(
  ({ name }) => require(`./${name}/${name}Test`).SYSTEM_TEST,
);

/** Each option of each system. */
export const GOOD_OPTIONS: ServerOptions = Object.assign({}, ...SYSTEM_TESTS.map(({ goodOptions }) => goodOptions));

/** Writes the files of a server with all of every system, and returns its options. */
export function fullOptions(folder: string): ServerOptions {
  return Object.assign({}, ...SYSTEM_TESTS.map((test) => test.fullOptions?.(folder)));
}
