import type { IsOfServer } from '../../../scenario/systemDevice';
import { accessOf } from './accessBelief';
import { endAsTold, endRefresh, prefix, refreshed, saying } from './appRefresh';
import { callRequest } from './appRequests';
import type { AppSteps } from './appSteps';
import type { AppCall } from './deviceSource';
import { isRefreshing, keptAnswer, type LateAnswer, type OpenCall } from './deviceState';
import { expire } from './stepChanges';
import type { Turn } from './turn';

/**
 * A call with the interceptor that every such app has: a refusal is followed by one refresh and one more attempt. What
 * goes elsewhere than to the API has no token with it, and a refusal there is followed by nothing.
 */
export function* call(turn: Turn, source: string | AppCall, isOfServer: IsOfServer): AppSteps {
  const { method, url, json, late } = typeof source === 'string' ? { url: source } : source;
  const open: OpenCall = {
    method: method ?? null,
    url,
    json: json === undefined ? null : JSON.stringify(json),
  };
  const isSigned = isOfServer(url);
  const isAhead = isSigned && turn.state.options.refreshAhead && accessOf(turn.state) === 'expired';
  if (isAhead && !(yield* refreshedAhead(turn, open))) return;
  const { tokens, generation } = turn.state;
  if (tokens === null) throw new Error('An app without tokens calls nothing.');
  const access = isSigned ? tokens.access : null;
  const answer = yield callRequest(open, access, false);
  turn.pass(answer.at);
  if (late === undefined) {
    yield* answered(turn, open, access, keptAnswer(answer));
    return;
  }
  // Only the status counts. What an API answers can be private, and is not kept.
  const { status } = keptAnswer(answer);
  const held: LateAnswer = { name: late, generation, call: open, access, status, body: '' };
  turn.set({ late: [...turn.state.late, held] });
}

/**
 * Refreshes tokens that are over before they are sent.
 * @returns whether the call can be sent
 */
function* refreshedAhead(turn: Turn, open: OpenCall): AppSteps<boolean> {
  const { tokens, options, waiting } = turn.state;
  if (options.sharedRefresh && isRefreshing(turn.state)) {
    turn.take(`${prefix(turn)}.joined`, { waiting: [...waiting, open] });
    return false;
  }
  // Without a refresh token, the server has the last word.
  if (tokens?.refresh == null) return true;
  const result = yield* refreshed(turn, tokens.refresh);
  endRefresh(turn, result);
  return result.kind === 'renewed';
}

/** What the app does with an answer. */
export function* answered(
  turn: Turn,
  open: OpenCall,
  access: string | null,
  { status }: Pick<LateAnswer, 'status'>,
  isNew = false,
): AppSteps {
  const from = prefix(turn);
  if (access === null) turn.take(`${from}.foreign`);
  else if (status === null || status >= 500) turn.take(`${from}.offline`, saying(turn, 'offline'));
  else if (status === 403) turn.take(`${from}.forbidden`, saying(turn, 'forbidden'));
  else if (status !== 401) turn.take(`${from}.answered`, saying(turn, null));
  else if (isNew) endLoop(turn);
  else yield* unauthorized(turn, open, access);
}

function* unauthorized(turn: Turn, open: OpenCall, access: string): AppSteps {
  const { tokens, options, waiting } = turn.state;
  if (tokens !== null && tokens.access !== access) {
    turn.take(`${prefix(turn)}.retriedNewer`);
    yield* sendAgain(turn, open, false);
  } else if (options.sharedRefresh && isRefreshing(turn.state)) {
    turn.take(`${prefix(turn)}.joined`, { waiting: [...waiting, open] });
  } else if (tokens === null || tokens.refresh === null) endAsTold(turn, 'noRefreshToken');
  else {
    const result = yield* refreshed(turn, tokens.refresh);
    if (result.kind === 'ended') endAsTold(turn, result.reason);
    else if (result.kind === 'failed') turn.take(`${prefix(turn)}.refreshFailed`, saying(turn, 'offline'));
    else {
      turn.set({ tokens: result.tokens });
      yield* retry(turn, open);
    }
  }
}

/** Sends a call once more after a refresh. */
export function* retry(turn: Turn, open: OpenCall): AppSteps {
  turn.take(`${prefix(turn)}.retried`);
  yield* sendAgain(turn, open, true);
}

function* sendAgain(turn: Turn, open: OpenCall, isNew: boolean): AppSteps {
  const access = turn.state.tokens?.access;
  if (access === undefined) return;
  const answer = yield callRequest(open, access, true);
  turn.pass(answer.at);
  yield* answered(turn, open, access, keptAnswer(answer), isNew);
}

/** New tokens that are refused are no reason to ask for newer ones, again and again. */
function endLoop(turn: Turn): void {
  const reason = 'unauthorizedAfterRefresh';
  if (turn.state.options.loopGuard === 'expired') expire(turn, `${prefix(turn)}.loopExpired`, reason);
  else turn.take(`${prefix(turn)}.loop`, saying(turn, reason));
}
