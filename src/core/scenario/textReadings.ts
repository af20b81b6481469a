import { TextSearch } from '../base/textSearch';
import { urlDecoded } from '../base/urlText';
import type { Filter } from './template';

/** From an offset in a text to another, which is exclusive. */
export type TextRange = readonly [start: number, end: number];

/** Finds places in a text. */
export interface Search {
  rangesIn(text: string): readonly TextRange[];
}

/** A character in UTF-8, where each byte is a percent sign and two digits. */
const PERCENT =
  '%[0-7][\\da-f]|%[cd][\\da-f]%[89ab][\\da-f]|%e[\\da-f](?:%[89ab][\\da-f]){2}|%f[0-7](?:%[89ab][\\da-f]){3}';
const IN_URL = new RegExp(PERCENT, 'gi');
const IN_FORM = new RegExp(`${PERCENT}|\\+`, 'gi');
// JSON tells capitals from small letters, except in the digits.
const IN_JSON = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/g;

/** A text as someone reads it who knows its escapes, and where each character of it stands. */
class TextReading {
  /**
   * @param filter the filter that writes a value so that it is read in this way. Undefined when there is none
   * @param ranges where each character stands. Undefined when the text is read as it is
   */
  constructor(
    readonly plain: string,
    readonly filter: Filter | 'plain' | undefined,
    private readonly ranges?: readonly TextRange[],
  ) {}

  /**
   * Every place where a value stands.
   * @param isMeant whether it is meant where it stands in this reading
   */
  rangesOf(value: string, isMeant: (text: string, ...range: TextRange) => boolean = () => true): TextRange[] {
    const found: TextRange[] = [];
    if (value === '') return found;
    const search = new TextSearch(value);
    for (let at = search.in(this.plain); at >= 0; at = search.in(this.plain, at + value.length)) {
      const end = at + value.length;
      if (isMeant(this.plain, at, end)) found.push([this.standsAt(at)[0], this.standsAt(end - 1)[1]]);
    }
    return found;
  }

  /** The places where one of many values stands. */
  rangesOfAny(values: Search): TextRange[] {
    return values
      .rangesIn(this.plain)
      .map(([start, end]): TextRange => [this.standsAt(start)[0], this.standsAt(end - 1)[1]]);
  }

  /** Undefined when the text has no such escape, and so says the same. */
  decoded(escapes: RegExp, meaning: (spelling: string) => string, filter?: Filter): TextReading | undefined {
    const ranges: TextRange[] = [];
    let plain = '';
    let from = 0;
    const keepUntil = (end: number) => {
      for (let at = from; at < end; at++) ranges.push(this.standsAt(at));
      plain += this.plain.slice(from, end);
    };
    for (const { 0: spelling, index } of this.plain.matchAll(escapes)) {
      keepUntil(index);
      from = index + spelling.length;
      const meant = meaning(spelling);
      const range: TextRange = [this.standsAt(index)[0], this.standsAt(from - 1)[1]];
      for (let unit = 0; unit < meant.length; unit++) ranges.push(range);
      plain += meant;
    }
    if (from === 0) return undefined;
    keepUntil(this.plain.length);
    return new TextReading(plain, filter, ranges);
  }

  private standsAt(at: number): TextRange {
    return this.ranges?.[at] ?? [at, at + 1];
  }
}

/**
 * All readings of a text: as it is, as a part of a URL, as a form, as JSON, and as one of them inside another. So a value
 * is found in whatever spelling it stands there.
 */
export function readingsOf(text: string): TextReading[] {
  const asItIs = new TextReading(text, 'plain');
  if (!/[%+\\]/.test(text)) return [asItIs];
  const once = [
    asItIs.decoded(IN_URL, urlDecoded, 'url'),
    asItIs.decoded(IN_FORM, ofForm, 'url'),
    asItIs.decoded(IN_JSON, ofJson, 'inJson'),
  ].filter((each) => each !== undefined);
  const twice = once.flatMap((each) => [
    ...(each.filter === 'inJson' ? [each.decoded(IN_URL, urlDecoded), each.decoded(IN_FORM, ofForm)] : []),
    each.decoded(IN_JSON, ofJson),
  ]);
  return [asItIs, ...once, ...twice.filter((each) => each !== undefined)];
}

function ofForm(spelling: string): string {
  return spelling === '+' ? ' ' : urlDecoded(spelling);
}

function ofJson(spelling: string): string {
  return JSON.parse(`"${spelling}"`) as string;
}
