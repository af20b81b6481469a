import type { IncomingMessage } from 'node:http';

/** A request as the framework has it. It keeps the target as it was before a route is looked for. */
type RawRequest = IncomingMessage & { originalUrl?: string };

const WHOLE_ADDRESS = /^https?:\/\/(?:[^/?#]*@)?([^/?#]*)(.*)$/is;

/**
 * The path and the query of the target of a request. One that is sent as through a proxy has a whole address there, which
 * a server must accept and whose host counts instead of `Host` (RFC 9112, 3.2.2). The request then is as if it had been
 * sent without a proxy, so that everything after it decides on the host that is meant.
 */
export function withoutAddress(request: RawRequest): string {
  const { url = '/' } = request;
  if (url.startsWith('/')) return url;
  const [, host, rest] = WHOLE_ADDRESS.exec(url) ?? [];
  if (host === undefined || rest === undefined) return url;
  const path = rest.startsWith('/') ? rest : `/${rest}`;
  request.headers.host = host;
  request.originalUrl = path;
  return path;
}
