import type { ShownDevice } from '../../../scenario/shownDevice';
import { msSince } from './deviceClock';
import type { DeviceState } from './deviceState';

/** What the app believes about its access token: it can only go by its own clock. */
export function accessOf({ tokens, clock, options }: DeviceState): ShownDevice['access'] {
  if (tokens === null) return 'none';
  const { since, livesMs } = tokens;
  return livesMs !== null && msSince(since, clock, options.clock) >= livesMs ? 'expired' : 'valid';
}
