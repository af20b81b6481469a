import type { Disposable } from '../../../core/base/event';

// Changes come in bursts.
const SOON_MS = 10;
/** So many times longer than it took is nothing done: 1 in 50 is the 2 % that keeping may cost. */
const REST = 49;

/** Keeps a copy of what may be lost, after each change, but never for more than about a fiftieth of the time. */
export class StateKeeper implements Disposable {
  private timer: NodeJS.Timeout | undefined;
  private busy = false;
  private again = false;
  private disposed = false;
  private restUntil = 0;

  /** @param keep resolves when the copy is safe */
  constructor(private readonly keep: () => Promise<void>) {}

  changed(): void {
    if (this.busy) this.again = true;
    if (this.busy || this.timer || this.disposed) return;
    const ms = Math.max(SOON_MS, this.restUntil - performance.now());
    this.timer = setTimeout(() => void this.run(), ms).unref();
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
  }

  private async run(): Promise<void> {
    this.timer = undefined;
    this.busy = true;
    this.again = false;
    const started = performance.now();
    try {
      await this.keep();
    } finally {
      const ended = performance.now();
      this.restUntil = ended + REST * (ended - started);
      this.busy = false;
      if (this.again) this.changed();
    }
  }
}
