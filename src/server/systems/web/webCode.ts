import type { Trace } from '../../kernel/journal/trace';
import type { CodeRefusalKind, DataTarget, MethodCall } from './code/codeProtocol';
import type { CurrentSession, HandlerAnswer, HandlerRequest } from './currentSession';
import type { Page } from './pages';

/** Why a developer's code gave no answer. */
export type CodeFailure = {
  readonly kind: 'noModule' | CodeRefusalKind | 'timeout' | 'busy' | 'left' | 'memory';
  /** One sentence, which includes the message of the developer's own error. */
  readonly reason: string;
  /** 4D's own text and number for the client, where they are known. */
  readonly error?: { readonly message: string; readonly errCode?: number };
  /** The option that sets the limit. */
  readonly option?: string;
  /** Seconds after which the client may try again. */
  readonly retryAfter?: number;
};

export type CodeOutcome =
  | {
      readonly kind: 'answer';
      readonly answer: HandlerAnswer;
      /** The file that is sent in place of the body. */
      readonly page?: Page;
    }
  | CodeFailure;

/** The request that code runs for. */
export interface CodeCaller {
  readonly request: HandlerRequest;
  readonly current: CurrentSession;
  readonly trace: Trace;
  /** Aborted when the client leaves. */
  readonly signal: AbortSignal;
}

/** An exposed function: of a singleton with a class name, of a dataclass, or else of the datastore. */
export interface RestTarget {
  readonly className?: string;
  readonly data?: DataTarget;
  readonly method: string;
}

/** The whole JSON that REST answers with, or the message that the function returned. `isNothing` and `unsayable`: see `CodeResult`. */
export type RestOutcome =
  | { readonly kind: 'result'; readonly json: string; readonly isNothing?: boolean; readonly unsayable?: string }
  | CodeOutcome;

/**
 * Runs the JavaScript that stands for a project's 4D classes and methods. It runs in processes of its own, with limits.
 * The code uses `Session`, `IncomingMessage` and `OutgoingMessage` with 4D's member names. Its calls on `Session`
 * change the real session immediately.
 */
export interface WebCode {
  /** Calls a function of a shared singleton, for an entry of HTTPHandlers.json. */
  handler(className: string, method: string, caller: CodeCaller): Promise<CodeOutcome>;
  /** Calls a project method, for `/4DACTION/<name>/<parameter>`. The parameter is empty when there is none. */
  action(name: string, parameter: string, caller: CodeCaller): Promise<CodeOutcome>;
  /**
   * Calls a method for the server itself: a database method, or a project method that a tag names.
   * @returns undefined when the project has nothing of this name. What is no module is a failure.
   */
  method(call: Omit<MethodCall, 'kind'>, caller: CodeCaller): Promise<RestOutcome | undefined>;
  /** Whether the project has a database method of this name, or a thing in its place that cannot be one. */
  hasDatabaseMethod(name: string): Promise<boolean>;
  /** Calls an exposed function, for REST. Parameters are JSON. */
  rest(target: RestTarget, parameters: readonly unknown[], caller: CodeCaller): Promise<RestOutcome>;
  /** Call this after a snapshot filled the store, or a reset emptied it, while the server runs. */
  restored(): Promise<void>;
  dispose(): Promise<void>;
}
