/**
 * Changes an address to the spelling under which its route is registered. 4D accepts `/4daction/` in any case. Below
 * `/rest/` it accepts a `$` that is percent-encoded, as some HTTP libraries send it.
 * Use it as Fastify's `rewriteUrl`. The query is unchanged.
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
