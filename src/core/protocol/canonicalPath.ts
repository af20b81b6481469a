import { strictlyDecoded } from '../base/urlText';

/** Nobody escapes a path more often than this. */
const MOST_LEVELS = 5;
/** An escaped character of ASCII, also as old programs write it. */
const ESCAPED = /%(?:u00)?([0-7][0-9A-Fa-f])/g;

/** A text without its escapes, however often it was escaped. What cannot be decoded stays as it is. */
export function fullyDecoded(text: string): string {
  let plain = text;
  for (let level = 0; level < MOST_LEVELS && plain.includes('%'); level++) {
    const decoded = decodedOnce(plain);
    if (decoded === plain) break;
    plain = decoded;
  }
  return plain;
}

/** The path of a URL, or of a path with its query, as it was sent. */
function pathOf(url: string): string {
  return url.replace(/^[a-z][\w+.-]*:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
}

/**
 * The segments of a path in the one form in which routes are told apart: without escapes, empty segments, dots, parameters
 * behind a semicolon, and with slashes in place of backslashes. `//r%65st/$catalog%2Ffoo;a=1` is `rest`, `$catalog`, `foo`.
 */
export function canonicalSegments(url: string): string[] {
  return fullyDecoded(pathOf(url))
    .split(/[\\/]/)
    .map((segment) => segment.replace(/[;?].*$/s, '').trim())
    .filter((segment) => segment !== '' && segment !== '.' && segment !== '..');
}

/** A path in the form in which two of them can be compared. */
export function canonicalPath(url: string): string {
  return `/${canonicalSegments(url).join('/').toLowerCase()}`;
}

function decodedOnce(text: string): string {
  const decoded = strictlyDecoded(text);
  return decoded ?? text.replace(ESCAPED, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
