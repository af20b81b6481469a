import { type Phrase, phrase, shortened } from './phrase';

/** Names a piece of a text in a sentence. A visible character is quoted. An invisible one is called by its name. */
export function namedText(found: string): Phrase | string {
  const char = String.fromCodePoint(found.codePointAt(0) ?? 0);
  const code = codeOf(char);
  if (/[\r\n]/.test(char)) return phrase('the end of the line');
  if (char === '\t') return phrase('a tab');
  if (char === ' ') return phrase('a space');
  if (char === '\0') return phrase('a NUL character');
  if (char === '\u00a0') return phrase('a no-break space ({0})', code);
  if (char === '\u200b') return phrase('a zero width space ({0})', code);
  if (char === '\ufeff') return phrase('a byte order mark ({0})', code);
  if (/^\p{Cc}/u.test(char)) return phrase('a control character ({0})', code);
  if (/^\p{Cs}/u.test(char)) return phrase('half of a character ({0})', code);
  if (/^\p{Z}/u.test(char)) return phrase('a space of another kind ({0})', code);
  if (/^\p{C}/u.test(char)) return phrase('an invisible character ({0})', code);
  // Between quotation marks a quotation mark could not be told from them.
  if (/^[\p{Pi}\p{Pf}"'`\u201a\u201e\u300c-\u300f\uff02\uff07]/u.test(char))
    return phrase('the quotation mark {0}', char);
  // A combining mark is shown on a dotted circle.
  if (/^\p{M}/u.test(char)) return `“\u25cc${char}”`;
  // A long run of characters is cut, because it may be a token without quotes.
  return `“${shortened(found, 20)}”`;
}

/** The code point as Unicode writes it. */
function codeOf(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
