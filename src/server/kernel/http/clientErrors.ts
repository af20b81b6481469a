import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { HttpError } from '../answer/httpError';

/** Why something that came is no request. */
export interface Refusal {
  /** 0 when none can be sent. */
  readonly status: number;
  /** The journal has the rule `server.<code>` then. */
  readonly code: string;
  readonly message: string;
}

const MALFORMED = new HttpError(400, 'http-malformed', 'This is no well-formed HTTP request; send HTTP/1.1.');

/** What Node's parser says, in words. */
const REASONS: Readonly<Record<string, HttpError>> = {
  HPE_HEADER_OVERFLOW: new HttpError(431, 'headers-too-large', 'The headers are too large; send less.'),
  ERR_HTTP_REQUEST_TIMEOUT: new HttpError(408, 'too-slow', 'The request came too slowly; send it at once.'),
};

/**
 * Answers what is no request, or does not become one in time, and ends the connection.
 * @returns undefined when nobody is there, or nothing has come: browsers make connections in advance
 */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): Refusal | undefined {
  const { code = '' } = error;
  // Without a handshake nothing can be said to the client.
  if (code.startsWith('ERR_SSL_')) {
    socket.destroy();
    return { status: 0, code: 'tls-failed', message: handshakeProblem(code) };
  }
  if (socket.destroyed || code === 'ECONNRESET') return undefined;
  const refusal = REASONS[code] ?? MALFORMED;
  const { statusCode: status, message } = refusal;
  const body = JSON.stringify(refusal.body);
  if (socket.writable) {
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  }
  socket.destroySoon();
  return socket.bytesRead > 0 ? { status, code: refusal.code, message } : undefined;
}

/** @param code of OpenSSL, as Node has it */
function handshakeProblem(code: string): string {
  if (code === 'ERR_SSL_HTTP_REQUEST')
    return 'The client spoke plain HTTP to an address with HTTPS; call it with https.';
  if (/_ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN)$/.test(code)) {
    return 'The client does not trust the certificate of this server; make it trust it, or start the server without HTTPS.';
  }
  return `The TLS handshake failed (${code}).`;
}
