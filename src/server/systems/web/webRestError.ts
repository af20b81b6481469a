import type { FastifyReply } from 'fastify';
import type { JournalRemedy } from '../../../core/protocol/journal';
import { note, type WebRefusalRule } from './note';

/** One error as 4D's REST server tells it. */
interface RestError {
  readonly message: string;
  readonly componentSignature?: string;
  readonly errCode?: number;
}

/**
 * Refuses a request as 4D's REST server does, and adds the reason to the journal. Codes and statuses of most errors are
 * not published. The texts `Cannot find singleton` and `Cannot find singleton function` are 4D's
 * (docs/facts/4d-web.md#request-handlers).
 * @param told what the journal says instead of the sentence of the rule
 * @param remedy the option that decided so
 */
export function sendRestError(
  reply: FastifyReply,
  rule: WebRefusalRule,
  status: number,
  error: string | RestError,
  told?: string,
  remedy?: JournalRemedy,
): FastifyReply {
  note(reply.request.trace, rule, told, remedy);
  return reply.code(status).send({ __ERROR: [typeof error === 'string' ? { message: error } : error] });
}
