import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { nextTurn } from '../slices/inSlices';
import { jsonPieces } from '../slices/jsonPieces';

/**
 * Answers with plain data as JSON. A long answer is written in pieces, and the event loop turns after each: other requests
 * do not wait for it. A short one has its length, as any other answer.
 */
export function sendInPieces(reply: FastifyReply, value: unknown): FastifyReply {
  reply.type('application/json; charset=utf-8');
  const pieces = jsonPieces(value);
  const first = pieces.next().value ?? '';
  const second = pieces.next();
  return second.done ? reply.send(first) : reply.send(Readable.from(inTurns([first, second.value], pieces)));
}

async function* inTurns(first: readonly string[], rest: Iterable<string>): AsyncGenerator<string, void> {
  yield* first;
  for (const piece of rest) {
    await nextTurn();
    yield piece;
  }
}
