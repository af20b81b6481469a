const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  ldquo: '“',
  rdquo: '”',
};
/** What stands in a page without being seen. */
const UNSEEN = /<!--[\s\S]*?-->|<(script|style|template|noscript|svg|head)\b[\s\S]*?<\/\1\s*>/gi;

/** What a page says first: its title, then its first heading where that says something else; without both, its first words. */
export function textOfPage(html: string): string {
  const title = plain(/<title\b[^>]*>([^<]*)/i.exec(html)?.[1] ?? '');
  const seen = html.replace(UNSEEN, ' ');
  const heading = plain(/<h1\b[^>]*>([\s\S]*?)<\/h1\s*>/i.exec(seen)?.[1] ?? '');
  const said = [title, heading].filter((each, at, all) => each !== '' && all.indexOf(each) === at);
  return said.length > 0 ? said.join(' – ') : plain(seen);
}

function plain(markup: string): string {
  return markup
    .replace(/<[^>]*>?/g, ' ')
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{1,8}));/gi, (all, decimal, hex, name) => {
      if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? all;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all;
    })
    .replace(/\s+/g, ' ')
    .trim();
}
