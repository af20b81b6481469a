import type { IncomingHttpHeaders } from 'node:http';
import type { FaceRequest } from '../answer/face';

/** Headers of one connection (RFC 9110, 7.6.1), those that the proxy sets, and what undici refuses. */
const HOP_BY_HOP = [
  'connection',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/**
 * What is about the client and this server. Its identity here is not that of the other server. Apps of Android send their
 * cookie as `Set-Cookie` (docs/facts/4d-mobile.md#headers-and-cookies). A referrer may have a passcode in it.
 */
const OWN_IN_REQUEST = [
  'authorization',
  'cookie',
  'cookie2',
  'forwarded',
  'origin',
  'referer',
  'set-cookie',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
];

/**
 * What the other server says about itself and its clients. Cookies stay in the jar of the session. The others would change
 * what browsers do with the address of this server, or let pages of other sites read it.
 */
const OWN_IN_ANSWER = [
  'access-control-allow-credentials',
  'access-control-allow-headers',
  'access-control-allow-methods',
  'access-control-allow-origin',
  'access-control-expose-headers',
  'access-control-max-age',
  'alt-svc',
  'clear-site-data',
  'set-cookie',
  'set-cookie2',
  'strict-transport-security',
  'via',
  'www-authenticate',
];

/** The query parameter by which 4D restores a session. A passcode of this server is no business of another one. */
const PASSCODE = '$4dsid';

/**
 * The headers of a request without what must stay here.
 * @param headers names in lower case
 */
export function headersForUpstream(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  return without(headers, [...HOP_BY_HOP, ...OWN_IN_REQUEST, ...namedIn(headers.connection)]);
}

/** The headers of an answer without what must stay there. */
export function headersForClient(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  return without(headers, [...HOP_BY_HOP, ...OWN_IN_ANSWER, ...namedIn(headers.connection)]);
}

/** The header `Via` of a request that is passed on. */
export function viaOf({ headers, raw }: FaceRequest, pseudonym: string): string {
  const before = headers.via;
  return [...(before === undefined ? [] : [before].flat()), `${raw.httpVersion} ${pseudonym}`].join(', ');
}

/** A target, path and query, without a one-time passcode of this server, spent or not, and without a fragment. */
export function withoutPasscode(target: string): string {
  const [whole = ''] = target.split('#', 1);
  const at = whole.indexOf('?');
  if (at < 0) return whole;
  const kept = whole
    .slice(at + 1)
    .split('&')
    .filter((pair) => nameOf(pair) !== PASSCODE);
  return kept.length === 0 ? whole.slice(0, at) : `${whole.slice(0, at)}?${kept.join('&')}`;
}

function nameOf(pair: string): string {
  const [name = ''] = pair.split('=', 1);
  return (new URLSearchParams(name).keys().next().value ?? '').trim().toLowerCase();
}

function without(headers: IncomingHttpHeaders, names: readonly string[]): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !name.startsWith(':') && !names.includes(name)) kept[name] = value;
  }
  return kept;
}

function namedIn(connection: string | undefined): string[] {
  return (connection ?? '').split(',').map((name) => name.trim().toLowerCase());
}
