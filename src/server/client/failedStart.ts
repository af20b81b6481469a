import type { ServerProblem } from '../../core/protocol/serverProblem';
import { ServerStartError } from '../kernel/start/startErrors';

/** Why a process did not become a server. */
export interface StartCause {
  /**
   * `said`: it said itself why it cannot. `killed`: it was ended from outside, which says nothing about the next start.
   * `state`: what the server had before the crash cannot be taken up.
   */
  readonly kind: 'said' | 'killed' | 'state';
  /** For a sentence. */
  readonly how: string;
  /** How many bytes of heap it might have, if its engine ended it while it took up what the server had. */
  readonly heapLimit?: number;
}

/** One process did not become a server. */
export class FailedStart extends ServerStartError {
  constructor(
    problem: ServerProblem,
    readonly why: StartCause,
  ) {
    super(problem);
    this.name = 'FailedStart';
  }
}
