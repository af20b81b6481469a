import { plainNumber } from './plainNumber';
import { strictlyDecoded } from './urlText';

/** How often a path is decoded: servers behind servers may do it once each. */
const MOST_DECODINGS = 4;

/** Stands for an escaped slash that is a part of a name. */
const SLASH_IN_NAME = '\u2215';

/** No pattern has them, and a star does not go beyond them. */
const LINE_ENDS = /[\n\r\u2028\u2029]/g;

/** What comparing texts leaves out, as ICU does in 4D: characters that are not shown, and control characters. */
const IGNORED = /\p{Default_Ignorable_Code_Point}|(?![\t-\r])\p{Cc}/gu;

/** What stands around a key: blanks, also as forms write them, quotes and parentheses. */
const AROUND_KEYS = /[\s+()"'`\u00b4\u2018-\u201f\u00ab\u00bb]/;

/** How a server may take a name between slashes. */
const NAME_READINGS: readonly ((segment: string) => string)[] = [
  (segment) => segment,
  trimmed,
  keyed,
  (segment) => keyed(trimmed(segment)),
  (segment) => trimmed(withoutParameters(segment)),
  (segment) => keyed(trimmed(withoutParameters(segment))),
];

/**
 * What another server may take a path for: decoded or not, with its escaped slashes in or between names, without empty and
 * dot segments, blanks at the ends of names, large letters, accents, characters that are not shown and path parameters
 * (`;v=1`), and with the keys of records in one spelling: `Emp("01")` is `Emp(1)`. Whoever keeps a path from a server must keep all of
 * them from it.
 * @param target path, and query or fragment, which are left out
 * @returns each without a slash at its end. The path as it was sent is the first
 */
export function pathReadings(target: string): readonly string[] {
  const sent = cutAtQuery(target);
  const readings = new Set([sent]);
  for (const slash of ['/', SLASH_IN_NAME]) {
    let text = sent;
    for (let count = 0; count <= MOST_DECODINGS; count++) {
      for (const path of [text, cutAtQuery(text)]) {
        const names = folded(path).replaceAll('\\', '/').replace(LINE_ENDS, ' ');
        for (const form of new Set([names, names.replace(IGNORED, '')])) {
          for (const name of NAME_READINGS) readings.add(plainPath(form, name));
        }
      }
      const next = decoded(text, slash);
      if (next === text) break;
      text = next;
    }
  }
  return [...readings];
}

/** A pattern of paths in the spelling of `pathReadings`. Stars stay as they are. */
export function pathPattern(glob: string): string {
  return plainPath(folded(decoded(glob, '/')).replace(IGNORED, ''), keyed);
}

function cutAtQuery(text: string): string {
  return text.replace(/[?#].*$/s, '');
}

/** Decodes what is well-formed once. Bytes that are no UTF-8 are taken for Latin-1. */
function decoded(text: string, slash: string): string {
  return text
    .replace(/%(?:2f|5c)/gi, slash)
    .replace(/(?:%[89a-f][\da-f])+/gi, (run) => strictlyDecoded(run) ?? bytesIn(run))
    .replace(/%[0-7][\da-f]/gi, bytesIn);
}

function bytesIn(run: string): string {
  return run.replace(/%([\da-f]{2})/gi, (_escape, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** 4D compares names without case and accents. */
function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function plainPath(text: string, name: (segment: string) => string = (segment) => segment): string {
  const path: string[] = [];
  for (const segment of text.split('/').map(name)) {
    if (segment === '..') path.pop();
    else if (segment !== '' && segment !== '.') path.push(segment);
  }
  return `/${path.join('/')}`;
}

/** Servers in front of others cut what follows a semicolon in a name (RFC 3986, 3.3). */
function withoutParameters(segment: string): string {
  return segment.replace(/;.*$/s, '');
}

/**
 * One spelling of the key in `Emp(1)`: without quotes and blanks around it, and numbers by their value. 4D's REST also takes
 * `Emp:ID(1)`, and which attribute is the key is not known here.
 */
function keyed(segment: string): string {
  const open = segment.indexOf('(');
  if (open < 0) return segment;
  const [table = ''] = segment.slice(0, open).split(':', 1);
  const keys = segment
    .slice(open + 1)
    .split(',')
    .map(plainKey);
  return `${table.trim()}(${keys.join()})`;
}

function plainKey(text: string): string {
  let begin = 0;
  let end = text.length;
  while (begin < end && AROUND_KEYS.test(text.charAt(begin))) begin++;
  while (end > begin && AROUND_KEYS.test(text.charAt(end - 1))) end--;
  const key = text.slice(begin, end);
  return /^0x[\da-f]+$/.test(key) ? BigInt(key).toString() : plainNumber(key);
}

/** File systems leave out blanks and dots at the end of a name, and other servers control characters. */
function trimmed(segment: string): string {
  if (segment === '..') return segment;
  let end = segment.length;
  while (end > 0 && isLeftOut(segment.charAt(end - 1), true)) end--;
  let begin = 0;
  while (begin < end && isLeftOut(segment.charAt(begin), false)) begin++;
  return segment.slice(begin, end);
}

function isLeftOut(character: string, isAtEnd: boolean): boolean {
  return character <= ' ' || (character >= '\u007f' && character <= '\u00a0') || (isAtEnd && character === '.');
}
