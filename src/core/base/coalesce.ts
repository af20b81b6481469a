import type { Disposable } from './event';

/** Starts a timer, and stops it. */
export interface Timers {
  start(run: () => void, ms: number): unknown;
  stop(timer: unknown): void;
}

/**
 * Delays a function and runs it once for all calls in the meantime. The delay begins with the first call. Nothing runs
 * after `dispose`.
 */
export class Coalesced implements Disposable {
  private timer: unknown;
  private disposed = false;

  constructor(
    private readonly timers: Timers,
    private readonly ms: number,
    private readonly run: () => void,
  ) {}

  call(): void {
    if (this.disposed || this.timer !== undefined) return;
    this.timer = this.timers.start(() => {
      this.timer = undefined;
      this.run();
    }, this.ms);
  }

  dispose(): void {
    this.disposed = true;
    if (this.timer !== undefined) this.timers.stop(this.timer);
    this.timer = undefined;
  }
}
