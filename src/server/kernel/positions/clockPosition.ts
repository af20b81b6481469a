import { DisposableStore } from '../../../core/base/disposableStore';
import type { Disposable } from '../../../core/base/event';
import { LAST_TIME } from '../clock/timeSchema';
import type { ClockSnapshot, VirtualClock } from '../clock/virtualClock';
import { checkedBy, onlyKey } from '../store/checkedBy';
import type { Space, Store } from '../store/store';

const KEY = 'position';

/** The space of the position of the clock. */
export const CLOCK: Space<ClockSnapshot> = {
  name: 'clock',
  check: checkedBy(
    {
      type: 'object',
      required: ['offsetMs'],
      additionalProperties: false,
      properties: {
        offsetMs: { type: 'integer', minimum: -LAST_TIME, maximum: LAST_TIME },
        pausedAt: { type: 'integer', minimum: 0, maximum: LAST_TIME },
      },
    },
    onlyKey(KEY),
  ),
};

/** The same space, whose check also asks the clock whether it can show the time of a position. */
export function clockSpace(clock: VirtualClock): Space<ClockSnapshot> {
  return {
    ...CLOCK,
    check: (...given) => CLOCK.check?.(...given) ?? clock.problemWith(given[0] as ClockSnapshot),
  };
}

const START: ClockSnapshot = { offsetMs: 0 };

/** Keeps the position of the clock in the store. Other listeners for moves must be added after this one. */
export class ClockPosition implements Disposable {
  private readonly subscriptions: DisposableStore;

  /** @param onError receives the error if the position cannot be written; it must not throw */
  constructor(
    private readonly store: Store,
    private readonly clock: VirtualClock,
    onError: (error: unknown) => void,
  ) {
    this.subscriptions = new DisposableStore(
      clock.onDidMove(() => {
        store.put(CLOCK, KEY, clock.snapshot()).catch(onError);
      }),
      store.follow(CLOCK, {
        replaced: (entries) => {
          let position = START;
          for (const [key, read] of entries) if (key === KEY) position = read();
          clock.restore(position);
        },
      }),
    );
  }

  /** Sets the clock to the position in the store. */
  async load(): Promise<void> {
    const position = await this.store.get(CLOCK, KEY);
    if (position) this.clock.restore(position);
  }

  dispose(): void {
    void this.subscriptions.dispose();
  }
}
