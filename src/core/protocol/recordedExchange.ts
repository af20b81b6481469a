import type { FaceName } from './journal';

/** Headers as sent. Names are in lower case, and a name may occur more than once. */
export type RawHeaderPairs = readonly (readonly [name: string, value: string])[];

/** A request or an answer, with its secrets. */
export interface RecordedMessage {
  readonly headers: RawHeaderPairs;
  /** Absent if there is no body, or if it is no text. */
  readonly body?: string;
}

/** One request and its answer, with all secrets. It is meant only for the user who recorded it. */
export interface RecordedExchange {
  /** Virtual time, ISO 8601. */
  readonly at: string;
  readonly face: FaceName;
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly request: RecordedMessage;
  /** 0 if no answer was sent. */
  readonly status: number;
  readonly response: RecordedMessage;
  /** Whether it is a login although its path does not say so. */
  readonly login?: true;
}

/** Answer of `POST` and `GET /_workbench/v1/recording`. */
export interface RecordingState {
  readonly on: boolean;
  /**
   * The exchanges since recording was last switched on, oldest first. They are of the public faces and the external
   * platform.
   */
  readonly exchanges: readonly RecordedExchange[];
  /** How many exchanges were not kept, for lack of room. */
  readonly dropped: number;
}
