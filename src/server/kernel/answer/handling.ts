import type { FastifyContextConfig } from 'fastify';

/** What the server notes of a request from its first hook to its answer. */
export class Handling {
  /** Real time at which the request came, as `performance.now()`. */
  readonly since = performance.now();
  /** The body as it came, where it was read. */
  sent: Buffer | undefined = undefined;
  /** The journal has it. */
  isRecorded = false;
  /** What is answered is to be thrown away, with the connection. */
  answerIsLost = false;

  constructor(
    /** Of the route. Fastify makes the object that it is in anew each time it is asked. */
    readonly config: FastifyContextConfig,
    /** Pattern of the route; undefined when there is none. */
    readonly pattern: string | undefined,
  ) {}
}
