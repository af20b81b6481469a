import type { TextStretch } from '../base/changedStretches';
import { isBeforeSecret } from '../protocol/loginPath';
import { isPlainFile, isRouteWord } from './routeWords';

/** What may be a path, up to its query. */
const PATH = /[^\s"'`“”‘’«»<>?#,;(){}[\]|]+/g;
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
  }
}

/** Digits among letters, or capitals and small letters in such an order as no words have them. */
function isRandom(part: string): boolean {
  if (part.length < SHORTEST || isRouteWord(part) || isPlainFile(part) || part.includes('•')) return false;
  if (!/^[\w.~%=+-]+$/.test(part)) return false;
  if (/\d/.test(part)) return /[A-Za-z]/.test(part) || part.length >= 12;
  return part.length >= 16 && /[a-z][A-Z]{2}|[A-Z]{2}[a-z]+[A-Z]/.test(part);
}
