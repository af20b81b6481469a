import type { UserFiles } from '../core/files/userFiles';
import type { Json } from '../core/json/json';
import type { ServerAddress } from '../core/protocol/address';
import type { RunRules } from './runRules';
import type { StartServer } from './startServer';

/** How long the requests of a step wait unless the options say otherwise. */
export const ANSWER_MS = 30_000;

/** How much is read of the bodies of a step unless the options say otherwise. */
export const ANSWER_BYTES = 16 * 1_048_576;

/** How much a run writes to the disk unless the options say otherwise. */
export const DISK_BYTES = 256 * 1_048_576;

/** Rules that are left out have their defaults: no other hosts, no variables, and paths that lead anywhere. */
export interface RunnerOptions extends Partial<RunRules> {
  /** A new server for the run, or one that is already running and keeps its state. */
  readonly server: { readonly start: StartServer } | { readonly address: ServerAddress };
  /** Reads files of the user's: `diskFiles` of the room `disk`. */
  readonly files: UserFiles;
  /** These values replace those of the file. */
  readonly variables?: Readonly<Record<string, Json>>;
  /** Whether `back` will be used. Then a snapshot is taken before each step. */
  readonly keepsHistory?: boolean;
  /** Real milliseconds that the server's state has to become what is expected. The default is 1000. */
  readonly settleMs?: number;
}

/** A scenario cannot be run. The message is one sentence. */
export class RunError extends Error {
  override readonly name = 'RunError';
}
