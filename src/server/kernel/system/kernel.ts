import type { Clock } from '../clock/clock';
import type { Outbox } from '../outbox/outbox';
import type { Random } from '../random/random';
import type { Store } from '../store/store';

/** What every face is built on. */
export interface Kernel {
  readonly clock: Clock;
  readonly random: Random;
  readonly store: Store;
  readonly outbox: Outbox;
  /** For what goes wrong without an answer to say it in; never secrets. */
  readonly log: (message: string) => void;
}
