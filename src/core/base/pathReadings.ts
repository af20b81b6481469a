import { strictlyDecoded } from './urlText';

/** How often a path is decoded: servers behind servers may do it once each. */
const MOST_DECODINGS = 4;

/** Stands for an escaped slash that is a part of a name. */
const SLASH_IN_NAME = '\u2215';

/** No pattern has them, and a star does not go beyond them. */
const LINE_ENDS = /[\n\r\u2028\u2029]/g;

/**
 * What another server may take a path for: decoded or not, with its escaped slashes in or between names, without empty and
 * dot segments, blanks at the ends of names, large letters and accents. Whoever keeps a path from a server must keep all of
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
        readings.add(plainPath(names));
        readings.add(plainPath(names, trimmed));
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
  return plainPath(folded(decoded(glob, '/')));
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
