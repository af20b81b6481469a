import type { FastifyContextConfig } from 'fastify';
import type { Refusal } from './refusal';

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
  /**
   * Adds a second entry to the journal: the answer broke off after its begin, which the first entry tells, was sent.
   * Undefined before that.
   */
  broke: ((refusal: Refusal) => void) | undefined = undefined;

  constructor(
    /** The config of the route. Fastify creates the object around it again for each access, so it is kept here. */
    readonly config: FastifyContextConfig,
    /** Pattern of the route; undefined if there is no route. */
    readonly pattern: string | undefined,
  ) {}
}
