import type { DeviceActSource, DeviceActSources } from '../../../scenario/systemDevice';
import { parseDuration } from '../../../server/duration';
import { accessOf } from './accessBelief';
import type { ProblemName } from './deviceProblems';
import type { AppCall } from './deviceSource';
import { type DeviceState, isRefreshing } from './deviceState';

export type ActName = keyof DeviceActSources;

/** The names of all acts, in the order in which people look for them. */
export const ACT_NAMES = [
  'launch',
  'login',
  'touch',
  'call',
  'refresh',
  'background',
  'foreground',
  'unlock',
  'wrongPin',
  'logout',
  'kill',
  'sleep',
  'wake',
  'reboot',
  'jumpClock',
  'deliver',
  'forget',
] as const satisfies readonly ActName[];

/** What an act is about, as far as it decides whether it is possible. */
export type ActDetail = { readonly [K in ActName]?: DeviceActSources[K] };

/** Which problem an act would have. undefined: it is possible. */
export function refusalOf(state: DeviceState, name: ActName, detail: ActDetail = {}): ProblemName | undefined {
  return REFUSALS[name](state, detail);
}

export function actNameOf(act: DeviceActSource): ActName {
  const [name] = ACT_NAMES.filter((each) => each in act);
  if (name === undefined) throw new Error(`There is no such act: ${Object.keys(act).join(', ')}.`);
  return name;
}

type Refusal = (state: DeviceState, detail: ActDetail) => ProblemName | undefined;

const REFUSALS: Readonly<Record<ActName, Refusal>> = {
  launch: (state) => (state.step === 'Start' ? asleep(state) : 'launchWhileRunning'),
  kill: ({ step }) => (step === 'Start' ? 'appNotRunning' : undefined),
  background: (state) => running(state) ?? (state.hidden ? 'backgroundWhileHidden' : undefined),
  foreground: (state) => running(state) ?? (state.hidden ? undefined : 'foregroundWhileShown'),
  touch: inFront,
  unlock: (state, { unlock }) =>
    inFront(state) ??
    otherThanLocked(state, 'unlock') ??
    (unlock === 'biometric' && !state.options.biometrics ? 'noBiometrics' : undefined) ??
    (accessOf(state) === 'expired' ? refreshUnderWay(state) : undefined),
  wrongPin: (state) => inFront(state) ?? otherThanLocked(state, 'wrongPin'),
  sleep: ({ clock }) => (clock.asleep ? 'sleepWhileAsleep' : undefined),
  wake: ({ clock }) => (clock.asleep ? undefined : 'wakeWhileAwake'),
  reboot: () => undefined,
  jumpClock: (_, { jumpClock }) => (jumpClock === undefined ? undefined : impossibleJump(jumpClock)),
  login: (state) => {
    const { step } = state;
    if (step === 'Loading' || step === 'Active' || step === 'Locked') return inFront(state) ?? `loginWhile${step}`;
    return inFront(state);
  },
  logout: (state) => {
    const { step } = state;
    return inFront(state) ?? (step === 'Loading' || step === 'Expired' ? `logoutWhile${step}` : undefined);
  },
  call: (state, { call }) => {
    const { step } = state;
    return (
      running(state) ??
      (step === 'Loading' || step === 'Expired' ? `callWhile${step}` : undefined) ??
      nameTaken(state, typeof call === 'object' ? call : undefined)
    );
  },
  refresh: (state, { refresh }) =>
    running(state) ??
    (state.step === 'Expired' ? 'refreshWhileExpired' : undefined) ??
    (state.tokens?.refresh == null ? 'noRefreshToken' : undefined) ??
    refreshUnderWay(state) ??
    nameTaken(state, typeof refresh === 'object' ? refresh : undefined),
  deliver: (state, { deliver }) =>
    running(state) ??
    (state.late.some(({ name }) => deliver === undefined || name === deliver) ? undefined : 'noSuchAnswer'),
  forget: asleep,
};

function asleep({ clock }: DeviceState): ProblemName | undefined {
  return clock.asleep ? 'deviceAsleep' : undefined;
}

function running(state: DeviceState): ProblemName | undefined {
  return state.step === 'Start' ? 'appNotRunning' : asleep(state);
}

function inFront(state: DeviceState): ProblemName | undefined {
  return running(state) ?? (state.hidden ? 'appHidden' : undefined);
}

function otherThanLocked({ step }: DeviceState, act: 'unlock' | 'wrongPin'): ProblemName | undefined {
  return step === 'Loading' || step === 'Active' || step === 'Expired' ? `${act}While${step}` : undefined;
}

function refreshUnderWay(state: DeviceState): ProblemName | undefined {
  return state.options.sharedRefresh && isRefreshing(state) ? 'refreshUnderWay' : undefined;
}

function nameTaken({ late }: DeviceState, call: Pick<AppCall, 'late'> | undefined): ProblemName | undefined {
  return call?.late !== undefined && late.some(({ name }) => name === call.late) ? 'lateNameTaken' : undefined;
}

/** The problem of a jump by no time, or by zero. */
export function impossibleJump(text: string): ProblemName | undefined {
  return jumpMs(text) === undefined ? 'noSuchJump' : undefined;
}

/** Milliseconds of a jump such as `-1h`. undefined: it is none. */
export function jumpMs(text: string): number | undefined {
  const [, sign, length = ''] = /^\s*([+-]?)(.*)$/s.exec(text) ?? [];
  const ms = parseDuration(length);
  if (ms === undefined || ms === 0) return undefined;
  return sign === '-' ? -ms : ms;
}
