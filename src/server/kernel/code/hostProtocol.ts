import type { MessagePort } from 'node:worker_threads';

/**
 * Numbers of the open files between the server and a code host. 0 to 2 are input and output. `CHANNEL` carries frames in
 * both directions. On `LAST_WORDS` the host says once, as JSON, why it ends.
 */
export const CHANNEL = 3;
export const LAST_WORDS = 4;

/** What a code host is started with. It is sent over the channel, because every user can read the arguments of a process. */
export interface HostStart {
  readonly kind: 'start';
  /** Absolute path of the entry of the thread. */
  readonly thread: string;
  /** Data for the thread. */
  readonly data: unknown;
  /** The environment that the code sees. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly memoryMb: number;
  /** Maximum number of bytes that one run may print. The rest is left out. */
  readonly logBytes: number;
  /** Maximum number of bytes of one frame to the server. */
  readonly longestFrame: number;
  /** Maximum number of bytes of a frame with a call. */
  readonly longestCall: number;
  /** The name of the option for it, and its value, for the refusal. */
  readonly callLimit: string;
}

/** What the server sends to a code host. */
export type ToHost =
  | HostStart
  | { readonly kind: 'job'; readonly run: number; readonly job: unknown }
  /** The answer to a call. */
  | { readonly kind: 'reply'; readonly reply: CallReply };

/** What a code host sends to the server. */
export type FromHost =
  /** The thread is running. No code of the developer has run yet. */
  | { readonly kind: 'ready' }
  /** The code of a run is given to the thread now. Without it, nothing of the run was done. */
  | { readonly kind: 'begun'; readonly run: number }
  | DoneMessage
  /** The result of a run is larger than a frame may be. */
  | { readonly kind: 'tooLarge'; readonly run: number; readonly bytes: number }
  /** What the code has printed. */
  | { readonly kind: 'printed'; readonly text: string }
  | LeftOver
  /** After a run, the thread has nothing more to do at the moment. */
  | { readonly kind: 'settled' }
  /** The code calls a function of the server. */
  | { readonly kind: 'call'; readonly call: CodeHostCall };

/**
 * Something failed that an earlier run has left behind. The run that is going on goes on, and the process ends after it.
 * Without `run` nothing says which one it was.
 */
export interface LeftOver {
  readonly kind: 'leftOver';
  readonly run?: number;
  readonly reason: string;
}

export interface DoneMessage {
  readonly kind: 'done';
  readonly run: number;
  readonly result: unknown;
  /** Whether the globals of JavaScript are as they were before. A process with others is not used again. */
  readonly isIntact: boolean;
}

export interface CodeHostCall {
  readonly run: number;
  readonly operation: string;
  readonly parameters: readonly unknown[];
}

export type CallReply =
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'failure'; readonly reason: string };

export type ToThread =
  | { readonly kind: 'job'; readonly run: number; readonly job: unknown }
  /** `isHeavy` says whether the run had so many bytes that what is left of them is to be freed before the next one. */
  | { readonly kind: 'ping'; readonly isHeavy: boolean };

export type FromThread =
  | { readonly kind: 'ready' }
  | DoneMessage
  | { readonly kind: 'pong' }
  /** The run has thrown outside of all calls. The thread ends. */
  | { readonly kind: 'threw'; readonly run: number; readonly reason: string }
  | LeftOver
  /** What this run has begun ends the thread. */
  | { readonly kind: 'exits'; readonly run: number };

/** The data that the thread for a developer's code is started with. */
export interface ThreadStart<D = unknown> {
  readonly data: D;
  /** The port for calls of the server's functions. */
  readonly bridge: MessagePort;
  /** One 32-bit integer. It becomes 1 when the answer of a call has arrived. */
  readonly signal: SharedArrayBuffer;
}

/** Why a code host ends. */
export interface HostEnd {
  readonly kind: 'memory' | 'failed';
  readonly reason: string;
  /** The run whose code ended it, if that is known. It may be an earlier one than the run that is going on. */
  readonly run?: number;
}
