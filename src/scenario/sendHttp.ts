import http from 'node:http';
import https from 'node:https';
import type { Headers, SentRequest } from '../core/scenario/runEvents';

export interface HttpAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly body: string;
}

/**
 * One request on a connection of its own. `node:http` and not `fetch`: headers such as Host and Set-Cookie, which the
 * Android SDK sends, and the path go out exactly as they are given, and no connection of before is reused that the server
 * may be closing.
 * @param signal ends it
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
      // A dev server on this machine has a certificate that nobody has signed.
      ...(isSecure && isLoopback(hostname) && { rejectUnauthorized: false }),
    });
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode = 0, statusMessage = '', rawHeaders } = response;
        const body = Buffer.concat(chunks).toString('utf8');
        resolve({ status: statusCode, statusText: statusMessage, headers: pairs(rawHeaders), body });
      });
    });
    request.on('error', reject);
    request.end(bytes);
  });
}

/** Path and query as they are written; only what HTTP cannot carry is encoded. */
function pathOf(url: string, origin: string): string {
  const rest = url.toLowerCase().startsWith(origin.toLowerCase())
    ? url.slice(origin.length)
    : url.replace(/^[^/]*\/\/[^/?#]*/, '');
  const path = rest.replace(/#.*$/s, '').replace(/[^\x21-\x7e]+/gu, (unsafe) => encodeURIComponent(unsafe));
  return path.startsWith('/') ? path : `/${path}`;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
}

function pairs(raw: readonly string[]): Headers {
  return raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? ''] as const] : []));
}
