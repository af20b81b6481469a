import type { Json } from '../json/json';
import type { Range } from '../json/position';
import type { JournalEntry } from '../protocol/journal';
import type { ServerState } from '../protocol/state';
import type { RunOutline } from './outline';
import type { StepKind } from './scenarioSource';
import type { ShownDevice } from './shownDevice';
import type { DeviceProblem } from './systemDevice';

/** A cookie in an actor's cookie jar. */
export interface KeptCookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly path: string;
  readonly hostOnly: boolean;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  /** Absent when the server did not specify it. */
  readonly sameSite?: 'Strict' | 'Lax' | 'None';
  /** By the actor's clock, ISO 8601. Absent for a session cookie. */
  readonly expiresAt?: string;
}

/** A cookie that an answer sets. */
export interface SetCookie {
  readonly name: string;
  readonly value: string;
  readonly path?: string;
  readonly domain?: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly sameSite?: 'Strict' | 'Lax' | 'None';
  readonly expiresAt?: string;
  /** Why the actor does not keep it, as a sentence. */
  readonly refused?: string;
}

/** Headers as they were transmitted. A name may occur several times. */
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
  /** Unique in the run and increasing. */
  readonly id: number;
  /** Index of the step. Absent for a message that was sent again by hand. */
  readonly step?: number;
  readonly from: string;
  readonly to: string;
  /** The actor whose cookies and clock were used. */
  readonly as: string;
  readonly title: string;
  /** Virtual time, ISO 8601. */
  readonly at: string;
  readonly request: SentRequest;
  /** The actor's cookies before the message. */
  readonly cookiesBefore: readonly KeptCookie[];
  /** Cookies that the browser does not send, and why. */
  readonly heldBack: readonly { readonly name: string; readonly why: string }[];
  /** Id of the message whose redirect this one follows, or that it repeats. */
  readonly follows?: number;
  readonly repeats?: number;
}

/** What an answer says in short, without secrets: where its redirect leads to, or the first words of its body. */
export interface AnswerGist {
  readonly location?: string;
  readonly words?: string;
}

export interface RunAnswer {
  /** Id of the message. */
  readonly id: number;
  /** Absent when there was no answer. */
  readonly answer?: Answer;
  /** Why there was no answer. */
  readonly problem?: string;
  readonly cookiesAfter: readonly KeptCookie[];
  /** Journal entries since the last message. */
  readonly journal: readonly JournalEntry[];
  /** Real milliseconds. */
  readonly ms: number;
  /** Only where the run is shown to somebody who looks on. */
  readonly gist?: AnswerGist;
}

/** The server's state without the journal, whose entries come with the messages. */
export type ShownState = Omit<ServerState, 'journal'>;

/** A place in a file, as plain JSON (unlike a `Step`). */
export interface RunPlace {
  readonly file: string;
  readonly range: Range;
}

/** An expectation that failed. */
export interface StepFailure {
  /** One sentence. */
  readonly message: string;
  /** Absent when nothing is compared, for example when the server does not answer. */
  readonly expected?: string;
  readonly actual?: string;
  /** Both values on as many lines as they have parts, for a diff. Only where the whole values are compared. */
  readonly compared?: { readonly expected: string; readonly actual: string };
  /** Place of the expectation, or of the step. */
  readonly place: RunPlace;
}

export interface ShownStep {
  readonly index: number;
  readonly kind: StepKind;
  readonly title: string;
  readonly from?: string;
  readonly to?: string;
  readonly over?: readonly string[];
  /** Whether the request is sent at the same moment as that of the step before. */
  readonly alongside?: true;
  /** Whether the scenario says what must come of it. */
  readonly expects?: true;
  readonly place: RunPlace;
}

export type StepVerdict = 'passed' | 'failed' | 'skipped';

export interface StepResult {
  readonly step: ShownStep;
  readonly verdict: StepVerdict;
  readonly failures: readonly StepFailure[];
  /** All journal entries of the step. */
  readonly journal: readonly JournalEntry[];
  /** Values that variables got in this step. */
  readonly taken: Readonly<Record<string, Json>>;
  readonly ms: number;
}

export type RunVerdict = 'passed' | 'failed' | 'cancelled';

/** An event of a run, in chronological order, as plain JSON. Events contain secrets: see `coveredRun`. */
export type RunEvent =
  | (RunOutline & { readonly kind: 'runStarted'; readonly url: string; readonly externalPlatformUrl: string })
  /** `at` is the virtual time, ISO 8601. Absent where nobody knows it. */
  | { readonly kind: 'stepStarted'; readonly step: ShownStep; readonly at?: string }
  | { readonly kind: 'messageSent'; readonly message: RunMessage }
  | { readonly kind: 'messageAnswered'; readonly answer: RunAnswer }
  | { readonly kind: 'stateChanged'; readonly state: ShownState }
  /** A device has changed, or refused an act. */
  | {
      readonly kind: 'deviceChanged';
      readonly actor: string;
      readonly device: ShownDevice;
      /** Ids of the rows of the transition table that were taken, in order. */
      readonly rows: readonly string[];
      readonly problem?: DeviceProblem;
    }
  | { readonly kind: 'stepEnded'; readonly result: StepResult }
  /** The current step by hand deleted the actor's cookies, or only the one of this name. */
  | { readonly kind: 'cookiesForgotten'; readonly actor: string; readonly name?: string }
  /** The step by hand that has just begun sends this message again. */
  | { readonly kind: 'sentAgain'; readonly message: number; readonly changed: boolean }
  /** The step and everything after it were taken back. The step is now the next one. */
  | { readonly kind: 'steppedBack'; readonly step: number }
  | { readonly kind: 'runEnded'; readonly verdict: RunVerdict; readonly ms: number };
