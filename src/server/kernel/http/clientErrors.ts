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

/** An error of a connection, with what Node's HTTP parser tells of its own errors. */
export type ConnectionError = NodeJS.ErrnoException & {
  /** The piece of data in which the error is, as a buffer. It need not be the first piece of the request. */
  readonly rawPacket?: unknown;
  /** How many of its bytes were read. */
  readonly bytesParsed?: number;
};

const HEAD_END = '\r\n\r\n';
/** More of a target is not looked at, because its beginning says whose it is. */
const LONGEST_LINE = 1_000;
const REQUEST_LINE = /^\s*[A-Z-]{3,20} +(?:https?:\/\/[^/\s]*)?(\/\S*)/;

/** The beginning of the target of a request that cannot be read. Undefined if it is not in the data. */
export function targetOf({ rawPacket, bytesParsed = 0 }: ConnectionError): string | undefined {
  if (!Buffer.isBuffer(rawPacket)) return undefined;
  // Another request may come before it in the same piece.
  const before = rawPacket.subarray(0, bytesParsed).lastIndexOf(HEAD_END);
  const from = before < 0 ? 0 : before + HEAD_END.length;
  return REQUEST_LINE.exec(rawPacket.toString('latin1', from, from + LONGEST_LINE))?.[1];
}

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
