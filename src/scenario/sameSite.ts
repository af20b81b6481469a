import { getPublicSuffix } from 'tough-cookie';

/** How far a request is from the page that makes it, as cookies see it (RFC 6265bis, 5.2). */
export interface SiteContext {
  /** The farthest that a cookie may be to be sent. */
  readonly sends: 'strict' | 'lax' | 'none';
  /** Whether cookies with SameSite may be set: an answer that is shown as a page, or one of the same site. */
  readonly mayBeSet: boolean;
}

/**
 * @param urls the page that made the browser ask, if there is one, then every address that was redirected from, then the
 * address that is asked: one of another site among them makes the request cross-site
 */
export function siteContext(urls: readonly string[], method: string, mode: 'navigate' | 'fetch'): SiteContext {
  const target = siteOf(urls.at(-1) ?? '');
  if (urls.every((url) => siteOf(url) === target)) return { sends: 'strict', mayBeSet: true };
  if (mode === 'fetch') return { sends: 'none', mayBeSet: false };
  return { sends: method === 'GET' || method === 'HEAD' ? 'lax' : 'none', mayBeSet: true };
}

/** Scheme and registrable domain: ports do not make another site. */
export function siteOf(url: string): string {
  const { protocol, hostname } = new URL(url);
  const isAddress = /^\[|^\d+(\.\d+){3}$/.test(hostname);
  const domain = isAddress ? null : getPublicSuffix(hostname, { allowSpecialUseDomain: true, ignoreError: true });
  return `${protocol}//${domain ?? hostname}`;
}
