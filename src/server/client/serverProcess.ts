import type { Disposable, Event } from '../../core/base/event';
import type { ServerAddress, ServerStatus } from '../../core/protocol/address';
import type { ServerProblem } from '../../core/protocol/serverProblem';
import type { ServerOptions } from '../kernel/options/options';

/** How to launch the process of a server. */
export interface ServerLaunch {
  /** Absolute path of dist/server.js. */
  readonly program: string;
  /** Path of the runtime: `process.execPath` of plain Node, or the editor's own with ELECTRON_RUN_AS_NODE in `env`. */
  readonly runtime: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Absolute path of the folder for backups of overwritten files. Defaults to the user's state folder. */
  readonly backups?: string;
  /** Whether somebody can start the server again in this program, after it was given up. */
  readonly startsAgain?: boolean;
  /**
   * Whether the process goes on at a signal that asks it to end. A terminal sends it to all processes of a command, and the parent
   * may still need the server.
   */
  readonly leavesSignals?: boolean;
  /** Receives the lines that the process of the server writes. They hold no secrets. */
  readonly onLog: (line: string) => void;
}

/** Who runs a server that was joined. */
export interface ServerRunner {
  readonly pid: number;
  /** As people know it: an editor with its workspace, or a command. Undefined if it was not told. */
  readonly by: string | undefined;
}

/**
 * The child process of a dev session server, and its status. A server that crashes is restarted on the same port, with
 * the same control token and its recovery state. After several crashes in a short time, it waits before each restart, up
 * to 30 seconds. Only when it says itself that it cannot start any more, the status is `failed`; the next start goes on with
 * its recovery state then. `stop` drops that.
 */
export interface ServerProcess extends Disposable {
  readonly status: ServerStatus;
  /** Set while it is running. */
  readonly address: ServerAddress | undefined;
  /** Set while it is failed. */
  readonly problem: ServerProblem | undefined;
  /** A problem that does not stop it from running, with a way out. */
  readonly warning: string | undefined;
  /** Who runs the server, if it was not started here: it is only joined, and goes on after `stop`. */
  readonly joined?: ServerRunner | undefined;
  readonly onDidChangeWarning: Event<void>;
  readonly onDidChange: Event<ServerStatus>;
  /**
   * Starts the server. Resolves when it is running. If it already runs, nothing happens.
   * @throws ServerStartError with the problem
   */
  start(options: ServerOptions): Promise<ServerAddress>;
  /**
   * Resolves when the process has ended.
   * @param options whether the next start goes on with its recovery state; by default that is dropped
   */
  stop(options?: { readonly keepsState?: boolean }): Promise<void>;
}
