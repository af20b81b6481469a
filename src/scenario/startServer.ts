import type { Json } from '../core/json/json';
import type { ServerAddress } from '../core/protocol/address';
import type { AssertPath } from './pathCheck';

export interface RunningServer {
  readonly address: ServerAddress;
  /** Resolves when the server has stopped. */
  stop(): Promise<void>;
}

/**
 * Starts a dev session server for one run. Each user of the runner decides how.
 * @param options as in schemas/server.schema.json
 * @param folder base of relative paths in the options
 * @param scratch folder that is deleted after the run. The server stores there what it would store for its user.
 * @param assertPath to be called with each path in the options
 */
export type StartServer = (
  options: { readonly [option: string]: Json },
  folder: string,
  scratch: string,
  assertPath: AssertPath,
) => Promise<RunningServer>;
