import { accessOf } from './accessBelief';
import { endReasonIn, readTokens } from './appAnswers';
import { prefix, refreshed } from './appRefresh';
import { revokeRequest, signInRequest } from './appRequests';
import type { AppSteps } from './appSteps';
import { markOf } from './deviceClock';
import { keptAnswer } from './deviceState';
import { becomeActive, expire } from './stepChanges';
import type { Turn } from './turn';

export function* login(turn: Turn, source: { readonly username: string; readonly password: string }): AppSteps {
  const { names, options } = turn.state;
  const answer = yield signInRequest(source, names, options);
  turn.pass(answer.at);
  const kept = keptAnswer(answer);
  const tokens = kept.status === 200 ? readTokens(names, kept, markOf(turn.state.clock)) : undefined;
  if (tokens) becomeActive(turn, 'expired.login', { tokens, user: source.username });
  else if (kept.status === 400 || kept.status === 401 || kept.status === 403) {
    turn.take('expired.loginRefused', { reason: endReasonIn(names, kept) ?? 'loginRefused' });
  } else turn.take('expired.loginFailed', { reason: 'offline' });
}

/** Wipes first: a person who signs out is signed out, with network or without. */
export function* logout(turn: Turn): AppSteps {
  const { tokens, names, options } = turn.state;
  expire(turn, `${prefix(turn)}.loggedOut`, 'signed_out');
  if (!options.revokeOnLogout || tokens === null) return;
  const answer = yield revokeRequest(tokens, names, options);
  turn.pass(answer.at);
}

export function* unlock(turn: Turn): AppSteps {
  const { tokens, options } = turn.state;
  turn.set({ pinTriesLeft: options.pinTries });
  if (accessOf(turn.state) === 'valid') becomeActive(turn, 'locked.unlocked');
  else if (tokens === null || tokens.refresh === null) expire(turn, 'locked.unlockRefused', 'noRefreshToken');
  else {
    const result = yield* refreshed(turn, tokens.refresh);
    if (result.kind === 'ended') expire(turn, 'locked.unlockRefused', result.reason);
    else if (result.kind === 'renewed') becomeActive(turn, 'locked.unlockedRefreshed', { tokens: result.tokens });
    else if (options.offline === 'active') becomeActive(turn, 'locked.unlockOffline', { reason: 'offline' });
    else turn.take('locked.unlockRetry', { reason: 'offline' });
  }
}

export function wrongPin(turn: Turn): void {
  const left = turn.state.pinTriesLeft - 1;
  if (left > 0) turn.take('locked.wrongPin', { pinTriesLeft: left });
  else expire(turn, 'locked.pinFailed', 'pinFailed');
}
