/**
 * The address that a route is registered under, for those that 4D takes in other spellings: `/4daction/` in any case, and
 * `$` encoded below `/rest/`, as some HTTP libraries do. For Fastify's `rewriteUrl`; the query stays as it is.
 */
export function webUrl(url: string): string {
  if (/^\/(?:4daction|rest)(?=[/?]|$)/i.test(url)) {
    const end = url.search(/[?#]|$/);
    const [, root = '', rest = ''] = /^\/([^/]*)(.*)$/s.exec(url.slice(0, end)) ?? [];
    const path = root.toLowerCase() === 'rest' ? `/rest${rest.replaceAll('%24', '$')}` : `/4DACTION${rest}`;
    return path + url.slice(end);
  }
  return url;
}
