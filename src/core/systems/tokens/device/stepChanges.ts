import { markOf, msSince } from './deviceClock';
import type { DeviceReason } from './deviceReason';
import type { DeviceState } from './deviceState';
import type { RowId } from './transitionTable';
import type { DeviceChange, Turn } from './turn';

/** Rows that end in `Active`: the app shows its content. */
export function becomeActive(turn: Turn, id: RowId, change: DeviceChange = {}): void {
  const { hidden, clock } = turn.state;
  turn.take(id, {
    reason: null,
    locked: false,
    ...change,
    // An answer can make an app active that is in the background.
    left: hidden ? markOf(clock) : null,
    inactivity: freshTimer(turn.state),
  });
}

/** Rows that end in `Expired`: what the app has of the session is wiped. */
export function expire(turn: Turn, id: RowId, reason: DeviceReason): void {
  const { generation, options } = turn.state;
  turn.take(id, {
    reason,
    tokens: null,
    user: null,
    locked: false,
    left: null,
    inactivity: null,
    waiting: [],
    pinTriesLeft: options.pinTries,
    generation: generation + 1,
  });
}

/** Rows that end a start: `active` shows content, unless something asks for a lock. */
export function enter(turn: Turn, active: RowId, locked: RowId, change: DeviceChange = {}): void {
  turn.set(change);
  const { state } = turn;
  if (mustLock(state)) turn.lock(locked, wasAwayTooLong(state) ? 'away' : 'started');
  else becomeActive(turn, active);
}

/** Whether a start must not show content before an unlock. */
export function mustLock(state: DeviceState): boolean {
  return state.locked || state.options.lockOnStart || wasAwayTooLong(state);
}

export function wasAwayTooLong({ left, clock, options }: DeviceState): boolean {
  const { backgroundMs } = options;
  return left !== null && backgroundMs !== null && msSince(left, clock, options.clock) > backgroundMs;
}

/** A timer from its beginning. It is stopped while the app is in the background, unless the app does not stop it. */
export function freshTimer({ hidden, clock, options }: DeviceState): DeviceState['inactivity'] {
  if (options.inactivityMs === null) return null;
  const stopped = hidden && options.pauseInBackground;
  return { since: stopped ? null : markOf(clock), leftMs: options.inactivityMs };
}
