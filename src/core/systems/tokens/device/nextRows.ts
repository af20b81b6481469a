import { accessOf } from './accessBelief';
import { type ActName, refusalOf } from './actRefusal';
import { type DeviceState, isRefreshing } from './deviceState';
import { mustLock, wasAwayTooLong } from './stepChanges';
import { type RowId, TRANSITION_TABLE } from './transitionTable';
import { inactivityLeft } from './turn';

/** Ids of the rows that one act, or time, can take next from here. */
export function nextRows(state: DeviceState): readonly RowId[] {
  const from = state.step === 'Start' ? (state.endedIn ?? 'Start') : state.step;
  return TRANSITION_TABLE.filter((row) => row.from === from && isNext(state, row.id)).map(({ id }) => id);
}

/** The last part of an id. The rows from `Active` and `Locked` that have the same one mean the same. */
type Tail<I extends string> = I extends `${string}.${infer T}` ? T : never;
type Condition = (state: DeviceState) => boolean;

function isNext(state: DeviceState, id: RowId): boolean {
  const tail = id.slice(id.indexOf('.') + 1) as Tail<RowId>;
  if (state.step === 'Start') return (tail === 'launch' || tail === 'relaunch') && can(state, 'launch');
  return state.step === 'Loading' ? LOADING[tail]?.(state) === true : CONDITIONS[tail](state);
}

const never: Condition = () => false;
const callOrDeliver: Condition = (state) => can(state, 'call') || (can(state, 'deliver') && hasLateCall(state));
const refreshOrDeliver: Condition = (state) => can(state, 'refresh') || (can(state, 'deliver') && isRefreshing(state));
/** A call that is refused is followed by a refresh, unless one is under way. */
const callWithRefresh: Condition = (state) => callOrDeliver(state) && state.tokens?.refresh != null && !isShared(state);
/** A refresh can be by itself, or follow a call. */
const anyRefresh: Condition = (state) => refreshOrDeliver(state) || callWithRefresh(state);
const retries: Condition = (state) =>
  callWithRefresh(state) || (state.waiting.length > 0 && can(state, 'deliver') && isRefreshing(state));
const comesBack: Condition = (state) => can(state, 'foreground') || (state.clock.asleep && state.frontAtWake);
const unlocks = (access: 'valid' | 'expired'): Condition => {
  return (state) => can(state, 'unlock') && accessOf(state) === access;
};
const unlocksBy = (offline: 'retry' | 'active'): Condition => {
  return (state) => unlocks('expired')(state) && state.options.offline === offline;
};
const signsIn: Condition = (state) => can(state, 'login');

const CONDITIONS: Readonly<Record<Tail<RowId>, Condition>> = {
  // These are rows from `Loading` and `Start`.
  launch: never,
  relaunch: never,
  none: never,
  valid: never,
  validLocked: never,
  refreshedLocked: never,
  offlineRetry: never,
  offlineActive: never,
  offlineLocked: never,
  touch: (state) => can(state, 'touch'),
  inactivity: (state) => {
    const { inactivity, hidden, clock } = state;
    return (
      (inactivity !== null && !hidden && !clock.asleep) ||
      (comesBack(state) && isInactive(state) && !wasAwayTooLong(state))
    );
  },
  background: ({ hidden, clock }) => !hidden && !clock.asleep,
  foreground: (state) => comesBack(state) && (state.step === 'Locked' || !(wasAwayTooLong(state) || isInactive(state))),
  backgroundLimit: (state) => comesBack(state) && wasAwayTooLong(state),
  answered: callOrDeliver,
  forbidden: callOrDeliver,
  offline: callOrDeliver,
  foreign: callOrDeliver,
  retried: retries,
  retriedNewer: (state) => can(state, 'deliver') && hasLateCall(state, true),
  joined: (state) => callOrDeliver(state) && isShared(state),
  loop: (state) => retries(state) && state.options.loopGuard === 'error',
  loopExpired: (state) => retries(state) && state.options.loopGuard === 'expired',
  refreshed: refreshOrDeliver,
  refreshFailed: anyRefresh,
  refreshLate: (state) => can(state, 'refresh'),
  // Without a refresh token, a refused call ends the session, too.
  invalidGrant: (state) => anyRefresh(state) || (callOrDeliver(state) && state.tokens?.refresh == null),
  passwordChanged: anyRefresh,
  terminated: anyRefresh,
  elsewhere: anyRefresh,
  absolute: anyRefresh,
  loggedOut: (state) => can(state, 'logout'),
  late: (state) => can(state, 'deliver') && state.late.some(({ generation }) => generation !== state.generation),
  unlocked: unlocks('valid'),
  unlockedRefreshed: unlocks('expired'),
  unlockRefused: unlocks('expired'),
  unlockRetry: unlocksBy('retry'),
  unlockOffline: unlocksBy('active'),
  wrongPin: (state) => can(state, 'wrongPin') && state.pinTriesLeft > 1,
  pinFailed: (state) => can(state, 'wrongPin') && state.pinTriesLeft === 1,
  login: signsIn,
  loginRefused: signsIn,
  loginFailed: signsIn,
};

/** A start that waits for its next attempt. */
const LOADING: Readonly<Partial<Record<Tail<RowId>, Condition>>> = {
  valid: (state) => looks(state, 'valid') && !mustLock(state),
  validLocked: (state) => looks(state, 'valid') && mustLock(state),
  refreshed: (state) => refreshes(state) && !mustLock(state),
  refreshedLocked: (state) => refreshes(state) && mustLock(state),
  invalidGrant: (state) => refreshes(state),
  offlineRetry: (state) => refreshes(state) && state.options.offline === 'retry',
  offlineActive: (state) => refreshes(state) && state.options.offline === 'active' && !mustLock(state),
  offlineLocked: (state) => refreshes(state) && state.options.offline === 'active' && mustLock(state),
  refreshLate: (state) => can(state, 'refresh'),
};

/** A timer that goes on in the background can be over before the app comes back. */
function isInactive(state: DeviceState): boolean {
  const left = inactivityLeft(state);
  return left !== null && left <= 0;
}

function looks(state: DeviceState, access: 'valid' | 'expired'): boolean {
  return can(state, 'refresh') && accessOf(state) === access;
}

function refreshes(state: DeviceState): boolean {
  return looks(state, 'expired') || (can(state, 'deliver') && isRefreshing(state));
}

function isShared(state: DeviceState): boolean {
  return state.options.sharedRefresh && isRefreshing(state);
}

/** Whether the answer to a call of this session is held back; `older`: one that was sent with an earlier token. */
function hasLateCall({ late, generation, tokens }: DeviceState, older = false): boolean {
  return late.some(
    ({ call, access, ...each }) =>
      call !== null && each.generation === generation && (!older || (access !== null && access !== tokens?.access)),
  );
}

function can(state: DeviceState, act: ActName): boolean {
  return refusalOf(state, act) === undefined;
}
