/** A piece of a page: text that is sent as it is, or a 4D tag. */
export type PagePiece =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'tag';
      /** Upper case, such as 4DTEXT. */
      readonly name: string;
      readonly expression: string;
      /** Absent end: the page ends, or the line, before the tag does. */
      readonly isWhole: boolean;
    };

const COMMENT_END = '-->';

/**
 * Finds the 4D tags of a page, in a time that grows with its length only. Nothing of a tag is in a text, not even of one that has
 * no end. Source: docs/facts/4d-web.md#tags.
 */
export function* pagePieces(page: string): Generator<PagePiece> {
  // Comments of HTML that begin with 4D, and the form that 4D takes outside comments for tags with a value.
  const opening = /<!--#?(4D[A-Za-z]*)|\$(4D(?:TEXT|HTML|EVAL))\(/gi;
  let at = 0;
  for (let found = opening.exec(page); found; found = opening.exec(page)) {
    if (found.index > at) yield { kind: 'text', text: page.slice(at, found.index) };
    const [whole, comment, call] = found;
    const from = found.index + whole.length;
    const end = comment === undefined ? callEnd(page, from) : commentEnd(page, from);
    const name = (comment ?? call ?? '').toUpperCase();
    yield { kind: 'tag', name, expression: page.slice(from, end.content).trim(), isWhole: end.isWhole };
    at = end.next;
    opening.lastIndex = at;
  }
  if (at < page.length) yield { kind: 'text', text: page.slice(at) };
}

interface TagEnd {
  /** Where the content ends, and where the page goes on. */
  readonly content: number;
  readonly next: number;
  readonly isWhole: boolean;
}

function commentEnd(page: string, from: number): TagEnd {
  const found = page.indexOf(COMMENT_END, from);
  if (found < 0) return { content: page.length, next: page.length, isWhole: false };
  return { content: found, next: found + COMMENT_END.length, isWhole: true };
}

/** The bracket that closes the one of the tag, in the same line. Brackets in quotes do not count. */
function callEnd(page: string, from: number): TagEnd {
  let depth = 1;
  let isQuoted = false;
  for (let at = from; at < page.length && page[at] !== '\n'; at++) {
    if (page[at] === '"') isQuoted = !isQuoted;
    else if (!isQuoted && page[at] === '(') depth++;
    else if (!isQuoted && page[at] === ')' && --depth === 0) return { content: at, next: at + 1, isWhole: true };
  }
  const line = page.indexOf('\n', from);
  const end = line < 0 ? page.length : line;
  return { content: end, next: end, isWhole: false };
}
