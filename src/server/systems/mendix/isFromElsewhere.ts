import type { IncomingHttpHeaders } from 'node:http';
import { parsedUrl } from '../../../core/base/parsedUrl';

/**
 * Whether a page of another site led to a request, so that a browser sends no cookies with `SameSite=Strict`. Browsers
 * tell it themselves, but not to an address with HTTP that is not of this machine: there the referrer has to do.
 */
export function isFromElsewhere({ 'sec-fetch-site': site, referer, host }: IncomingHttpHeaders): boolean {
  if (site !== undefined) return site === 'cross-site';
  if (referer === undefined) return false;
  const from = parsedUrl(() => new URL(referer));
  const own = parsedUrl(() => new URL(`http://${host}`));
  return from !== undefined && own !== undefined && from.hostname !== own.hostname;
}
