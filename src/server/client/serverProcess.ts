import type { Disposable, Event } from '../../core/base/event';
import type { ServerAddress, ServerStatus } from '../../core/protocol/address';
import type { ServerProblem } from '../../core/protocol/serverProblem';
import type { ServerOptions } from '../kernel/options/options';

/** The server does not run, and why. */
export class ServerStartError extends Error {
  constructor(readonly problem: ServerProblem) {
    super(problem.message);
    this.name = 'ServerStartError';
  }
}

/** Somebody stopped the server before it ran: nothing went wrong. */
export class ServerStoppedError extends ServerStartError {
  constructor() {
    super({ code: 'not-started', message: 'The dev session server was stopped before it ran; start it again.' });
  }
}

/** What an error of any kind comes down to for whoever wanted a server: no failure is without its reason. */
export function startErrorOf(error: unknown): ServerStartError {
  if (error instanceof ServerStartError) return error;
  const reason = error instanceof Error ? error.message || error.name : String(error);
  return new ServerStartError({ code: 'not-started', message: `The dev session server cannot start: ${reason}.` });
}

export interface ServerLaunch {
  /** Absolute path of dist/server.js. */
  readonly program: string;
  /** The runtime: `process.execPath` of plain Node, or the editor's own with ELECTRON_RUN_AS_NODE in `env`. */
  readonly runtime: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Where copies go of what the server writes over, absolute; the user's state folder unless given. */
  readonly backups?: string;
  /** Lines that the server's process writes; never secrets. */
  readonly onLog: (line: string) => void;
}

/**
 * The child process of a dev session server and its life: `stopped`, `starting`, `running`, `stopping` or `failed`. A
 * server that crashes is started again on the same port with the same control token and the state it had; one that
 * crashes again and again is left `failed`.
 */
export interface ServerProcess extends Disposable {
  readonly status: ServerStatus;
  /** While it is running. */
  readonly address: ServerAddress | undefined;
  /** While it has failed. */
  readonly problem: ServerProblem | undefined;
  /** What is wrong while it runs all the same, with a way out. */
  readonly warning: string | undefined;
  readonly onDidChangeWarning: Event<void>;
  readonly onDidChange: Event<ServerStatus>;
  /** Resolves when it is running; rejects with a ServerStartError that has the problem. When it runs already, nothing happens. */
  start(options: ServerOptions): Promise<ServerAddress>;
  /** Resolves when the process is gone. */
  stop(): Promise<void>;
}
