import type { Json } from '../json/json';
import type { Range } from '../json/position';
import type { JournalEntry } from '../protocol/journal';
import type { ServerState } from '../protocol/state';
import type { RunOutline } from './outline';
import type { StepKind } from './scenarioSource';

/** A cookie as an actor keeps it. */
export interface KeptCookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly path: string;
  readonly hostOnly: boolean;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  /** Absent when the server said none. */
  readonly sameSite?: 'Strict' | 'Lax' | 'None';
  /** By the clock of the actor, ISO 8601; absent for the time of the browser's run. */
  readonly expiresAt?: string;
}

/** A cookie as an answer sets it. */
export interface SetCookie {
  readonly name: string;
  readonly value: string;
  readonly path?: string;
  readonly domain?: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly sameSite?: 'Strict' | 'Lax' | 'None';
  readonly expiresAt?: string;
  /** Why the actor does not keep it, in a sentence. */
  readonly refused?: string;
}

/** Headers as they went over the wire; a name may come more than once. */
export type Headers = readonly (readonly [name: string, value: string])[];

export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly body: string;
  readonly setCookies: readonly SetCookie[];
}

/** A message that was really sent: an HTTP request, or one hop of it when redirects are followed. */
export interface RunMessage {
  /** Grows from message to message of a run; never used again. */
  readonly id: number;
  /** Index of the step; absent for one that is sent again by hand. */
  readonly step?: number;
  readonly from: string;
  readonly to: string;
  /** The actor whose cookies and clock were used. */
  readonly as: string;
  readonly title: string;
  /** Virtual time, ISO 8601. */
  readonly at: string;
  readonly request: SentRequest;
  /** Cookies of the actor before it. */
  readonly cookiesBefore: readonly KeptCookie[];
  /** Names of cookies that the browser keeps back, and why. */
  readonly heldBack: readonly { readonly name: string; readonly why: string }[];
  /** The message whose redirect it follows, or that it repeats. */
  readonly follows?: number;
  readonly repeats?: number;
}

export interface RunAnswer {
  /** Of the message. */
  readonly id: number;
  /** Absent when there was none. */
  readonly answer?: Answer;
  /** Why there was none. */
  readonly problem?: string;
  readonly cookiesAfter: readonly KeptCookie[];
  /** What the server wrote down meanwhile. */
  readonly journal: readonly JournalEntry[];
  /** Real milliseconds. */
  readonly ms: number;
}

/** What the server holds; the journal comes with the messages. */
export type ShownState = Omit<ServerState, 'journal'>;

/** A place in a file; plain JSON, unlike a `Step`. */
export interface RunPlace {
  readonly file: string;
  readonly range: Range;
}

/** What is not as it must be. */
export interface StepFailure {
  /** One sentence. */
  readonly message: string;
  /** Absent where nothing is compared, such as a server that does not answer. */
  readonly expected?: string;
  readonly actual?: string;
  /** Of the expectation, or of the step. */
  readonly place: RunPlace;
}

export interface ShownStep {
  readonly index: number;
  readonly kind: StepKind;
  readonly title: string;
  readonly from?: string;
  readonly to?: string;
  readonly over?: readonly string[];
  readonly place: RunPlace;
}

export type StepVerdict = 'passed' | 'failed' | 'skipped';

export interface StepResult {
  readonly step: ShownStep;
  readonly verdict: StepVerdict;
  readonly failures: readonly StepFailure[];
  /** Everything that the server wrote down in it. */
  readonly journal: readonly JournalEntry[];
  /** Values that variables got. */
  readonly taken: Readonly<Record<string, Json>>;
  readonly ms: number;
}

export type RunVerdict = 'passed' | 'failed' | 'cancelled';

/** What happens in a run, as it happens; plain JSON. It has secrets in it: see `coveredRun`. */
export type RunEvent =
  | (RunOutline & { readonly kind: 'runStarted'; readonly url: string; readonly externalPlatformUrl: string })
  | { readonly kind: 'stepStarted'; readonly step: ShownStep }
  | { readonly kind: 'messageSent'; readonly message: RunMessage }
  | { readonly kind: 'messageAnswered'; readonly answer: RunAnswer }
  | { readonly kind: 'stateChanged'; readonly state: ShownState }
  | { readonly kind: 'stepEnded'; readonly result: StepResult }
  /** The step by hand that is under way made an actor forget its cookies, or the one of this name. */
  | { readonly kind: 'cookiesForgotten'; readonly actor: string; readonly name?: string }
  /** The step by hand that was begun just now sends this message once more. */
  | { readonly kind: 'sentAgain'; readonly message: number; readonly changed: boolean }
  /** What came after the step and its messages never was; the step comes next. */
  | { readonly kind: 'steppedBack'; readonly step: number }
  | { readonly kind: 'runEnded'; readonly verdict: RunVerdict; readonly ms: number };
