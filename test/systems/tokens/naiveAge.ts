import type { ClockKind } from '../../../src/core/systems/tokens/device/deviceSource';

/** How many seconds old something is, by each clock. It is counted, second by second. */
export class Age {
  wall = 0;
  elapsed = 0;
  uptime = 0;
  /** As `elapsed`, but a reboot makes it the time since then. */
  sinceBoot = 0;

  by(clock: ClockKind): number {
    return clock === 'larger' ? Math.max(this.wall, this.sinceBoot) : this[clock];
  }
}
