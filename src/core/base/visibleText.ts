/**
 * A text from elsewhere (a file, a device, a request), harmless in one line: what would end the line, reorder it or hide
 * in it is shown by its code point, and a heap of marks on one letter is cut. Hebrew and Arabic stay as they are, and so do
 * the joiners that emoji and some scripts need. What is visible already stays so.
 */
export function visibleText(text: string): string {
  return visible(text, UNSEEN);
}

/** The same for a text of several lines: line ends and tabs stay. */
export function visibleLines(text: string): string {
  return visible(text, UNSEEN_IN_LINES);
}

function visible(text: string, unseen: RegExp): string {
  return text.replace(unseen, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`).replace(HEAP, '$1…');
}

/** Controls, halves of characters, line separators, the marks that turn the direction of writing, and what has no width. */
export const UNSEEN =
  /[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u00ad\u180e\u200b\u2060-\u2064\ufeff]/gu;
const UNSEEN_IN_LINES = new RegExp(`(?![\\t\\n\\r])${UNSEEN.source}`, 'gu');
// No script writes more than this on one letter.
const HEAP = /(\p{M}{8})\p{M}+/gu;
