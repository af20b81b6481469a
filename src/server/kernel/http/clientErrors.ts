import { HttpError } from '../answer/httpError';
import type { Refusal } from '../answer/refusal';

const MALFORMED = new HttpError(400, 'http-malformed', 'This is no well-formed HTTP request; send HTTP/1.1.');

/** Refusals for the error codes of Node's HTTP parser. */
const REASONS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: new HttpError(431, 'headers-too-large', 'The headers are too large; send less.'),
  HPE_INVALID_EOF_STATE: new HttpError(
    400,
    'client-gone',
    'The connection ended before the request did; send all of it.',
  ),
  ERR_HTTP_REQUEST_TIMEOUT: new HttpError(408, 'too-slow', 'The request came too slowly; send it at once.'),
};

/** The entry for a client that closed the connection in the middle of its first request. No answer can be sent. */
export const GONE = new HttpError(0, 'client-gone', 'The client closed the connection before the end of its request.');

/** The refusal for what a connection brought, if that is no request. */
export function connectionRefusal({ code = '' }: NodeJS.ErrnoException): Refusal {
  return REASONS[code] ?? MALFORMED;
}

/** The refusal for a TLS handshake that failed; undefined for other errors. No answer can be sent before the handshake. */
export function handshakeRefusal({ code = '' }: NodeJS.ErrnoException): Refusal | undefined {
  return code.startsWith('ERR_SSL_') ? new HttpError(0, 'tls-failed', handshakeProblem(code)) : undefined;
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
