/** The named entities that mails use. Others stay as they are. */
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};
/** Elements whose content nobody reads. */
const UNREAD = ['script', 'style', 'head', 'title', 'template'];
/** Elements that begin a new line. */
const LINES = /^(?:br|p|div|tr|li|ul|ol|table|h[1-6]|hr|section|article|header|footer|blockquote|pre)$/;

/** What a reader sees of HTML, and the addresses of its links. */
export interface ReadHtml {
  readonly text: string;
  /** Values of `href`, in the order of the links. */
  readonly links: readonly string[];
}

/**
 * Reads the HTML of a mail, in a time that grows with its length only. It is for finding text and links, not for judging
 * whether the HTML is well-formed.
 */
export function readHtml(html: string): ReadHtml {
  const lower = html.toLowerCase();
  const pieces: string[] = [];
  const links: string[] = [];
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    const end = open < 0 ? html.length : open;
    pieces.push(html.slice(at, end));
    if (open < 0) break;
    if (html.startsWith('<!--', open)) {
      at = after(lower, '-->', open + 4);
      continue;
    }
    const name = /^<\/?([a-z][a-z0-9]{0,20})/.exec(lower.slice(open, open + 24))?.[1];
    if (name === undefined) {
      // A “<” that begins no tag is text.
      pieces.push(html[open] ?? '');
      at = open + 1;
      continue;
    }
    const close = tagEnd(html, open);
    const tag = html.slice(open, close);
    if (name === 'a') links.push(...hrefOf(tag));
    if (LINES.test(name)) pieces.push('\n');
    at = close;
    if (UNREAD.includes(name) && lower[open + 1] !== '/') at = after(lower, '>', after(lower, `</${name}`, close));
  }
  const text = withoutEntities(pieces.join(''))
    .split('\n')
    .map((line) => line.replace(/[ \t\r\f\v]+/g, ' ').trim())
    .filter((line, index, lines) => line !== '' || (lines[index - 1] ?? '') !== '')
    .join('\n');
  return { text: text.trim(), links };
}

/** The characters that the entities of a text stand for. */
function withoutEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi, (all, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? all;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}

/** The place behind a mark; the end of the text when there is none. */
function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}

/** The place behind a tag. A “>” in a quoted attribute does not end it. */
function tagEnd(html: string, open: number): number {
  let quote = '';
  for (let at = open; at < html.length; at++) {
    const character = html[at] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at + 1;
  }
  return html.length;
}

function hrefOf(tag: string): string[] {
  const [, double, single, bare] = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(tag) ?? [];
  const href = double ?? single ?? bare;
  return href === undefined ? [] : [withoutEntities(href).trim()];
}
