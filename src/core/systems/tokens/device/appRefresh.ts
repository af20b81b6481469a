import type { EndReason } from '../endReason';
import { type RefreshResult, readRefresh } from './appAnswers';
import { refreshRequest } from './appRequests';
import type { AppSteps } from './appSteps';
import type { DeviceReason } from './deviceReason';
import { keptAnswer } from './deviceState';
import { expire } from './stepChanges';
import type { Turn } from './turn';

/** Sends a refresh and reads the answer. The rows are the caller's. */
export function* refreshed(turn: Turn, refresh: string): AppSteps<RefreshResult> {
  const { names, options } = turn.state;
  const answer = yield refreshRequest(refresh, names, options);
  turn.pass(answer.at);
  return readRefresh(turn.state, keptAnswer(answer));
}

/** What a refresh in `Active` or `Locked` came to. */
export function endRefresh(turn: Turn, result: RefreshResult): void {
  switch (result.kind) {
    case 'renewed':
      turn.take(`${prefix(turn)}.refreshed`, { tokens: result.tokens, ...saying(turn, null) });
      break;
    case 'failed':
      turn.take(`${prefix(turn)}.refreshFailed`, saying(turn, 'offline'));
      break;
    case 'ended':
      endAsTold(turn, result.reason);
  }
}

/** The session is over, as the app has learned in `Active` or `Locked`. */
export function endAsTold(turn: Turn, reason: EndReason | 'unknown' | 'noRefreshToken'): void {
  expire(turn, `${prefix(turn)}.${ROW_OF_REASON[reason] ?? 'invalidGrant'}`, reason);
}

/** What the screen says beside the content. A lock screen goes on to say why it is there. */
export function saying({ state }: Turn, reason: DeviceReason | null): { readonly reason?: DeviceReason | null } {
  return state.step === 'Active' ? { reason } : {};
}

/** First part of the ids of the rows from the present state. */
export function prefix({ state }: Turn): 'active' | 'locked' {
  return state.step === 'Locked' ? 'locked' : 'active';
}

type EndRow = 'passwordChanged' | 'terminated' | 'elsewhere' | 'absolute';

/** Ends with a row of their own in the table. */
const ROW_OF_REASON: Readonly<Partial<Record<DeviceReason, EndRow>>> = {
  password_changed: 'passwordChanged',
  terminated_by_user: 'terminated',
  terminated_by_admin: 'terminated',
  signed_in_elsewhere: 'elsewhere',
  absolute_timeout: 'absolute',
};
