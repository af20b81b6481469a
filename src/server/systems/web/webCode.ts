import type { Trace } from '../../kernel/journal/trace';
import type { CurrentSession, HandlerAnswer, HandlerRequest } from './currentSession';

/** Why a developer's code gave no answer. */
export type CodeFailure = {
  readonly kind:
    | 'noModule'
    | 'noSingleton'
    | 'noFunction'
    | 'threw'
    | 'timeout'
    | 'busy'
    | 'left'
    | 'memory'
    | 'tooLarge';
  /** One sentence, which includes the message of the developer's own error. */
  readonly reason: string;
  /** Seconds after which the client may try again. */
  readonly retryAfter?: number;
};

export type CodeOutcome = { readonly kind: 'answer'; readonly answer: HandlerAnswer } | CodeFailure;

/** The request that code runs for. */
export interface CodeCaller {
  readonly request: HandlerRequest;
  readonly current: CurrentSession;
  readonly trace: Trace;
  /** Aborted when the client leaves. */
  readonly signal: AbortSignal;
}

/**
 * Runs the JavaScript that stands for a project's 4D classes and methods. It runs in processes of its own, with limits.
 * The code uses `Session`, `IncomingMessage` and `OutgoingMessage` with 4D's member names. Its calls on `Session`
 * change the real session immediately.
 */
export interface WebCode {
  /** Calls a function of a shared singleton, for an entry of HTTPHandlers.json. */
  handler(className: string, method: string, caller: CodeCaller): Promise<CodeOutcome>;
  /** Calls a project method, for `/4DACTION/<name>`. */
  action(name: string, caller: CodeCaller): Promise<CodeOutcome>;
  /** Calls an exposed function of a singleton or of the datastore, for REST. Parameters and result are JSON. */
  rest(
    target: { readonly className?: string; readonly method: string },
    parameters: readonly unknown[],
    caller: CodeCaller,
  ): Promise<{ readonly kind: 'result'; readonly json: string } | CodeFailure>;
  /** Call this after a snapshot filled the store, or a reset emptied it, while the server runs. */
  restored(): Promise<void>;
  dispose(): Promise<void>;
}
