import type { Disposable, Event } from '../../../core/base/event';
import type { ClockState } from '../../../core/protocol/clockState';

/** All time of the server goes through this; nothing else reads the real clock to decide what is over. */
export interface Clock {
  /** Virtual milliseconds since 1970. */
  now(): number;
  /** Runs once when virtual time has reached `at`, also when it was moved past it; in the order of their deadlines. */
  schedule(at: number, run: () => void): Disposable;
  state(): ClockState;
  readonly onDidMove: Event<ClockState>;
}
