import { ROOT } from './mobileRoute';

/** What comes before the id of a session that is released. 4D compares such names in any case. */
const RELEASE = /^\/mobileapp\/\$info\/sessioninfo\/id\//i;

/**
 * Changes an address to the spelling under which its route is registered. 4D accepts `/4DWEBTEST` and the parts of `$info` in any case, and a
 * `$` that is percent-encoded, as some HTTP libraries send it.
 * Use it as Fastify's `rewriteUrl`: Fastify cannot ignore case for a single path.
 */
export function canonicalUrl(url: string): string {
  if (/^\/4dwebtest(?=[?/]|$)/i.test(url)) return `/4dwebtest${url.slice('/4dwebtest'.length)}`;
  if (!url.startsWith(`${ROOT}/`)) return url;
  const end = url.includes('?') ? url.indexOf('?') : url.length;
  const path = url.slice(0, end).replaceAll('%24', '$');
  return (RELEASE.test(path) ? path.replace(RELEASE, `${ROOT}/$info/sessionInfo/id/`) : path) + url.slice(end);
}
