import type { TextStretch } from './changedStretches';

/** A text as it is meant once some of its escapes are read. */
export interface TextLevel {
  readonly text: string;
  /** Where each character begins in the given text, and where the last one ends. Absent if nothing is decoded. */
  readonly places?: readonly number[];
}

/**
 * A character that is escaped: for a URL, as often as it may be, also as old programs do (`%u005f`), in JSON, or in HTML. Encoded
 * characters of a token are the same characters (RFC 3986, 6.2.2.2).
 */
const ESCAPED =
  /%(?:25)*(?:u00)?(0[9AaDd]|[2-7][0-9A-Fa-f])|(%(?:25)*[C-Fc-f][0-9A-Fa-f](?:%(?:25)*[89ABab][0-9A-Fa-f]){1,3})|(?:\\{1,8}|%(?:25)*)u([0-9A-Fa-f]{4})|&#0*(?:[xX]0*([0-9A-Fa-f]{1,4})|(\d{1,5}));|&(colon|equals|nbsp|Tab|amp|quot|apos|lt|gt|commat|sol);|\\{1,8}([tnr])/g;
const NAMED: Readonly<Record<string, string>> = {
  colon: ':',
  equals: '=',
  nbsp: ' ',
  Tab: '\t',
  amp: '&',
  quot: '"',
  apos: "'",
  lt: '<',
  gt: '>',
  commat: '@',
  sol: '/',
};
const LETTERS: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r' };
const MAY_BE_ESCAPED = /[%\\&]/;
/** The digits of an escape may be escaped themselves. More than this is no encoder any more. */
export const MOST_LEVELS = 4;

/** A text as it is, and as it is meant once its escapes are read, those of its escapes, and so on. */
export function* textLevels(text: string): Generator<TextLevel> {
  let level: TextLevel | undefined = { text };
  for (let n = 0; level && n <= MOST_LEVELS; n++) {
    yield level;
    level = decodedOnce(level);
  }
}

/** Where a part of a level stands in the given text. */
export function placedIn({ places }: TextLevel, { start, end }: TextStretch): TextStretch {
  return places ? { start: places[start] as number, end: places[end] as number } : { start, end };
}

/** Undefined if there is nothing to decode. */
export function decodedOnce({ text, places }: TextLevel): TextLevel | undefined {
  if (!MAY_BE_ESCAPED.test(text)) return undefined;
  const parts: string[] = [];
  const at: number[] = [];
  let from = 0;
  const place = (index: number) => (places ? (places[index] as number) : index);
  const keep = (to: number) => {
    for (let index = from; index < to; index++) at.push(place(index));
    parts.push(text.slice(from, to));
  };
  for (const found of text.matchAll(ESCAPED)) {
    const signs = meantBy(found);
    if (signs === '') continue;
    keep(found.index);
    for (let n = 0; n < signs.length; n++) at.push(place(found.index));
    parts.push(signs);
    from = found.index + found[0].length;
  }
  if (from === 0) return undefined;
  keep(text.length);
  at.push(place(text.length));
  return { text: parts.join(''), places: at };
}

/** Stretches in their order, those that touch each other as one. */
export function joinedStretches(stretches: Iterable<TextStretch>): TextStretch[] {
  const all: { start: number; end: number }[] = [];
  for (const { start, end } of [...stretches].sort((one, other) => one.start - other.start)) {
    const last = all.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else all.push({ start, end });
  }
  return all;
}

function meantBy([, inUrl, bytes, unit, inHtml, decimal, named, letter]: RegExpMatchArray): string {
  if (inUrl !== undefined) return String.fromCharCode(Number.parseInt(inUrl, 16));
  if (bytes !== undefined) return meantByBytes(bytes);
  if (named !== undefined) return NAMED[named] ?? '';
  if (letter !== undefined) return LETTERS[letter] ?? '';
  const code = decimal === undefined ? Number.parseInt((unit ?? inHtml) as string, 16) : Number(decimal);
  const isPlain = code === 9 || code === 10 || code === 13 || (code >= 32 && code !== 127 && code <= 0xffff);
  return isPlain ? String.fromCharCode(code) : '';
}

function meantByBytes(escaped: string): string {
  try {
    return decodeURIComponent(escaped.replace(/%(?:25)+/g, '%'));
  } catch {
    return '';
  }
}
