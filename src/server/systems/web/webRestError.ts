import type { FastifyReply } from 'fastify';

/**
 * Answers an error in the envelope of 4D's REST server. Codes and statuses of most errors are not published; `Cannot find
 * singleton` and `Cannot find singleton function` are 4D's words (docs/facts/4d-web.md#request-handlers).
 */
export function sendRestError(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply.code(status).send({ __ERROR: [{ message }] });
}
