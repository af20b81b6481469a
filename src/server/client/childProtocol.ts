import type { ServerAddress } from '../../core/protocol/address';
import type { ServerOptions } from '../options';
import type { ServerProblem } from './serverProcess';

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
    /** The youngest `state` that it said. */
    readonly state?: Uint8Array | undefined;
  };
}

export type ToServer = StartMessage | { readonly kind: 'stop' };

export type FromServer =
  | { readonly kind: 'ready'; readonly address: ServerAddress }
  | { readonly kind: 'failed'; readonly problem: ServerProblem }
  /** All that is needed to go on after a crash, in bytes that only the server reads. */
  | { readonly kind: 'state'; readonly state: Uint8Array };
