import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 10;

/**
 * The longest pause of the event loop of this process. It is a figure for people: on a busy machine it is long, and nothing
 * is wrong.
 */
export class EventLoopPauses {
  private readonly monitor = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

  constructor() {
    this.monitor.enable();
  }

  /** Milliseconds since the last call. */
  longest(): number {
    // It measures from one tick to the next.
    const ms = Math.max(0, Math.round(this.monitor.max / 1e6) - RESOLUTION_MS);
    this.monitor.reset();
    return ms;
  }

  /** Does what is not to be measured. */
  without<T>(work: () => T): T {
    this.monitor.disable();
    try {
      return work();
    } finally {
      this.monitor.enable();
    }
  }
}
