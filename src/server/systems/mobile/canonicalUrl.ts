import { ROOT } from './mobileRoute';

/**
 * Changes an address to the spelling under which its route is registered. 4D accepts `/4DWEBTEST` in any case, and a
 * `$` that is percent-encoded, as some HTTP libraries send it.
 * Use it as Fastify's `rewriteUrl`: Fastify cannot ignore case for a single path.
 */
export function canonicalUrl(url: string): string {
  if (/^\/4dwebtest(?=[?/]|$)/i.test(url)) return `/4dwebtest${url.slice('/4dwebtest'.length)}`;
  if (!url.startsWith(`${ROOT}/`) || !url.includes('%24')) return url;
  const end = url.includes('?') ? url.indexOf('?') : url.length;
  return url.slice(0, end).replaceAll('%24', '$') + url.slice(end);
}
