import type { ShownDevice } from '../core/scenario/shownDevice';

/** The clocks of a device now. They go on from where they were when the device was shown. */
export interface DeviceNow {
  /** What the device shows as date and time, milliseconds since 1970. */
  readonly wall: number;
  readonly elapsedMs: number;
  readonly uptimeMs: number;
}

/** @param now virtual time, milliseconds since 1970 */
export function deviceNow({ at, clocks, power }: ShownDevice, now: number): DeviceNow {
  const passed = power === 'off' ? 0 : Math.max(0, now - Date.parse(at));
  return {
    wall: Date.parse(clocks.wall) + passed,
    elapsedMs: clocks.elapsedMs + passed,
    uptimeMs: clocks.uptimeMs + (power === 'awake' ? passed : 0),
  };
}
