import type { UserFiles } from '../core/files/userFiles';
import type { Json } from '../core/json/json';
import type { ServerAddress } from '../core/protocol/address';
import type { HostList, RunRoot, WaysOut } from './runRules';
import type { StartServer } from './startServer';

/** How long the requests of a step wait unless the options say otherwise. */
export const ANSWER_MS = 30_000;

/** How much of a body is read unless the options say otherwise. */
export const ANSWER_BYTES = 16 * 1_048_576;

export interface RunnerOptions {
  /** A new server for the run, or one that is already running and keeps its state. */
  readonly server: { readonly start: StartServer } | { readonly address: ServerAddress };
  /** Reads files of the user's: `diskFiles` of the room `disk`. */
  readonly files: UserFiles;
  /** Values for variables with `env`: the environment variables that the run may read. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** These values replace those of the file. */
  readonly variables?: Readonly<Record<string, Json>>;
  /** Whether `back` will be used. Then a snapshot is taken before each step. */
  readonly keepsHistory?: boolean;
  /** Real milliseconds that the server's state has to become what is expected. The default is 1000. */
  readonly settleMs?: number;
  /** How long the requests of one step wait altogether, in real milliseconds. The default is 30000. */
  readonly answerMs?: number;
  /** The most bytes of the body of an answer that are read. The default is 16 MiB. */
  readonly answerBytes?: number;
  /** Hosts that requests may go to, besides the server, its platform and this machine. */
  readonly hosts?: HostList;
  /** The folder that the paths in the options of the server must not leave. Without it, they may lead anywhere. */
  readonly root?: RunRoot;
  /** How the reader of a refusal changes these options. */
  readonly waysOut?: WaysOut;
}

/** A scenario cannot be run. The message is one sentence. */
export class RunError extends Error {
  override readonly name = 'RunError';
}
