import type { FastifyContextConfig } from 'fastify';
import type { Trace } from '../journal/trace';
import type { Refusal } from './refusal';

/** Adds to the journal what is known only after the entry of a request was written. */
export interface SecondEntry {
  /** The answer broke off after its begin, which the first entry tells, was sent. */
  broke(refusal: Refusal): void;
  learned(tell: (trace: Trace) => void): void;
}

/** What the server notes about a request, from its first hook to its answer. */
export class Handling {
  /** Real time at which the request arrived, as `performance.now()`. */
  readonly since = performance.now();
  /** The body as it arrived, if it was read. */
  sent: Buffer | undefined = undefined;
  /** Whether the journal has the request. */
  isRecorded = false;
  /** Whether the answer is to be dropped, and the connection closed. */
  answerIsLost = false;
  /** Adds a second entry to the journal. Undefined before the first one is there. */
  second: SecondEntry | undefined = undefined;

  constructor(
    /** The config of the route. Fastify creates the object around it again for each access, so it is kept here. */
    readonly config: FastifyContextConfig,
    /** Pattern of the route; undefined if there is no route. */
    readonly pattern: string | undefined,
  ) {}

  /** Tells of an answer in the entry of its request, or in a second one when that was written already. */
  tell(trace: Trace, tell: (trace: Trace) => void): void {
    if (this.second) this.second.learned(tell);
    else tell(trace);
  }
}
