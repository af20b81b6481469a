import { getPublicSuffix } from 'tough-cookie';
import { parsedUrl } from '../core/base/parsedUrl';
import { AddressError } from './addressError';

/** How a request relates to the page that makes it, as cookies see it (RFC 6265bis, 5.2). */
export interface SiteContext {
  /** The strictest SameSite value of cookies that are sent. */
  readonly sends: 'strict' | 'lax' | 'none';
  /** Whether cookies with SameSite may be set: the answer is shown as a page, or is from the same site. */
  readonly mayBeSet: boolean;
}

/**
 * @param urls the page that makes the request, if there is one, then every URL that redirected, then the URL of the
 * request. When one of them is of another site, the request is cross-site.
 * @throws AddressError when one of them is no URL
 */
export function siteContext(urls: readonly string[], method: string, mode: 'navigate' | 'fetch'): SiteContext {
  const target = siteOf(urls.at(-1) ?? '');
  if (urls.every((url) => siteOf(url) === target)) return { sends: 'strict', mayBeSet: true };
  if (mode === 'fetch') return { sends: 'none', mayBeSet: false };
  return { sends: method === 'GET' || method === 'HEAD' ? 'lax' : 'none', mayBeSet: true };
}

/**
 * Scheme and registrable domain. The port does not matter.
 * @throws AddressError
 */
export function siteOf(url: string): string {
  const parsed = parsedUrl(() => new URL(url));
  if (!parsed) throw new AddressError();
  const { protocol, hostname } = parsed;
  const isAddress = /^\[|^\d+(\.\d+){3}$/.test(hostname);
  const domain = isAddress ? null : getPublicSuffix(hostname, { allowSpecialUseDomain: true, ignoreError: true });
  return `${protocol}//${domain ?? hostname}`;
}
