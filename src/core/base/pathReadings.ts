import { strictlyDecoded } from './urlText';

/** How often a path is decoded: servers behind servers may do it once each. */
const MOST_DECODINGS = 4;

/** Stands for an escaped slash that is a part of a name. */
const SLASH_IN_NAME = '\u2215';

/** What comparisons of Unicode text pass over: control characters, soft hyphens, joiners, selectors of variants. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are meant.
const PASSED_OVER = /[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]|\p{Default_Ignorable_Code_Point}/gu;

/** A name with a key behind it, as REST writes an entity: `Employee(12)`, `Employee("a")`. */
const KEYED = /^([^()]*)\(([^()]*)\)(.*)$/s;

/** No pattern has them, and a star does not go beyond them. */
const LINE_ENDS = /[\n\r\u2028\u2029]/g;

/**
 * What another server may take a path for: decoded or not, with its escaped slashes in or between names, without empty and
 * dot segments, blanks at the ends of names, large letters, accents, parameters behind a `;`, and with any spelling of a key
 * in parentheses. Whoever keeps a path from a server must keep all of
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
        for (const read of READERS) readings.add(plainPath(names, read));
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
  return plainPath(folded(decoded(glob, '/')), withPlainKey);
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
  return text.normalize('NFKD').replace(/\p{M}/gu, '').replace(PASSED_OVER, '').toLowerCase();
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

/** Servers in front of others cut parameters of a path off. */
function withoutParameters(segment: string): string {
  return segment.replace(/;.*$/s, '');
}

/** With the keys as short as they can be written: `Employee( +01 )` and `Employee("1")` are `Employee(1)`. */
function withPlainKey(segment: string): string {
  const [, name, keys = '', rest = ''] = KEYED.exec(segment) ?? [];
  return name === undefined ? segment : `${name.trimEnd()}(${keys.split(',').map(plainKey).join()})${rest}`;
}

function plainKey(key: string): string {
  const text = key
    .trim()
    .replace(/^(["'])(.*)\1$/s, '$2')
    .trim();
  const [, sign, whole = '', part = ''] = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text) ?? [];
  if (sign === undefined || whole + part === '') return text;
  let end = part.length;
  while (end > 0 && part[end - 1] === '0') end--;
  const digits = `${whole.replace(/^0+(?=\d)/, '') || '0'}${end > 0 ? `.${part.slice(0, end)}` : ''}`;
  return sign === '-' && digits !== '0' ? `-${digits}` : digits;
}

/** What names are taken for, one after the other. */
const READERS: readonly ((segment: string) => string)[] = [
  trimmed,
  (segment) => withPlainKey(trimmed(segment)),
  (segment) => withPlainKey(trimmed(withoutParameters(segment))),
];

function isLeftOut(character: string, isAtEnd: boolean): boolean {
  return character <= ' ' || (character >= '\u007f' && character <= '\u00a0') || (isAtEnd && character === '.');
}
