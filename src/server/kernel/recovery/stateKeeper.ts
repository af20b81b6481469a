import type { Timers } from '../../../core/base/coalesce';
import type { Disposable } from '../../../core/base/event';
import { SystemTime } from '../clock/realTime';

// Milliseconds to wait after a change, because changes come in bursts.
const SOON_MS = 10;
/**
 * After each run, the keeper pauses 49 times as long as the run took. So it uses at most 1/50, that is 2 %, of the
 * time.
 */
const REST = 49;

/** The time by which a keeper rests. */
export interface KeeperTime extends Timers {
  /** Milliseconds since any moment. */
  now(): number;
}

/** Whoever sets the clock of the machine changes no rest. */
class SteadyTime extends SystemTime {
  override now(): number {
    return performance.now();
  }
}

/** Saves data after it has changed, using at most about 2 % of the time. */
export class StateKeeper implements Disposable {
  private timer: unknown;
  private busy = false;
  private again = false;
  private disposed = false;
  private restUntil = 0;

  /** @param keep saves the data; resolves when it is safe */
  constructor(
    private readonly keep: () => Promise<void>,
    private readonly time: KeeperTime = new SteadyTime(),
  ) {}

  changed(): void {
    if (this.busy) this.again = true;
    if (this.busy || this.timer || this.disposed) return;
    const ms = Math.max(SOON_MS, this.restUntil - this.time.now());
    this.timer = this.time.start(() => void this.run(), ms);
  }

  dispose(): void {
    this.disposed = true;
    if (this.timer !== undefined) this.time.stop(this.timer);
  }

  private async run(): Promise<void> {
    this.timer = undefined;
    this.busy = true;
    this.again = false;
    const started = this.time.now();
    try {
      await this.keep();
    } finally {
      const ended = this.time.now();
      this.restUntil = ended + REST * (ended - started);
      this.busy = false;
      if (this.again) this.changed();
    }
  }
}
