import type { ServerAddress } from '../../../core/protocol/address';
import type { ServerProblem } from '../../../core/protocol/serverProblem';
import type { IntroductionLine } from '../../../core/server/introductionLine';
import type { ServerOptions } from '../options/options';
import type { StateFiles } from '../recovery/stateLog';

/**
 * How to start a server. It is sent over IPC or stdin, because every user of the machine can read the arguments of a
 * process.
 */
export interface StartMessage {
  readonly kind: 'start';
  readonly options: ServerOptions;
  /** Absolute path of the folder for backups of overwritten files. Defaults to the user's state folder. */
  readonly backups?: string;
  /** Values of a server that crashed. The new server uses them again, so that clients need not learn new ones. */
  readonly before?: {
    readonly controlToken: string;
    readonly platformPort: number;
    /** Port of the control API. With HTTPS it is not the port of the server. */
    readonly controlPort?: number;
  };
  /** Whether signals that ask the process to end are left to the parent. */
  readonly leavesSignals?: boolean;
  /** Whether the process has the open files of `STATE_FILES`. */
  readonly hasStateFiles?: boolean;
}

/**
 * Numbers of the open files for the recovery state. 0 to 2 are input and output, and 3 is the channel to the parent.
 */
export const STATE_FILES: StateFiles = [4, 5];

/**
 * Close the server, and keep the process for the next start. Output and messages go different ways, so the process writes
 * the mark as a line of its own on stdout and stderr: what comes behind it belongs to the next server.
 */
export interface CloseMessage {
  readonly kind: 'close';
  readonly mark: string;
}

/** What the parent process sends. A second start comes after `closed` only. */
export type ToServer = StartMessage | CloseMessage | { readonly kind: 'stop' };

/** What the process of the server reports to its parent. */
export type FromServer =
  | {
      readonly kind: 'ready';
      readonly address: ServerAddress;
      /** What the emulated systems tell a person. */
      readonly introduction: readonly IntroductionLine[];
    }
  /** Nothing of the server is left, and the process can have another one. A process that cannot ends instead. */
  | { readonly kind: 'closed' }
  /** Why the recovery state cannot be written; undefined when it can be again. */
  | { readonly kind: 'keeping'; readonly trouble: string | undefined }
  /** It begins to take up the recovery state. If it does not get any further, the state may be why. */
  | { readonly kind: 'takingUp'; readonly heapLimit: number }
  | {
      readonly kind: 'failed';
      readonly problem: ServerProblem;
      /** Whether the recovery state is why. It is as before. */
      readonly isByState?: boolean;
    };
