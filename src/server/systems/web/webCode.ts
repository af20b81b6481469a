import type { Trace } from '../../kernel/journal/trace';
import type { CurrentSession, HandlerAnswer, HandlerRequest } from './currentSession';

/** What a developer's code does instead of answering. */
export type CodeFailure = {
  readonly kind: 'noModule' | 'noSingleton' | 'noFunction' | 'threw' | 'timeout' | 'busy';
  /** One sentence, with the developer's own message. */
  readonly reason: string;
};

export type CodeOutcome = { readonly kind: 'answer'; readonly answer: HandlerAnswer } | CodeFailure;

/**
 * Runs the JavaScript that stands for a project's 4D classes and methods, in worker threads with a time limit. The code
 * sees `Session`, `IncomingMessage` and `OutgoingMessage` with 4D's member names, and its calls on `Session` are done at
 * once on the real session.
 */
export interface WebCode {
  /** A function of a shared singleton, for an entry of HTTPHandlers.json. */
  handler(
    className: string,
    method: string,
    request: HandlerRequest,
    current: CurrentSession,
    trace: Trace,
  ): Promise<CodeOutcome>;
  /** A project method, for `/4DACTION/<name>`. */
  action(name: string, request: HandlerRequest, current: CurrentSession, trace: Trace): Promise<CodeOutcome>;
  /** An exposed function of a singleton or of the datastore, for REST; parameters are JSON. */
  rest(
    target: { readonly className?: string; readonly method: string },
    parameters: readonly unknown[],
    request: HandlerRequest,
    current: CurrentSession,
    trace: Trace,
  ): Promise<{ readonly kind: 'result'; readonly result: unknown } | CodeFailure>;
  dispose(): Promise<void>;
}
