import type { ServerAddress } from '../../core/protocol/address';
import type { ServerProblem } from '../../core/protocol/serverProblem';
import type { StateFiles } from '../kernel/afterlife/stateLog';
import type { ServerOptions } from '../kernel/options/options';

/** How a server is to start. It goes over IPC or stdin, never over the arguments, which every user of a machine can read. */
export interface StartMessage {
  readonly kind: 'start';
  readonly options: ServerOptions;
  /** Where copies go of what the server writes over, absolute; the user's state folder unless given. */
  readonly backups?: string;
  /** What a server that crashed had, so that nobody who knows it has to learn another one. */
  readonly before?: {
    readonly controlToken: string;
    readonly platformPort: number;
    /** Where the control API was; with HTTPS it has a port of its own. */
    readonly controlPort?: number;
  };
  /** Whether the process has the `STATE_FILES`. */
  readonly hasStateFiles?: boolean;
}

/** Open files that the process is given, after those of its input and output and the channel to its parent. */
export const STATE_FILES: StateFiles = [4, 5];

export type ToServer = StartMessage | { readonly kind: 'stop' };

export type FromServer =
  | { readonly kind: 'ready'; readonly address: ServerAddress }
  /** Why the state cannot be kept for after a crash; undefined once it can. */
  | { readonly kind: 'keeping'; readonly trouble: string | undefined }
  | { readonly kind: 'failed'; readonly problem: ServerProblem };
