import http from 'node:http';
import https from 'node:https';
import { urlEncoded } from '../core/base/urlText';
import type { Headers, SentRequest } from '../core/scenario/runEvents';

export interface HttpAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly body: string;
}

/**
 * Sends one request on a connection of its own. It uses `node:http`, not `fetch`: the path and headers such as Host and
 * Set-Cookie, which the Android SDK sends, must be sent exactly as given. And no earlier connection may be reused,
 * because the server may be closing it.
 * @param signal cancels the request
 */
export function sendHttp({ method, url, headers, body }: SentRequest, signal: AbortSignal): Promise<HttpAnswer> {
  const { protocol, hostname, port, origin } = new URL(url);
  const isSecure = protocol === 'https:';
  const bytes = body === undefined ? undefined : Buffer.from(body);
  return new Promise((resolve, reject) => {
    const request = (isSecure ? https : http).request({
      method,
      hostname: hostname.replace(/^\[(.*)\]$/, '$1'),
      port: port || (isSecure ? 443 : 80),
      path: pathOf(url, origin),
      headers: headers.flat(),
      agent: false,
      signal,
      // The certificate of a dev server on this machine is self-signed.
      ...(isSecure && isLoopback(hostname) && { rejectUnauthorized: false }),
    });
    const answered = ({ statusCode = 0, statusMessage = '', rawHeaders }: http.IncomingMessage, body: Buffer) =>
      resolve({
        status: statusCode,
        statusText: statusMessage,
        headers: pairs(rawHeaders),
        body: body.toString('utf8'),
      });
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => answered(response, Buffer.concat(chunks)));
    });
    // Of an answer to CONNECT, and of one that changes the protocol, only these events tell. Nothing follows it here.
    for (const event of ['connect', 'upgrade'] as const) {
      request.on(event, (response, socket, head) => {
        socket.destroy();
        answered(response, head);
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

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
}

function pairs(raw: readonly string[]): Headers {
  return raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? ''] as const] : []));
}
