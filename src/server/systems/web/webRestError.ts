import type { FastifyReply } from 'fastify';

/**
 * Answers an error as 4D's REST server does. Codes and statuses of most errors are not published. The texts `Cannot
 * find singleton` and `Cannot find singleton function` are 4D's (docs/facts/4d-web.md#request-handlers).
 */
export function sendRestError(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply.code(status).send({ __ERROR: [{ message }] });
}
