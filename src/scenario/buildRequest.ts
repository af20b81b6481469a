import { parsedUrl } from '../core/base/parsedUrl';
import type { Headers, SentRequest } from '../core/scenario/runEvents';
import { requestMethod } from '../core/scenario/scenario';
import type { RequestSource } from '../core/scenario/scenarioSource';
import { filtered } from '../core/scenario/template';
import type { Actor } from './actors';
import { AddressError } from './addressError';

/** The request of a step, without cookies and without the headers that depend on the address. */
export function buildRequest(source: RequestSource, actor: Actor, base: string): SentRequest {
  const { headers = {}, mode = 'navigate' } = source;
  const isBrowser = actor.source.role === 'browser';
  const { type, body } = content(source);
  return {
    method: requestMethod(source),
    url: absolute(source.url, base),
    headers: merged([
      ['Accept', isBrowser && mode === 'navigate' ? 'text/html,application/xhtml+xml,*/*;q=0.8' : '*/*'],
      ['User-Agent', userAgentOf(actor.name)],
      ...(type === undefined ? [] : ([['Content-Type', type]] as const)),
      ...Object.entries(actor.source.headers ?? {}),
      ...Object.entries(headers),
      // A text that is one variable becomes its value, which may be a number.
    ]).map(([name, value]) => [name, filtered(value)]),
    ...(body !== undefined && { body }),
  };
}

/** The body, and the media type that it has if no header says another. */
function content({ json, form, text }: RequestSource): { readonly type?: string; readonly body?: string } {
  if (json !== undefined) return { type: 'application/json', body: JSON.stringify(json) };
  if (form) return { type: 'application/x-www-form-urlencoded', body: String(new URLSearchParams(form)) };
  return text === undefined ? {} : { body: filtered(text) };
}

/** A header has ASCII only: letters lose their accents, and a name of others is left out. */
function userAgentOf(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '');
  return /^[\x20-\x7e]+$/.test(plain) ? `Session-Workbench (${plain})` : 'Session-Workbench';
}

/**
 * Adds the headers that depend on the address: Host, length, cookies, and what a browser sends about the page that
 * makes the request.
 */
export function withAddressHeaders(
  request: SentRequest,
  cookies: readonly { readonly name: string; readonly value: string }[],
  page: string | undefined,
): SentRequest {
  const { method, url, headers, body } = request;
  const { host, origin } = new URL(url);
  const from = page === undefined ? undefined : new URL(page).origin;
  const isSimple = method === 'GET' || method === 'HEAD';
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  return {
    ...request,
    headers: merged([
      ['Host', host],
      ['Connection', 'close'],
      ...(from === undefined ? [] : ([['Referer', from === origin ? (page as string) : `${from}/`]] as const)),
      ...(from === undefined || isSimple ? [] : ([['Origin', from]] as const)),
      ...(cookie === '' ? [] : ([['Cookie', cookie]] as const)),
      ...(body === undefined
        ? isSimple
          ? []
          : ([['Content-Length', '0']] as const)
        : ([['Content-Length', String(Buffer.byteLength(body))]] as const)),
      ...headers,
    ]),
  };
}

/**
 * The request after a redirect, as the fetch standard defines it. After a 301 or 302 a POST becomes a GET. After a 303
 * every method but HEAD does.
 */
export function redirected(request: SentRequest, status: number, url: string): SentRequest {
  const { method, headers, body } = request;
  const becomesGet = (status === 303 && method !== 'HEAD') || ((status === 301 || status === 302) && method === 'POST');
  const leavesOrigin = new URL(url).origin !== new URL(request.url).origin;
  const kept = headers.filter(([name]) => {
    const lower = name.toLowerCase();
    if (lower === 'authorization') return !leavesOrigin;
    return !(becomesGet && lower.startsWith('content-'));
  });
  return {
    method: becomesGet ? 'GET' : method,
    url,
    headers: kept,
    ...(body !== undefined && !becomesGet && { body }),
  };
}

/** Whether a request with this URL, or path, goes to the scheme, host and port of the server. */
export function isOfServer(url: string, base: string): boolean {
  return parsedUrl(() => new URL(absolute(url, base)))?.origin === new URL(base).origin;
}

/**
 * A request that a person has changed by hand. Its address may be a path on the server, as in a scenario.
 * @throws AddressError when it has none that a URL can be
 */
export function addressedByHand(request: SentRequest, base: string): SentRequest {
  const url = absolute(request.url, base);
  if (request.url.trim() === '' || !parsedUrl(() => new URL(url))) throw new AddressError();
  return { ...request, url };
}

/** An absolute URL, or a path on the server. */
function absolute(url: string, base: string): string {
  return /^https?:\/\//i.test(url) ? url : `${base}${url.startsWith('/') ? '' : '/'}${url}`;
}

/** Of headers with the same name, the last one counts. Names ignore case. */
function merged(headers: Headers): Headers {
  const last = new Map(headers.map(([name], at) => [name.toLowerCase(), at]));
  return headers.filter(([name], at) => last.get(name.toLowerCase()) === at);
}
