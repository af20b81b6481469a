import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { HttpError } from '../answer/httpError';
import type { Refusal } from '../answer/refusal';

const MALFORMED = new HttpError(400, 'http-malformed', 'This is no well-formed HTTP request; send HTTP/1.1.');

/** Refusals for the error codes of Node's HTTP parser. */
const REASONS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: new HttpError(431, 'headers-too-large', 'The headers are too large; send less.'),
  ERR_HTTP_REQUEST_TIMEOUT: new HttpError(408, 'too-slow', 'The request came too slowly; send it at once.'),
};

/**
 * Answers data that is no HTTP request, or a request that takes too long, and closes the connection.
 * @returns the refusal, with status 0 if no answer can be sent; undefined if there is no client, or if nothing was received, because browsers open connections in advance
 */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): Refusal | undefined {
  const { code = '' } = error;
  // Before the handshake, no answer can be sent.
  if (code.startsWith('ERR_SSL_')) {
    socket.destroy();
    return new HttpError(0, 'tls-failed', handshakeProblem(code));
  }
  if (socket.destroyed || code === 'ECONNRESET') return undefined;
  const refusal = REASONS[code] ?? MALFORMED;
  const { statusCode: status } = refusal;
  const body = JSON.stringify(refusal.body);
  if (socket.writable) {
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  }
  socket.destroySoon();
  return socket.bytesRead > 0 ? refusal : undefined;
}

/** @param code error code of OpenSSL, as reported by Node */
function handshakeProblem(code: string): string {
  if (code === 'ERR_SSL_HTTP_REQUEST')
    return 'The client spoke plain HTTP to an address with HTTPS; call it with https.';
  if (/_ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN)$/.test(code)) {
    return 'The client does not trust the certificate of this server; make it trust it, or start the server without HTTPS.';
  }
  return `The TLS handshake failed (${code}).`;
}
