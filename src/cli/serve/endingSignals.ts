import process from 'node:process';
import { onEndingSignal } from '../onEndingSignal';

/**
 * One press of Ctrl+C may arrive twice: from the terminal, and from a program such as npm that passes it on. A second press comes
 * later than that.
 */
const SAME_MS = 500;

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
        if (this.firstAt !== undefined && now() - this.firstAt >= SAME_MS) atOnce();
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
