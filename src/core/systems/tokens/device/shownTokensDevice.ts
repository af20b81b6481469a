import type { DeviceTimer, ShownDevice } from '../../../scenario/shownDevice';
import { accessOf } from './accessBelief';
import { ACT_NAMES, refusalOf } from './actRefusal';
import { goesOn, msSince } from './deviceClock';
import type { DeviceState } from './deviceState';
import { nextRows } from './nextRows';
import { inactivityLeft, Turn } from './turn';

/** What a person sees of a device and may know of it: nothing of the tokens but what the app believes. */
export function shownTokensDevice(then: DeviceState, at: number): ShownDevice {
  const turn = new Turn(then);
  turn.pass(at);
  const { state } = turn;
  const { clock, step, hidden, reason, user, tokens, pinTriesLeft, late } = state;
  return {
    at: new Date(at).toISOString(),
    state: step,
    hidden,
    process: step === 'Start' ? 'killed' : 'running',
    power: clock.asleep ? 'asleep' : 'awake',
    screen: screenOf(state),
    ...(reason !== null && { reason }),
    timers: [inactivityTimer(state), backgroundTimer(state)],
    clocks: {
      wall: new Date(clock.at + clock.ahead).toISOString(),
      elapsedMs: clock.elapsed,
      uptimeMs: clock.uptime,
      boot: clock.boot,
    },
    ...(user !== null && { user }),
    ...(typeof tokens?.session === 'string' && { session: tokens.session }),
    access: accessOf(state),
    ...(step === 'Locked' && { pinTriesLeft }),
    ...(late.length > 0 && { late: late.map(({ name }) => name) }),
    choices: ACT_NAMES.map((act) => {
      const refused = refusalOf(state, act);
      return refused === undefined ? { act } : { act, refused };
    }),
    nextRows: nextRows(state),
  };
}

const SCREENS = { Start: 'home', Loading: 'splash', Active: 'content', Locked: 'lock', Expired: 'signIn' } as const;

function screenOf({ clock, hidden, step }: DeviceState): ShownDevice['screen'] {
  if (clock.asleep) return 'off';
  return hidden ? 'cover' : SCREENS[step];
}

function inactivityTimer(state: DeviceState): DeviceTimer {
  const { step, clock, hidden, inactivity, options } = state;
  const left = inactivityLeft(state);
  const { inactivityMs } = options;
  if (inactivityMs === null) return { name: 'inactivity', state: 'off' };
  const limited = { name: 'inactivity', limitMs: inactivityMs } as const;
  if (step !== 'Active' || inactivity === null || left === null) return { ...limited, state: 'off' };
  const timer = { ...limited, leftMs: Math.max(0, left) };
  if (inactivity.since === null || !goesOn(clock, options.clock)) return { ...timer, state: 'paused' };
  // A process in the background is suspended: its timer is over when it comes back, and not before.
  const ends = hidden ? {} : { endsAt: new Date(clock.at + left).toISOString() };
  return { ...timer, state: 'running', ...ends };
}

function backgroundTimer({ step, clock, left, options }: DeviceState): DeviceTimer {
  const { backgroundMs } = options;
  if (backgroundMs === null) return { name: 'background', state: 'off' };
  const timer = { name: 'background', limitMs: backgroundMs } as const;
  if (step !== 'Active') return { ...timer, state: 'off' };
  if (left === null) return { ...timer, state: 'paused', leftMs: backgroundMs };
  const untilEnd = backgroundMs - msSince(left, clock, options.clock);
  const leftMs = Math.max(0, untilEnd);
  if (!goesOn(clock, options.clock)) return { ...timer, state: 'paused', leftMs };
  return { ...timer, state: 'running', leftMs, endsAt: new Date(clock.at + untilEnd).toISOString() };
}
