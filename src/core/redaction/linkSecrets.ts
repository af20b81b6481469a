import type { TextStretch } from '../base/changedStretches';
import { isBeforeSecret } from '../protocol/loginPath';
import { isPlainFile, isRouteWord } from './routeWords';

/** What may be a path, up to its query. */
const PATH = /[^\s"'`“”‘’«»<>?#,;(){}[\]|]+/g;
/** A query or a fragment, in which values have names or none. */
const QUERY = /[?#][^\s"'`“”‘’«»<>?#(){}[\]|]{1,2000}/y;
const VALUE = /(?<=^|[?#&;])(?:(\w{0,24})=)?([\w.~%+-]{8,512})/g;
/** What a link has in a query is called so by those who keep it short. */
const SHORT = /^(?:\w{0,2}|key|hash|u?uid|link|data|ticket|magic|ref|confirm\w*|verif\w*|invit\w*|reset\w*)$/i;
/** A value of a `key` anywhere, or one without a name, is a secret if it is as long as that. */
const LONG = 16;
const SHORTEST = 8;
const SESSION_ID = /^[0-9A-Fa-f]{40}$/;
/** So many segments before a part may say what it opens. */
const MOST_BEFORE = 4;
/** Longer segments are no names of routes. */
const LONGEST_NAME = 64;

/** Where links open something: a random part of a path behind a word such as `login` or `reset`. */
export function* linkSecrets(text: string): Generator<TextStretch> {
  for (const { 0: path, index } of text.matchAll(PATH)) {
    if (!path.includes('/')) continue;
    let at = index;
    const found: (TextStretch & { readonly before: readonly string[] })[] = [];
    const segments = path.split('/');
    for (const [place, segment] of segments.entries()) {
      const part = segment.replace(/[.!:]+$/, '');
      if (place > 0 && isRandom(part))
        found.push({
          start: at,
          end: at + part.length,
          before: segments.slice(Math.max(0, place - MOST_BEFORE), place),
        });
      at += segment.length + 1;
    }
    for (const { start, end, before } of found) {
      const names = before.filter((each) => each !== '' && each.length <= LONGEST_NAME && isBeforeSecret(each));
      const isId = SESSION_ID.test(text.slice(start, end));
      if (names.some((each) => !isId || !each.includes('.'))) yield { start, end };
    }
    yield* inQuery(text, index + path.length, segments.slice(-MOST_BEFORE));
  }
}

/** What a link to open something has behind its path: `/reset?t=…`. */
function* inQuery(text: string, from: number, before: readonly string[]): Generator<TextStretch> {
  QUERY.lastIndex = from;
  const query = QUERY.exec(text)?.[0];
  if (query === undefined) return;
  const opens = before.some((each) => each !== '' && each.length <= LONGEST_NAME && isBeforeSecret(each));
  for (const { 0: all, 1: name = '', 2: value = '', index } of query.matchAll(VALUE)) {
    if (!(opens ? SHORT.test(name) : name === 'key') || !isRandom(value)) continue;
    if (value.length < LONG && (!opens || name === '')) continue;
    const end = from + index + all.length;
    yield { start: end - value.length, end };
  }
}

/** Digits among letters, or capitals and small letters in such an order as no words have them. */
function isRandom(part: string): boolean {
  if (part.length < SHORTEST || isRouteWord(part) || isPlainFile(part) || part.includes('•')) return false;
  if (!/^[\w.~%=+-]+$/.test(part)) return false;
  if (/\d/.test(part)) return /[A-Za-z]/.test(part) || part.length >= 12;
  return part.length >= 16 && /[a-z][A-Z]{2}|[A-Z]{2}[a-z]+[A-Z]/.test(part);
}
