import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a page of another site led to a request, so that a browser sends no cookies with `SameSite=Strict`. Browsers
 * tell it themselves, but not to an address with HTTP that is not of this machine: there the referrer has to do.
 */
export function isFromElsewhere({ 'sec-fetch-site': site, referer, host }: IncomingHttpHeaders): boolean {
  if (site !== undefined) return site === 'cross-site';
  const own = `http://${host}`;
  if (referer === undefined || !URL.canParse(referer) || !URL.canParse(own)) return false;
  return new URL(referer).hostname !== new URL(own).hostname;
}
