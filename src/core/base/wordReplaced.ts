const LETTER = /[\p{L}\p{N}_]/u;
/** An escaped character of a URL or of JSON, the end of which looks like a letter. */
const ESCAPE = /(?:%[0-9a-f]{2}|\\(?:[bfnrt]|u[0-9a-f]{4}))$/i;
const LONGEST_ESCAPE = 6;

/**
 * Puts something else in the place of a word, where it is no part of a longer one. An escape before it, as in `%20word` and
 * `\nword`, is no part of it.
 */
export function wordReplaced(text: string, word: string, instead: string): string {
  let left = '';
  let from = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at < from || isPart(text, at) || LETTER.test(text[at + word.length] ?? '')) continue;
    left += text.slice(from, at) + instead;
    from = at + word.length;
  }
  return left + text.slice(from);
}

function isPart(text: string, at: number): boolean {
  return LETTER.test(text[at - 1] ?? '') && !ESCAPE.test(text.slice(Math.max(0, at - LONGEST_ESCAPE), at));
}
