import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';

/** A call that has this header gets the reason codes of its answer in a header of the same name. */
export const REASONS_HEADER = 'Session-Workbench-Reasons';

/**
 * Tells the client why it is answered so, if it asks. A client of a real runtime does not ask, and its answers are as
 * they were seen. Only codes are told: a message may have something from the request in it.
 */
export function tellReasons(
  { headers, trace }: FastifyRequest,
  reply: FastifyReply,
  _payload: unknown,
  done: HookHandlerDoneFunction,
): void {
  if (headers[REASONS_HEADER.toLowerCase()] !== undefined) {
    reply.header(REASONS_HEADER, trace.causes.map(({ rule }) => rule).join(', '));
  }
  done();
}
