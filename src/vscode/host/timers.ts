import type { Timers } from '../../core/base/coalesce';

/** Node's timers, in the form that core expects. */
export const nodeTimers: Timers = {
  start: (run, ms) => setTimeout(run, ms),
  stop: (timer) => clearTimeout(timer as NodeJS.Timeout),
};
