import { ROOT } from './mobileRoute';

/**
 * The address that a route is registered under, for those that 4D takes in other spellings: `/4DWEBTEST` in any case, and
 * `$` encoded, as some HTTP libraries do. For Fastify's `rewriteUrl`, which has no other way to take a path in any case.
 */
export function canonicalUrl(url: string): string {
  if (/^\/4dwebtest(?=[?/]|$)/i.test(url)) return `/4dwebtest${url.slice('/4dwebtest'.length)}`;
  if (!url.startsWith(`${ROOT}/`) || !url.includes('%24')) return url;
  const end = url.includes('?') ? url.indexOf('?') : url.length;
  return url.slice(0, end).replaceAll('%24', '$') + url.slice(end);
}
