import { parsedUrl } from '../../../core/base/parsedUrl';
import { portOf } from './hostNames';

declare module 'fastify' {
  interface FastifyRequest {
    /** The page that sent this request, as the guard sees it. Undefined before the guard. */
    callingPage: CallingPage | undefined;
  }
}

/**
 * Whose page sent a request: none, as a program did; a page of this server, with the same origin as the request; or a page
 * of another origin.
 */
export type CallingPage = { readonly kind: 'none' | 'own' } | ForeignPage;

/** A page of another origin. */
export interface ForeignPage {
  readonly kind: 'foreign';
  /** The header `Origin`: `null` if the browser hides it. Undefined if the browser sent none. */
  readonly origin?: string;
  /** How far the page is from this server, as the browser says. Undefined if it says nothing. */
  readonly site?: FetchSite;
  /** Whether the answer takes the place of the page, as that to a link or a form does. The page cannot read it then. */
  readonly isNavigation: boolean;
  /**
   * Why the page may call nevertheless. `server`: it is one of this server under another of its names, or one of the
   * other half of this server. `proxy`: its host is an allowed one, and a proxy may have replaced `Host`.
   */
  readonly trust?: 'server' | 'proxy';
  /** Whether its host is one by which this server is called, so that nothing is to be gained by allowing it. */
  readonly hasOwnHost: boolean;
}

/** What `Sec-Fetch-Site` can say. Pages cannot set it (https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header). */
export type FetchSite = (typeof FETCH_SITES)[number];

export const FETCH_SITES = ['same-origin', 'same-site', 'cross-site', 'none'] as const;

/** Requests that change nothing by their method. */
const SAFE_METHODS = ['GET', 'HEAD'];

export function isSafeMethod(method: string): boolean {
  return SAFE_METHODS.includes(method);
}

/** Schemes of addresses that are no pages, or of pages that have no host. With the colon at their ends. */
const NO_PAGES = ['ftp:', 'file:', 'ws:', 'wss:', 'mailto:', 'data:', 'blob:', 'about:', 'javascript:'];
/** A name or an address. A program may send a `*` as well, which means all hosts in an option. */
const PLAIN_HOST = /^(?:[\w-]+(?:\.[\w-]+)*|\[[\da-f:.]+\])$/i;

/** Whether a page can have an address with this scheme, and so send it as its origin. */
export function isPageScheme(scheme: string): boolean {
  return !NO_PAGES.includes(scheme.toLowerCase());
}

/**
 * An origin as the option of pages of other origins has it, so that no other page is meant: host and port, with the scheme
 * if it is that of an app.
 * @returns undefined for an origin that the option cannot name, such as `null`, `ftp://a.example` or `app://.`
 */
export function hostOfOrigin(origin: string): string | undefined {
  const url = parsedUrl(() => new URL(origin));
  if (!url || !PLAIN_HOST.test(url.hostname) || !isPageScheme(url.protocol)) return undefined;
  return /^https?:$/.test(url.protocol) ? `${url.hostname}:${portOf(url)}` : `${url.protocol}//${url.host}`;
}
