import type { ReasonKind } from './reasonCode';

/** Which part of the server answered: an emulated system by its name, the control API, or the server itself. */
export type Face = SystemFaceName | 'control' | 'server';

/** Name of an emulated system; the protocol knows none of them. */
type SystemFaceName = string & {};

/** Who asked, as far as it became known. */
export interface JournalActor {
  /** Address of the peer. */
  readonly ip: string;
  readonly session?: string;
  readonly email?: string;
  readonly device?: string;
  readonly application?: string;
  readonly userAgent?: string;
}

/** One link of the chain that led to an answer, first to last. */
export interface JournalCause {
  /** Stable name such as `mobile.session.pending`: scenarios and tests compare it. */
  readonly rule: string;
  readonly kind: ReasonKind;
  /** One sentence in English: what the rule found. */
  readonly message: string;
}

/** One thing that is different after the answer. */
export interface JournalChange {
  /** What changed: `mobileSession`, `sessionFile`, `mail`, `clock`, `fault`, `webSession`, `otp`… */
  readonly kind: string;
  readonly id: string;
  readonly change: 'created' | 'changed' | 'removed';
  /** In a few words: `status: pending → accepted`. */
  readonly detail?: string;
}

export interface JournalMessage {
  /** Lower-case names. Secrets are redacted. */
  readonly headers: Readonly<Record<string, string>>;
  /** The text as it was sent, redacted, cut to so many characters. Absent when there was none, or it is no text. */
  readonly body?: string;
  readonly bodyBytes: number;
}

/** What stands for method and URL of what was refused before it was a request, as in the logs of web servers. */
export const NO_REQUEST = '-';

/** One answer and why it was given. */
export interface JournalEntry {
  /** Grows by one from entry to entry; never used again. */
  readonly id: number;
  /** Virtual time, ISO 8601. */
  readonly at: string;
  readonly face: Face;
  readonly actor: JournalActor;
  /** `NO_REQUEST` where what came was none. */
  readonly method: string;
  /** Path and query as asked, secrets redacted; `NO_REQUEST` where what came was no request. */
  readonly url: string;
  /** `POST /mobileapp/$authenticate`; absent for an unknown one. */
  readonly route?: string;
  readonly request: JournalMessage;
  /** 0 when no answer was sent: a fault, or a client that went away. */
  readonly status: number;
  readonly response: JournalMessage;
  /** Real milliseconds. */
  readonly ms: number;
  readonly causes: readonly JournalCause[];
  readonly changes: readonly JournalChange[];
  /** Names of the cookies that the answer sets. */
  readonly cookies: readonly string[];
}

/** Answer of `GET /_workbench/v1/journal?after=ID&limit=N`. */
export interface JournalPage {
  readonly entries: readonly JournalEntry[];
  /** Entries after `after` that are gone already: the journal is bounded. */
  readonly dropped: number;
  /** Whether there are more after the last of `entries`. */
  readonly more: boolean;
}
