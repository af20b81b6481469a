import process from 'node:process';
import { onEndingSignal } from '../onEndingSignal';

/**
 * One press of Ctrl+C may arrive twice: from the terminal, and from a program such as npm that passes it on. A second press comes
 * later than that.
 */
export const ENDED_AT_ONCE_MS = 500;

/** What to say at a second signal. */
export const AT_ONCE = 'ended at once; what was still to be written is not written';

/** The signals that ask this process to end, from the moment at which this is made. */
export class EndingSignals {
  /** Resolves at the first one. */
  readonly first: Promise<undefined>;
  private firstAt: number | undefined;

  /**
   * @param atOnce called at the second one: what is still to be done is given up
   * @param now a monotonic clock, in milliseconds
   */
  constructor(atOnce: () => void, now: () => number = () => performance.now(), listen = onEndingSignal) {
    this.first = new Promise((resolve) => {
      listen(() => {
        if (this.firstAt !== undefined && now() - this.firstAt >= ENDED_AT_ONCE_MS) atOnce();
        this.firstAt ??= now();
        resolve(undefined);
      });
    });
  }
}

/** Ends this process now. The server ends with it. */
export function endAtOnce(code: number): never {
  return process.exit(code);
}
