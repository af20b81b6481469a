import { readRefresh } from './appAnswers';
import { endStart, lookAtTokens } from './appLife';
import { endRefresh, prefix, refreshed } from './appRefresh';
import { refreshRequest } from './appRequests';
import type { AppSteps } from './appSteps';
import { answered, retry } from './calling';
import { keptAnswer } from './deviceState';
import type { Turn } from './turn';

/** Refreshes the tokens without a call. At the start of the app, it is the next attempt. */
export function* refresh(turn: Turn, source: true | { readonly late: string }): AppSteps {
  const { step, tokens, names, options, generation } = turn.state;
  const token = tokens?.refresh ?? null;
  if (token === null) throw new Error('An app without a refresh token refreshes nothing.');
  if (source !== true) {
    turn.take(step === 'Loading' ? 'loading.refreshLate' : `${prefix(turn)}.refreshLate`);
    const answer = yield refreshRequest(token, names, options);
    const held = { name: source.late, generation, call: null, access: null, ...keptAnswer(answer) };
    turn.pass(answer.at);
    turn.set({ late: [...turn.state.late, held] });
  } else if (step === 'Loading') yield* lookAtTokens(turn);
  else endRefresh(turn, yield* refreshed(turn, token));
}

/** An answer arrives that was held back. */
export function* deliver(turn: Turn, name: string): AppSteps {
  const { late, generation, step } = turn.state;
  const held = late.find((each) => each.name === name);
  if (!held) throw new Error('An answer that is not held back does not arrive.');
  turn.set({ late: late.filter((each) => each !== held) });
  if (held.generation !== generation) turn.take(step === 'Expired' ? 'expired.late' : `${prefix(turn)}.late`);
  else if (held.call !== null) yield* answered(turn, held.call, held.access, held);
  else if (step === 'Loading') endStart(turn, readRefresh(turn.state, held));
  else {
    const result = readRefresh(turn.state, held);
    const { waiting } = turn.state;
    endRefresh(turn, result);
    turn.set({ waiting: [] });
    for (const open of waiting) {
      // The refresh failed, or the session is over by now: there is nothing to send a call with.
      if (result.kind !== 'renewed' || turn.state.tokens === null) break;
      yield* retry(turn, open);
    }
  }
}
