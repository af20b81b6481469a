import type { Json } from '../json/json';
import type { JournalEntry } from '../protocol/journal';
import type { Mail } from '../protocol/outbox';
import type { Answer, KeptCookie, SentRequest, ShownState } from './runEvents';

/** All that an expectation is held against. */
export interface Facts {
  /** Of a request, or what the control API said to an event; undefined when there was no answer. */
  readonly answer?: Answer;
  readonly request?: SentRequest;
  /** The address that answered, after redirects. */
  readonly url?: string;
  /** Cookies that the actor keeps for that address. */
  readonly kept: readonly KeptCookie[];
  readonly journal: readonly JournalEntry[];
  readonly state: ShownState;
  /** Mails that were caught in this step. */
  readonly mails: readonly Mail[];
  /** Text of a file in the MobileApps folder; undefined when there is none. */
  readonly file: (path: string) => string | undefined;
}

/** Every one-time passcode that is alive, of whatever system: each is a secret. */
export function passcodesIn({ systems }: ShownState): string[] {
  return [...membersNamed('otp', systems)].filter((each) => typeof each === 'string');
}

function* membersNamed(name: string, value: unknown): Generator<unknown> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, each] of Object.entries(value)) {
    if (key === name) yield each;
    else yield* membersNamed(name, each);
  }
}

/** The value that a JSON Pointer names; undefined when there is none. */
export function valueAt(value: unknown, parts: readonly string[]): Json | undefined {
  let at = value;
  for (const part of parts) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    at = (at as Record<string, unknown>)[part];
  }
  return at as Json | undefined;
}

/** Values of a header, in the order in which they came. */
export function headerValues(headers: Answer['headers'], name: string): string[] {
  return headers.filter(([each]) => each.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
}

/** A text as JSON; undefined when it is none. */
export function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The session that the youngest answer was about. */
export function sessionInJournal({ journal }: Facts): string | undefined {
  return journal.findLast(({ actor }) => actor.session !== undefined)?.actor.session;
}
