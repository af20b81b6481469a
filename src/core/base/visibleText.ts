/**
 * Makes a text from elsewhere (a file, a device, a request) safe to show in one line.
 * A character that would end the line, reorder it or be invisible is shown as its code point. A long run of combining
 * marks is cut. Hebrew, Arabic and the joiners that emoji and some scripts need stay as they are.
 */
export function visibleText(text: string): string {
  return visible(text, UNSEEN);
}

/** The same for a text of several lines. Line ends and tabs stay. */
export function visibleLines(text: string): string {
  return visible(text, UNSEEN_IN_LINES);
}

function visible(text: string, unseen: RegExp): string {
  return text.replace(unseen, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`).replace(HEAP, '$1…');
}

/**
 * Control characters, lone surrogates, line separators, marks that change the direction of writing, and characters
 * without a width.
 */
export const UNSEEN =
  /[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u00ad\u180e\u200b\u2060-\u2064\ufeff]/gu;
const UNSEEN_IN_LINES = new RegExp(`(?![\\t\\n\\r])${UNSEEN.source}`, 'gu');
// No script writes more combining marks than this on one letter.
const HEAP = /(\p{M}{8})\p{M}+/gu;
