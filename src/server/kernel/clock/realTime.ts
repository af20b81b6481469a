import type { Timers } from '../../../core/base/coalesce';

/** The real time on which a virtual clock is based. */
export interface RealTime extends Timers {
  /** Real milliseconds since 1970. */
  now(): number;
}

/** The time of the machine. Its timers do not keep the process alive. */
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
