import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { HttpError } from './httpError';

const MALFORMED = new HttpError(400, 'http-malformed', 'This is no well-formed HTTP request; send HTTP/1.1.');

/** What Node's parser says, in words. */
const REASONS: Readonly<Record<string, HttpError>> = {
  HPE_HEADER_OVERFLOW: new HttpError(431, 'headers-too-large', 'The headers are too large; send less.'),
  ERR_HTTP_REQUEST_TIMEOUT: new HttpError(408, 'too-slow', 'The request came too slowly; send it at once.'),
};

/**
 * Answers what is no request, or does not become one in time, and ends the connection.
 * @returns why; undefined when nobody waits for an answer
 */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): HttpError | undefined {
  if (socket.destroyed || error.code === 'ECONNRESET') return undefined;
  const refusal = REASONS[error.code ?? ''] ?? MALFORMED;
  const { statusCode } = refusal;
  const body = JSON.stringify(refusal.body);
  if (socket.writable) {
    socket.write(
      `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode]}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  }
  socket.destroySoon();
  return refusal;
}
