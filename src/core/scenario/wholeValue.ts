import { isBeforeSecret } from '../protocol/loginPath';

/** So long, a text with a digit or a sign stands in no other one by chance; and any text that is as long as the second. */
const LONG = 8;
const VERY_LONG = 12;

/** What stands before and behind a value, where it is one as a whole. */
const PLACES: readonly (readonly [before: RegExp, after: RegExp])[] = [
  [/^\s*$/, /^\s*$/],
  // Credentials of a header.
  [/^\s*(?:Bearer|Basic|DPoP|Token)\s+$/i, /^\s*$/],
  // A text of JSON that is no name of a member, or an attribute.
  [/"$/, /^(?:$|"(?!\s*:))/],
  [/'$/, /^(?:$|'(?!\s*:))/],
  // A number of JSON.
  [/["']\s*:\s*$/, /^\s*[,}\]]/],
  // In a query, a form or a cookie, however often it is encoded.
  [/(?:=|%(?:25)*3d)$/i, /^(?:$|["'\s&;,#<>)]|%(?:25)*2[236])/],
  // A header that is written in a text.
  [/:[ \t]+(?:(?:Bearer|Basic)[ \t]+)?$/, /^[ \t]*(?:$|[\r\n,;)}\]])/],
  // The password of an address.
  [/:\/\/[^\s/?#@]*:$/, /^@/],
  // A line, as in a part of a form, or an element of XML.
  [/[\r\n]$/, /^[\r\n]/],
  [/>$/, /^</],
];
/** A number or a word without quotes in a list of JSON. */
const ITEM: readonly [before: RegExp, after: RegExp] = [/[[,]\s*$/, /^\s*[,\]]/];
/** A part of a path behind another one. */
const PATH = /^(?:[A-Z]+ )?(?:[a-z][\w+.-]*:\/\/[^/]*)?\/(?:[^?#\s]*[/;])?([^?#\s/;]+)[/;=]$/;
const END_OF_PART = /^(?:$|[/;?#&\s])/;
const LONGEST_PATH = 8192;
/** So many characters around a value tell what it is. */
const NEAR = 300;
const WORD = /^(?:[A-Z]?[a-z]+|[A-Z]+)$/;

/** Whether a text is so long that it is this one wherever it stands, and no part of another value. */
export function isUnmistakable(text: string): boolean {
  return text.length >= VERY_LONG || (text.length >= LONG && !WORD.test(text));
}

/** Whether what stands at a place is a value as a whole: a member, a parameter, a header, a part of a path. */
export function isWholeValue(text: string, start: number, end: number): boolean {
  const before = start > NEAR ? `…${text.slice(start - NEAR, start)}` : text.slice(0, start);
  const after = text.slice(end, end + NEAR);
  const places = /^\s*[[{]/.test(text) ? [...PLACES, ITEM] : PLACES;
  if (places.some(([left, right]) => left.test(before) && right.test(after))) return true;
  if (start > LONGEST_PATH || !END_OF_PART.test(after)) return false;
  const part = PATH.exec(text.slice(0, start))?.[1];
  // A name of a route is a word, too, where no secret is expected.
  return part !== undefined && (!WORD.test(text.slice(start, end)) || isBeforeSecret(part));
}
