import { accessOf } from './accessBelief';
import { jumpMs } from './actRefusal';
import type { RefreshResult } from './appAnswers';
import { refreshed } from './appRefresh';
import type { AppSteps } from './appSteps';
import { markOf, rebooted } from './deviceClock';
import { enter, expire, freshTimer, wasAwayTooLong } from './stepChanges';
import { inactivityLeft, type Turn } from './turn';

export function* launch(turn: Turn): AppSteps {
  turn.relaunch();
  yield* lookAtTokens(turn);
}

/** Nothing is shown before the app has looked at its tokens. */
export function* lookAtTokens(turn: Turn): AppSteps {
  const { tokens } = turn.state;
  const access = accessOf(turn.state);
  if (tokens === null) expire(turn, 'loading.none', 'none');
  else if (access === 'valid') enter(turn, 'loading.valid', 'loading.validLocked');
  else if (tokens.refresh === null) expire(turn, 'loading.none', 'noRefreshToken');
  else endStart(turn, yield* refreshed(turn, tokens.refresh));
}

/** What the answer to the refresh of a start means. */
export function endStart(turn: Turn, result: RefreshResult): void {
  switch (result.kind) {
    case 'renewed':
      enter(turn, 'loading.refreshed', 'loading.refreshedLocked', { tokens: result.tokens });
      break;
    case 'ended':
      expire(turn, 'loading.invalidGrant', result.reason);
      break;
    case 'failed':
      if (turn.state.options.offline === 'retry') turn.take('loading.offlineRetry', { reason: 'offline' });
      else enter(turn, 'loading.offlineActive', 'loading.offlineLocked');
  }
}

export function touch(turn: Turn): void {
  const { step } = turn.state;
  if (step === 'Active') turn.take('active.touch', { inactivity: freshTimer(turn.state), reason: null });
  if (step === 'Locked') turn.take('locked.touch');
}

export function hide(turn: Turn): void {
  const { step, clock, options, inactivity } = turn.state;
  const leftMs = inactivityLeft(turn.state);
  if (step === 'Active') {
    const stopped = leftMs === null || !options.pauseInBackground ? inactivity : { since: null, leftMs };
    turn.take('active.background', { hidden: true, left: markOf(clock), inactivity: stopped });
  } else if (step === 'Locked') turn.take('locked.background', { hidden: true });
  else turn.set({ hidden: true });
}

/** Decides what the first screen is before anything is shown. */
export function comeBack(turn: Turn): void {
  const { step } = turn.state;
  turn.set({ hidden: false });
  if (step === 'Locked') turn.take('locked.foreground');
  if (step !== 'Active') return;
  if (wasAwayTooLong(turn.state)) {
    turn.set({ left: null });
    turn.lock('active.backgroundLimit', 'away');
    return;
  }
  const leftMs = inactivityLeft(turn.state);
  if (leftMs !== null && leftMs <= 0) {
    turn.set({ left: null });
    turn.lock('active.inactivity', 'inactive');
    return;
  }
  turn.take('active.foreground', { left: null, inactivity: returnedTimer(turn) });
}

function returnedTimer({ state }: Turn): typeof state.inactivity {
  const { inactivity, options, clock } = state;
  if (inactivity === null || !options.pauseInBackground) return inactivity;
  return options.onReturn === 'restart' ? freshTimer(state) : { ...inactivity, since: markOf(clock) };
}

/** A screen that goes dark sends the app in front to the background. */
export function sleep(turn: Turn): void {
  const { step, hidden } = turn.state;
  const inFront = step !== 'Start' && !hidden;
  if (inFront) hide(turn);
  turn.set({ clock: { ...turn.state.clock, asleep: true }, frontAtWake: inFront });
}

export function wake(turn: Turn): void {
  const { frontAtWake, clock } = turn.state;
  turn.set({ clock: { ...clock, asleep: false }, frontAtWake: false });
  if (frontAtWake) comeBack(turn);
}

export function reboot(turn: Turn): void {
  turn.endProcess();
  turn.set({ clock: rebooted(turn.state.clock) });
}

export function jumpClock(turn: Turn, text: string): void {
  const { clock } = turn.state;
  turn.set({ clock: { ...clock, ahead: clock.ahead + (jumpMs(text) ?? 0) } });
  turn.lockIfInactive();
}

/** Removes the app and installs it anew. On some platforms its tokens are still there. */
export function forget(turn: Turn): void {
  turn.endProcess();
  const { options, tokens, generation } = turn.state;
  turn.set({
    endedIn: null,
    tokens: options.tokensSurvive ? tokens : null,
    user: null,
    locked: false,
    left: null,
    pinTriesLeft: options.pinTries,
    generation: generation + 1,
  });
}
