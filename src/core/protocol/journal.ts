import type { ReasonKind } from './reasonCode';

/** Which part of the server answered: an emulated system by its name, the control API, or the server itself. */
export type FaceName = SystemFaceName | 'control' | 'server';

/** Name of an emulated system. The protocol itself knows none of them. */
type SystemFaceName = string & {};

/** Who sent the request, as far as known. */
export interface JournalActor {
  /** Address of the peer. Empty if it is not known, or if there is none. */
  readonly ip: string;
  readonly session?: string;
  readonly email?: string;
  /** Name of the user, in a system whose users have names. */
  readonly user?: string;
  /** Name that a login asked for which was refused. Who sent it is this user perhaps. */
  readonly asked?: string;
  readonly device?: string;
  readonly application?: string;
  readonly userAgent?: string;
}

/** The option that decided so. Its user can change it if another answer is wanted. */
export interface JournalRemedy {
  /** Name of the option of the server, such as `web.bodyMb`. */
  readonly option: string;
  /** The value to set, where one is sensible. For an option that is a list, what to add to it. */
  readonly value?: string | number | boolean;
}

/** One reason in the chain of reasons for an answer. The first one comes first. */
export interface JournalCause {
  /** Reason code such as `mobile.session.pending`. Scenarios and tests compare it. */
  readonly rule: string;
  readonly kind: ReasonKind;
  /** One English sentence that says what the rule found. */
  readonly message: string;
  readonly remedy?: JournalRemedy;
}

/** One thing that has changed. */
export interface JournalChange {
  /** What changed: `mobileSession`, `sessionFile`, `mail`, `clock`, `fault`, `webSession`, `otp`… */
  readonly kind: string;
  readonly id: string;
  readonly change: 'created' | 'changed' | 'removed';
  /** In a few words: `status: pending → accepted`. */
  readonly detail?: string;
}

/** A request or an answer in the journal. */
export interface JournalMessage {
  /** Lower-case names. Secrets are redacted. */
  readonly headers: Readonly<Record<string, string>>;
  /** The text as sent, redacted and cut to a maximum length. Absent if there is no body, or if it is no text. */
  readonly body?: string;
  readonly bodyBytes: number;
}

/**
 * Stands for the method and the URL if what arrived was no HTTP request, as in the logs of web servers, or if nothing
 * arrived: a session has ended because its time is over.
 */
export const NO_REQUEST = '-';

/** One answer, and the reasons for it. Or what happened without a request, such as the end of a session by time. */
export interface JournalEntry {
  /** Increases by one with each entry and is never reused. */
  readonly id: number;
  /** Virtual time, ISO 8601. */
  readonly at: string;
  readonly face: FaceName;
  readonly actor: JournalActor;
  /** `NO_REQUEST` if no HTTP request arrived. */
  readonly method: string;
  /** Path and query as sent, redacted. `NO_REQUEST` if no HTTP request arrived. */
  readonly url: string;
  /** Method and pattern, such as `POST /mobileapp/$authenticate`. Absent for an unknown route. */
  readonly route?: string;
  readonly request: JournalMessage;
  /** 0 if no answer was sent: because of a fault, because the client closed the connection, or because nothing was asked. */
  readonly status: number;
  readonly response: JournalMessage;
  /** Duration in real milliseconds. */
  readonly ms: number;
  readonly causes: readonly JournalCause[];
  readonly changes: readonly JournalChange[];
  /** Names of the cookies that the answer sets. */
  readonly cookies: readonly string[];
}

/** Whether an entry tells what happened in an emulated system without a request. */
export function happenedByItself({ method, face }: JournalEntry): boolean {
  return method === NO_REQUEST && face !== 'server';
}

/** Answer of `GET /_workbench/v1/journal?after=ID&limit=N`. */
export interface JournalPage {
  readonly entries: readonly JournalEntry[];
  /** How many entries after `after` were dropped already. The journal is bounded. */
  readonly dropped: number;
  /** Whether more entries follow the last one here. */
  readonly more: boolean;
}

/** Whether what answers in place of a dev server can be one. Any other program may answer there, and anything. */
export function isJournalPage(answer: unknown): answer is JournalPage {
  const page = answer as Partial<JournalPage> | null | undefined;
  return Array.isArray(page?.entries) && typeof page.dropped === 'number';
}
