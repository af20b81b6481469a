import type { UserFiles } from '../core/files/userFiles';
import type { Json } from '../core/json/json';
import type { ServerAddress } from '../core/protocol/address';
import type { StartServer } from './startServer';

export interface RunnerOptions {
  /** A new server for the run, or one that is already running and keeps its state. */
  readonly server: { readonly start: StartServer } | { readonly address: ServerAddress };
  /** Reads files of the user's: `diskFiles` of the room `disk`. */
  readonly files: UserFiles;
  /** Values for variables with `env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** These values replace those of the file. */
  readonly variables?: Readonly<Record<string, Json>>;
  /** Whether `back` will be used. Then a snapshot is taken before each step. */
  readonly keepsHistory?: boolean;
  /** Real milliseconds that the server's state has to become what is expected. The default is 1000. */
  readonly settleMs?: number;
  /** Real milliseconds to wait for an answer. The default is 30000. */
  readonly answerMs?: number;
}

/** A scenario cannot be run. The message is one sentence. */
export class RunError extends Error {
  override readonly name = 'RunError';
}
