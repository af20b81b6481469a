import type { ClockKind } from './deviceSource';

/** The clocks of a device. All numbers are milliseconds. */
export type DeviceClock = {
  /** Virtual time of the server up to which time has passed. */
  readonly at: number;
  /** How much the wall clock is ahead of the server's virtual time. */
  readonly ahead: number;
  /** Since the start of the device, with sleep. */
  readonly elapsed: number;
  /** Since the start of the device, without sleep. */
  readonly uptime: number;
  /** How often the device was started. */
  readonly boot: number;
  readonly asleep: boolean;
};

/** What an app stores to find out later how much time has passed. */
export type ClockMark = {
  readonly wall: number;
  readonly elapsed: number;
  readonly uptime: number;
  readonly boot: number;
};

export function startedClock(at: number): DeviceClock {
  return { at, ahead: 0, elapsed: 0, uptime: 0, boot: 1, asleep: false };
}

/** Time passes. The virtual clock of the server may be set back. A monotonic clock then stands still. */
export function passed(clock: DeviceClock, at: number): DeviceClock {
  const ms = Math.max(0, at - clock.at);
  return { ...clock, at, elapsed: clock.elapsed + ms, uptime: clock.uptime + (clock.asleep ? 0 : ms) };
}

export function rebooted(clock: DeviceClock): DeviceClock {
  return { ...clock, elapsed: 0, uptime: 0, boot: clock.boot + 1, asleep: false };
}

export function markOf({ at, ahead, elapsed, uptime, boot }: DeviceClock): ClockMark {
  return { wall: at + ahead, elapsed, uptime, boot };
}

/**
 * How many milliseconds have passed since a mark, as an app finds out that trusts one kind of clock. Each kind but
 * `larger` is naive on purpose: the wall clock can be set, and the others begin anew at each start of the device.
 * docs/facts/tokens.md#clocks-of-devices
 */
export function msSince(mark: ClockMark, clock: DeviceClock, kind: ClockKind): number {
  const wall = clock.at + clock.ahead - mark.wall;
  // After a reboot nobody knows how long the device was off, but it has been on for this long.
  const elapsed = mark.boot === clock.boot ? clock.elapsed - mark.elapsed : clock.elapsed;
  switch (kind) {
    case 'wall':
      return wall;
    case 'elapsed':
      return clock.elapsed - mark.elapsed;
    case 'uptime':
      return clock.uptime - mark.uptime;
    case 'larger':
      return Math.max(wall, elapsed);
  }
}

/** Whether a clock of this kind goes on now. */
export function goesOn(clock: DeviceClock, kind: ClockKind): boolean {
  return !(clock.asleep && kind === 'uptime');
}
