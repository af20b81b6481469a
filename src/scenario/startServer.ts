import type { Json } from '../core/json/json';
import type { ServerAddress } from '../core/protocol/address';

export interface RunningServer {
  readonly address: ServerAddress;
  /** Resolves when it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts a dev session server for one run: how is for the one to say who starts the run.
 * @param options as schemas/server.schema.json has them
 * @param folder that relative paths in the options start from
 * @param scratch folder that ends with the run; the server keeps there what it would keep for its user
 */
export type StartServer = (
  options: { readonly [option: string]: Json },
  folder: string,
  scratch: string,
) => Promise<RunningServer>;
