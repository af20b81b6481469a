import type { Timers } from '../../../core/base/coalesce';

/** What a virtual clock stands on. */
export interface RealTime extends Timers {
  /** Real milliseconds since 1970. */
  now(): number;
}

/** The machine's own time. Its timers do not keep a process alive. */
export class SystemTime implements RealTime {
  now(): number {
    return Date.now();
  }

  start(run: () => void, ms: number): NodeJS.Timeout {
    return setTimeout(run, ms).unref();
  }

  stop(timer: NodeJS.Timeout): void {
    clearTimeout(timer);
  }
}
