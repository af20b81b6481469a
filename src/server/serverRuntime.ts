import type { VirtualClock } from './kernel/clock/virtualClock';
import type { Limits } from './kernel/http/limits';
import type { StateFiles } from './kernel/recovery/stateLog';
import type { StartMessage } from './kernel/start/childProtocol';
import type { Store } from './kernel/store/store';

/** What several servers have together. */
export interface SharedState {
  readonly clock: VirtualClock;
  readonly store: Store;
}

/** What a server needs besides the options of its user. */
export interface ServerRuntime {
  /** Writes a line to the log. Lines hold no secrets. */
  readonly log: (line: string) => void;
  /** Control token and ports of the server that crashed. They are used again. */
  readonly before?: StartMessage['before'];
  /**
   * Open files with the recovery state of the server that crashed. It is restored, and the new recovery state is
   * written there.
   */
  readonly stateFiles?: StateFiles;
  /** Called with the reason when the recovery state cannot be written, and with undefined when it can be again. */
  readonly onTrouble?: (trouble: string | undefined) => void;
  /**
   * Clock and store of several servers, so that they have one state. The caller disposes of both. By default, a server has
   * its own.
   */
  readonly shared?: SharedState;
  /** Override `LIMITS`. */
  readonly limits?: Partial<Limits>;
  /** Absolute path of the folder `media` of this program, for the languages of the start page. English alone without it. */
  readonly media?: string;
  /** Absolute path of the folder for backups of overwritten files. Defaults to the user's state folder. */
  readonly backups?: string;
}
