import type { Disposable, Event } from '../../../core/base/event';
import type { ClockState } from '../../../core/protocol/clockState';

/** The virtual clock. The server takes all its times from it, and decides by it alone what has expired. */
export interface Clock {
  /** Virtual milliseconds since 1970. */
  now(): number;
  /**
   * Runs a function once, when virtual time reaches `at` or jumps past it. Functions run in the order of their times.
   * @param at virtual milliseconds since 1970
   */
  schedule(at: number, run: () => void): Disposable;
  state(): ClockState;
  readonly onDidMove: Event<ClockState>;
}
