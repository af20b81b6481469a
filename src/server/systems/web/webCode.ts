import type { Trace } from '../../kernel/journal/trace';
import type { CurrentSession, HandlerAnswer, HandlerRequest } from './currentSession';

/** Why a developer's code gave no answer. */
export type CodeFailure = {
  readonly kind: 'noModule' | 'noSingleton' | 'noFunction' | 'threw' | 'timeout' | 'busy';
  /** One sentence, which includes the message of the developer's own error. */
  readonly reason: string;
};

export type CodeOutcome = { readonly kind: 'answer'; readonly answer: HandlerAnswer } | CodeFailure;

/**
 * Runs the JavaScript that stands for a project's 4D classes and methods. It runs in worker threads with a time limit.
 * The code uses `Session`, `IncomingMessage` and `OutgoingMessage` with 4D's member names. Its calls on `Session`
 * change the real session immediately.
 */
export interface WebCode {
  /** Calls a function of a shared singleton, for an entry of HTTPHandlers.json. */
  handler(
    className: string,
    method: string,
    request: HandlerRequest,
    current: CurrentSession,
    trace: Trace,
  ): Promise<CodeOutcome>;
  /** Calls a project method, for `/4DACTION/<name>`. */
  action(name: string, request: HandlerRequest, current: CurrentSession, trace: Trace): Promise<CodeOutcome>;
  /** Calls an exposed function of a singleton or of the datastore, for REST. The parameters are JSON. */
  rest(
    target: { readonly className?: string; readonly method: string },
    parameters: readonly unknown[],
    request: HandlerRequest,
    current: CurrentSession,
    trace: Trace,
  ): Promise<{ readonly kind: 'result'; readonly result: unknown } | CodeFailure>;
  /** Call this after a snapshot filled the store, or a reset emptied it, while the server runs. */
  restored(): Promise<void>;
  dispose(): Promise<void>;
}
