import { type Exchange, type RunEntry, refusalCause } from './run';

/**
 * How a refusal is to be seen. `expected`: the scenario wanted it, and it came. `unexpected`: the step failed with it.
 * `told`: nobody has said what is expected, as of a message by hand, or nothing is decided yet.
 */
export type RefusalLook = 'expected' | 'unexpected' | 'told';

/** Whether a message was refused: by its status, by the reason that the journal gives whatever the status, or as nothing came. */
export function isRefused(message: Exchange): boolean {
  const { answer } = message;
  if (!answer) return false;
  const status = answer.answer?.status ?? 0;
  return status === 0 || status >= 400 || refusalCause(message) !== undefined;
}

/** How the refusal of a message is to be seen. Undefined when it was not refused. */
export function refusalLook({ state, byHand, step }: RunEntry, message: Exchange): RefusalLook | undefined {
  if (!isRefused(message)) return undefined;
  if (state === 'failed') return 'unexpected';
  return state === 'passed' && !byHand && step.expects ? 'expected' : 'told';
}
