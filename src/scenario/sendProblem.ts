import { counted } from '../core/base/counted';
import type { WaysOut } from './runRules';
import { HEADER_LIMIT, InterimAnswersError, LargeBodyError, LateAnswerError } from './sendHttp';

/** What a request was sent with. */
interface SendLimits {
  readonly limitMs: number;
  readonly mostBytes: number;
  /** Whether the headers of the answer had come. */
  readonly hasBegun: boolean;
  readonly waysOut: WaysOut;
}

/** Why there was no whole answer. `isCut` says whether a limit of the run ended it. */
export function sendProblem(
  error: Error & { code?: string },
  { limitMs, mostBytes, hasBegun, waysOut }: SendLimits,
): { readonly problem: string; readonly isCut?: true } {
  if (error instanceof LateAnswerError) {
    const what = hasBegun ? 'The answer had no end' : 'There was no answer';
    const wait = `${counted(limitMs / 1000, 'second')}, as long as a step waits`;
    return { problem: `${what} within ${wait}; ${waysOut.answerMs}.`, ...(hasBegun && { isCut: true }) };
  }
  if (error instanceof LargeBodyError) {
    const most = counted(mostBytes, 'byte');
    return {
      problem: `The body of the answer was cut off: of all answers of a step, ${most} are read; ${waysOut.answerBytes}.`,
      isCut: true,
    };
  }
  if (error instanceof InterimAnswersError) {
    return { problem: `The answer was cut off, as ${error.message}; let the server send fewer.`, isCut: true };
  }
  if (error.code === 'HPE_HEADER_OVERFLOW' || error.code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') {
    return {
      problem: `The answer was cut off, as its headers have more than ${counted(HEADER_LIMIT, 'byte')} (HEADER_LIMIT); send fewer or shorter ones.`,
      isCut: true,
    };
  }
  if (error.code === 'ECONNRESET') return { problem: 'The connection was ended without an answer.' };
  if (error.code === 'ECONNREFUSED') return { problem: 'Nobody listens there.' };
  return { problem: `The request could not be sent: ${error.message}` };
}
