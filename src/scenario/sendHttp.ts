import { setMaxListeners } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { urlEncoded } from '../core/base/urlText';
import type { Headers, SentRequest } from '../core/scenario/runEvents';
import { isLoopbackHost, lookupFor } from './loopbackName';

/** The most bytes that all headers of an answer may have together. */
export const HEADER_LIMIT = 65_536;

/** The most interim answers (1xx) that may come before an answer. A server sends one or a few. */
const INTERIM_LIMIT = 100;

export interface HttpAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly body: string;
}

/** The body of an answer has more bytes than may be read. */
export class LargeBodyError extends Error {
  override readonly name = 'LargeBodyError';
}

/** The answer was not there, or not at its end, within the time. */
export class LateAnswerError extends Error {
  override readonly name = 'LateAnswerError';
}

/** More interim answers came than any server needs to send. */
export class InterimAnswersError extends Error {
  override readonly name = 'InterimAnswersError';

  constructor() {
    super(`more than ${INTERIM_LIMIT} interim answers (1xx) came before the answer`);
  }
}

/** The bytes of bodies that may still be read. Several answers may share them. */
export interface BodyBudget {
  left: number;
}

/** How a request is sent. */
export interface SendRules {
  /** Cancels the request, also while its answer is read. */
  readonly signal?: AbortSignal;
  /** How long the answer may take to its end, milliseconds. */
  readonly limitMs: number;
  /** The bytes of the body that are read, as they come over the wire: nothing is unpacked. */
  readonly bytes: BodyBudget;
  /** Called when the headers of the answer are there. */
  readonly onHeaders?: () => void;
}

/**
 * Sends one request on a connection of its own. It uses `node:http`, not `fetch`: the path and headers such as Host and
 * Set-Cookie, which the Android SDK sends, must be sent exactly as given. And no earlier connection may be reused,
 * because the server may be closing it.
 * @throws LargeBodyError
 * @throws LateAnswerError
 * @throws InterimAnswersError
 */
export function sendHttp(
  { method, url, headers, body }: SentRequest,
  { signal, limitMs, bytes: budget, onHeaders }: SendRules,
): Promise<HttpAnswer> {
  const { protocol, hostname, port, origin } = new URL(url);
  const isSecure = protocol === 'https:';
  const bytes = body === undefined ? undefined : Buffer.from(body);
  // One signal ends many requests, and each listens to it until its own end. Node would warn of a leak.
  if (signal) setMaxListeners(0, signal);
  return new Promise((resolve, reject) => {
    const request = (isSecure ? https : http).request({
      method,
      hostname: hostname.replace(/^\[(.*)\]$/, '$1'),
      port: port || (isSecure ? 443 : 80),
      path: pathOf(url, origin),
      headers: headers.flat(),
      agent: false,
      maxHeaderSize: HEADER_LIMIT,
      ...(signal && { signal }),
      ...lookupFor(hostname),
      // The certificate of a dev server on this machine is self-signed.
      ...(isSecure && isLoopbackHost(hostname) && { rejectUnauthorized: false }),
    });
    // Not `AbortSignal.timeout` inside `AbortSignal.any`: the garbage collector of Node 20 takes it away.
    const limit = setTimeout(() => request.destroy(new LateAnswerError()), limitMs);
    request.on('close', () => clearTimeout(limit));
    let interim = 0;
    request.on('information', () => {
      interim++;
      if (interim > INTERIM_LIMIT) request.destroy(new InterimAnswersError());
    });
    // The promise is rejected at once: when the end of the body is there already, it is told before any error.
    const isRead = (chunk: Buffer): boolean => {
      budget.left -= chunk.length;
      if (budget.left >= 0) return true;
      const error = new LargeBodyError();
      reject(error);
      request.destroy(error);
      return false;
    };
    const answered = ({ statusCode = 0, statusMessage = '', rawHeaders }: http.IncomingMessage, body: Buffer) =>
      resolve({
        status: statusCode,
        statusText: statusMessage,
        headers: pairs(rawHeaders),
        body: body.toString('utf8'),
      });
    request.on('response', (response) => {
      onHeaders?.();
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => {
        if (isRead(chunk)) chunks.push(chunk);
      });
      response.on('error', reject);
      response.on('end', () => answered(response, Buffer.concat(chunks)));
    });
    // Of an answer to CONNECT, and of one that changes the protocol, only these events tell. Nothing follows it here.
    for (const event of ['connect', 'upgrade'] as const) {
      request.on(event, (response, socket, head) => {
        socket.destroy();
        if (isRead(head)) answered(response, head);
      });
    }
    request.on('error', reject);
    request.end(bytes);
  });
}

/** Path and query as they are written. Only characters that HTTP cannot transmit are encoded. */
function pathOf(url: string, origin: string): string {
  const rest = url.toLowerCase().startsWith(origin.toLowerCase())
    ? url.slice(origin.length)
    : url.replace(/^[^/]*\/\/[^/?#]*/, '');
  const path = rest.replace(/#.*$/s, '').replace(/[^\x21-\x7e]+/gu, (unsafe) => urlEncoded(unsafe));
  return path.startsWith('/') ? path : `/${path}`;
}

function pairs(raw: readonly string[]): Headers {
  return raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? ''] as const] : []));
}
