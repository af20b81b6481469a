import type { Face } from './journal';

/** Headers as they went over the wire; lower-case names, a name may come more than once. */
export type RawHeaderPairs = readonly (readonly [name: string, value: string])[];

export interface RecordedMessage {
  readonly headers: RawHeaderPairs;
  /** Absent when there was none, or it is no text. */
  readonly body?: string;
}

/** One request and its answer with everything in it, secrets too: for whoever recorded it, and for nobody else. */
export interface RecordedExchange {
  /** Virtual time, ISO 8601. */
  readonly at: string;
  readonly face: Face;
  readonly method: string;
  /** Path and query as asked. */
  readonly url: string;
  readonly request: RecordedMessage;
  /** 0 when no answer was sent. */
  readonly status: number;
  readonly response: RecordedMessage;
}

/** Answer of `POST` and `GET /_workbench/v1/recording`. */
export interface RecordingState {
  readonly on: boolean;
  /** Oldest first, of the public faces and of the stand-in for an external platform; since it was last switched on. */
  readonly exchanges: readonly RecordedExchange[];
  /** How many more there were than are kept. */
  readonly dropped: number;
}
