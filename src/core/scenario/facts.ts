import type { JournalEntry } from '../protocol/journal';
import type { Mail } from '../protocol/outbox';
import type { Json, WebSession } from '../protocol/web';
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

/** The web sessions that a state tells of, if its server has any. */
export function webSessionsOf({ web }: ShownState): readonly WebSession[] {
  return web?.sessions ?? [];
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
