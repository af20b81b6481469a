import type { ServerOptions } from '../../src/server/kernel/options/options';
import type { Control } from '../server/devServers';
import type { Answer } from '../server/httpCall';
import type { RouteDriver } from '../server/routeDriver';

/**
 * What the tests that all systems share need of one system. `test/systems/NAME/NAMETest.ts` exports it as `SYSTEM_TEST`.
 */
export interface SystemTest {
  /** Each of its options, at any depth, with a value that the schema accepts. */
  readonly goodOptions?: ServerOptions;
  /** The least and the greatest value of each option that is a number, by its name, such as `mobile.licences`. */
  readonly numbers?: Readonly<Record<string, readonly [least: number, most: number]>>;
  /**
   * Writes the files of a server on which each of its routes can succeed.
   * @returns the options of that server
   */
  readonly fullOptions?: (folder: string) => ServerOptions;
  /** Its places in the store with counters. Every request may change them, and no answer depends on them. */
  readonly counted?: readonly string[];
  /** Members of its values that tell when something was used last. Every request may change them. */
  readonly lastUsed?: readonly string[];
  /** Its routes that refuse every request, as a method and a path. */
  readonly alwaysRefused?: readonly RegExp[];
  /** What clients do on its routes. Each route succeeds once and refuses once. The state is not empty afterwards. */
  readonly stories: Readonly<Record<string, Story>>;
  /** Makes each of its calls of the control API, and checks the answers. It can run more than once. */
  readonly controlCalls?: (server: ControlledServer) => Promise<void>;
}

export type Story = (driver: RouteDriver) => Promise<unknown>;

/** A server with the full options of all systems. */
export interface ControlledServer {
  readonly control: Control;
  readonly url: string;
  /** The folder that `fullOptions` got. */
  readonly folder: string;
  /**
   * Compares an answer with `openapi.json`.
   * @param route as there, without `/_workbench/v1`
   */
  readonly check: (method: string, route: string, answer: Answer) => void;
}
