import type { Json } from '../json/json';
import { parseJson } from '../json/parseJson';
import type { JournalEntry } from '../protocol/journal';
import type { Mail } from '../protocol/mail';
import type { AnySlice, SystemSlice } from '../server/systemSlice';
import type { Answer, KeptCookie, SentRequest, ShownState } from './runEvents';
import type { ShownDevice } from './shownDevice';
import type { DeviceProblem } from './systemDevice';

/** What is known of a device after a step. */
export interface DeviceFacts {
  readonly shown: ShownDevice;
  /** Ids of the rows of the transition table that the step took, in order. */
  readonly rows: readonly string[];
  /** Why the act of the step was refused. */
  readonly problem?: DeviceProblem;
}

/** The run context: everything that an expectation is compared with. */
export interface Facts {
  /** The answer to a request, or of the control API to an event. Undefined when there was no answer. */
  readonly answer?: Answer;
  /** The body of the answer, parsed once. Undefined when it is not JSON. */
  readonly bodyJson: () => Json | undefined;
  readonly request?: SentRequest;
  /** The URL that answered, after redirects. */
  readonly url?: string;
  /** Cookies that the actor has for that URL. */
  readonly kept: readonly KeptCookie[];
  readonly journal: readonly JournalEntry[];
  readonly state: ShownState;
  /** Mails that were caught during this step. */
  readonly mails: readonly Mail[];
  /** Text of a file in the MobileApps folder. Undefined when there is no such file. */
  readonly file: (path: string) => string | undefined;
  /** The devices, by actor. */
  readonly devices: ReadonlyMap<string, DeviceFacts>;
  /** The actor of the step, if it has a device. */
  readonly device?: string;
}

/** Every valid one-time passcode of any system. Each of them is a secret. */
export function passcodesIn({ systems }: ShownState, slices: readonly AnySlice[]): string[] {
  return slices.flatMap((each) => {
    const { name, passcodes } = each as SystemSlice;
    const slice = systems[name];
    return slice ? passcodes(slice) : [];
  });
}

/** The value that a JSON Pointer names. Undefined when there is none. */
export function pointedValue(value: unknown, parts: readonly string[]): Json | undefined {
  let at = value;
  for (const part of parts) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    at = (at as Record<string, unknown>)[part];
  }
  return at as Json | undefined;
}

/** Values of a header, in the order in which they were received. */
export function headerValues(headers: Answer['headers'], name: string): string[] {
  return headers.filter(([each]) => each.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
}

/** Parses JSON. Undefined when the text is not JSON. */
export function parsedJson(text: string): Json | undefined {
  try {
    return parseJson(text) as Json;
  } catch {
    return undefined;
  }
}

/** The session that the latest answer was about. */
export function sessionInJournal({ journal }: Facts): string | undefined {
  return journal.findLast(({ actor }) => actor.session !== undefined)?.actor.session;
}
