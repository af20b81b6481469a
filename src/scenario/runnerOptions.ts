import type { Json } from '../core/json/json';
import type { ServerAddress } from '../core/protocol/address';
import type { StartServer } from './startServer';

export interface RunnerOptions {
  /** A server of its own for the run; or one that runs already, which keeps whatever state it has. */
  readonly server: { readonly start: StartServer } | { readonly address: ServerAddress };
  /** Where variables with `env` come from. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Values that come before those of the file. */
  readonly variables?: Readonly<Record<string, Json>>;
  /** Whether `back` will be asked for: a snapshot is taken before each step. */
  readonly keepsHistory?: boolean;
  /** Real milliseconds that the server's state has at least to become what is expected; 1000 unless given. */
  readonly settleMs?: number;
  /** Real milliseconds that an answer may take; 30000 unless given. */
  readonly answerMs?: number;
}

/** A scenario cannot be run; one sentence. */
export class RunError extends Error {
  override readonly name = 'RunError';
}
