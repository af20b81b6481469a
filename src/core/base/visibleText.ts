/**
 * Makes a text from elsewhere (a file, a device, a request) safe to show in one line.
 * A character that would end the line, reorder it or be invisible is shown as its code point. A long run of combining
 * marks is cut. Hebrew, Arabic and what emoji and some scripts need stay as they are: joiners, variants, tags of flags.
 */
export function visibleText(text: string): string {
  return visible(text, HIDDEN);
}

/** The same for a text of several lines. Line ends and tabs stay. */
export function visibleLines(text: string): string {
  return visible(text, HIDDEN_IN_LINES);
}

/** How a character is written that cannot be shown. */
export function codePointText(char: string): string {
  return `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
}

/** Whether every character shows, as those of most texts do. */
export function isPlainText(text: string): boolean {
  return PLAIN.test(text);
}

function visible(text: string, hidden: RegExp): string {
  if (isPlainText(text)) return text;
  // Marks are cut first, because a character that follows them may be shown for their sake alone.
  return text.replace(HEAP, '$1…').replace(hidden, codePointText);
}

/** Most texts have no other characters: Latin letters, and the dot that covers secrets. */
const PLAIN = /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u2022]*$/;

// Letters of these scripts change their shape beside a joiner.
const JOINING =
  'Adlm Arab Beng Deva Gujr Guru Knda Khmr Mand Mlym Mong Mymr Nkoo Orya Phag Rohg Sinh Syrc Taml Telu Tibt'
    .split(' ')
    .map((script) => `\\p{scx=${script}}`)
    .join('');

/** Each part begins with the character that it is about, so that the others are passed quickly. */
const PARTS = [
  // Controls, halves of surrogate pairs, line separators, notes between lines. The rest has no width of its own, or
  // changes the direction of writing. Exceptions are below.
  '(?![\\u180b-\\u180d\\u180f\\u200c\\u200d\\ufe00-\\ufe0f\\u{e0020}-\\u{e007f}\\u{e0100}-\\u{e01ef}])[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\ufff9-\\ufffb\\p{DI}]',
  // Joiners, except after a part of an emoji and in a script that has them.
  ['[\\u200c\\u200d](?<!(?:\\p{ExtPict}\\ufe0f?|\\p{EMod}|(?!\\p{DI})[', JOINING, ']).)'].join(''),
  // The choice of a variant, except after what may have some: signs and letters of scripts without capitals; emoji and
  // what is in the box of a key; Chinese characters.
  '[\\ufe00-\\ufe0d](?<!(?![ -~]|\\p{DI})[\\p{Sm}\\p{Lo}].)',
  '[\\ufe0e\\ufe0f](?<!(?:\\p{ExtPict}|[0-9#*](?=\\ufe0f\\u20e3)).)',
  '[\\u{e0100}-\\u{e01ef}](?<!\\p{sc=Han}.)',
  '[\\u180b-\\u180d\\u180f](?<!(?!\\p{DI})\\p{sc=Mong}.)',
  // Tags, except those that make a flag of a black flag.
  '[\\u{e0020}-\\u{e007f}](?<!\\u{1f3f4}[\\u{e0020}-\\u{e007e}]{0,6}.)',
];

/** Characters that do not show where they stand, or change what is shown beside them. */
export const HIDDEN = new RegExp(PARTS.join('|'), 'gu');
const HIDDEN_IN_LINES = new RegExp(`(?![\\t\\n\\r])(?:${HIDDEN.source})`, 'gu');
// No script writes more combining marks than this on one letter.
const HEAP = /(\p{M}{8})\p{M}+/gu;
/** The combining marks beyond those that are shown, one at a time. */
export const HEAPED = /\p{M}(?<=\p{M}{9})/gu;
