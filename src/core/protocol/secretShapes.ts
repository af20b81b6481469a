import { changedTexts } from '../json/changedTexts';
import { randomPlaces } from './randomText';
import { REDACTED } from './redacted';
import { base32Places, TOKEN_SHAPES } from './tokenShapes';

/** A secret that is known by its shape, and where it stands in a text. */
export interface ShapedSecret {
  readonly start: number;
  readonly end: number;
  /** As it stands in the text. */
  readonly written: string;
  /** As it is meant: without the escapes of URLs and of JSON. */
  readonly meant: string;
}

/**
 * A signed token with its three parts (RFC 7519). What only begins like one is matched too, so that it is read only once, and is
 * passed over.
 */
const JWT = /e(?:y[AIJ]|w[o0k])[\w-]{8}[\w-]*(?<rest>\.[\w-]{2}[\w-]*\.[\w-]*)?/g;
/**
 * An ASCII character that is escaped: for a URL, as often as it may be, also as old programs do (`%u005f`), in JSON, or in
 * HTML. Encoded characters of a token are the same characters (RFC 3986, 6.2.2.2).
 */
const ESCAPED =
  /%(?:25)*(?:u00)?([2-7][0-9A-Fa-f])|\\{1,8}u00([2-7][0-9A-Fa-f])|&#0*(?:[xX]([2-7][0-9A-Fa-f])|(3[2-9]|[4-9]\d|1[01]\d|12[0-6]));/g;
/** What may be a passcode, or a cookie that is a UUID. */
const WORD = /(?<![\w-])(?=[\w-]*\d)[\w-]{4,64}(?![\w-])/g;
/** No shape that everyone knows is shorter, and most texts are. What is decoded is shorter still. */
const SHORTEST_SHAPE = 15;
const KNOWN_SHAPES = [JWT, ...TOKEN_SHAPES];
/** The digits of an escape may be escaped themselves. More than this is no encoder any more. */
const MOST_LEVELS = 4;

interface Level {
  readonly text: string;
  /** Where each character begins in the given text, and where the last one ends. Absent if nothing is decoded. */
  readonly places?: readonly number[];
}

/**
 * What secrets look like, for those that can be told from other texts without a name. It finds them wherever they stand in
 * a text, and in whatever encoding.
 */
export class SecretShapes {
  private readonly own: readonly RegExp[];

  /**
   * @param own patterns with the flag `g`, for what the systems of a server give out
   * @param findsRandom whether random text counts, which may also be an id
   * @param isLive tells whether a word is a passcode or a key that a server has made and that may still be good
   */
  constructor(
    own: Iterable<RegExp> = [],
    private readonly isLive?: (word: string) => boolean,
    private readonly findsRandom = true,
  ) {
    this.own = [...own];
  }

  /**
   * All secrets in a text, in order. They do not overlap.
   * @param name of the member, header or parameter that has the text. It tells identifiers and hashes from secrets
   */
  in(text: string, name?: string): readonly ShapedSecret[] {
    const isLong = text.length >= SHORTEST_SHAPE;
    const shapes = isLong ? [...this.own, ...KNOWN_SHAPES] : this.own;
    if (shapes.length === 0 && !this.isLive) return [];
    const spans: { start: number; end: number }[] = [];
    let level: Level | undefined = { text };
    for (let n = 0; level && n <= MOST_LEVELS; n++) {
      const { text: plain, places } = level as Level;
      for (const shape of shapes) {
        for (const { 0: found, index, groups } of plain.matchAll(shape)) {
          if (shape === JWT && groups?.rest === undefined) continue;
          const end = index + found.length;
          spans.push(places ? { start: places[index] as number, end: places[end] as number } : { start: index, end });
        }
      }
      for (const { start, end } of [
        ...(isLong && this.findsRandom ? [...randomPlaces(plain, name), ...base32Places(plain)] : []),
        ...this.livePlaces(plain),
      ]) {
        spans.push(places ? { start: places[start] as number, end: places[end] as number } : { start, end });
      }
      level = decoded(level);
    }
    return joined(spans).map(({ start, end }) => {
      const written = text.slice(start, end);
      return { start, end, written, meant: meant(written) };
    });
  }

  /**
   * Puts something else in the place of each secret.
   * @param instead what is put there; by default it is only covered
   * @param name as of `in`
   */
  covered(text: string, instead: (secret: ShapedSecret) => string = () => REDACTED, name?: string): string {
    const secrets = this.in(text, name);
    if (secrets.length === 0) return text;
    let result = '';
    let from = 0;
    for (const secret of secrets) {
      result += text.slice(from, secret.start) + instead(secret);
      from = secret.end;
    }
    return result + text.slice(from);
  }

  /** The same for every text in a JSON value, including keys. */
  coveredJson<T>(value: T, instead?: (secret: ShapedSecret) => string): T {
    return changedTexts(
      value,
      (text, key) => this.covered(text, instead, key),
      (key) => this.covered(key, instead),
    );
  }

  private livePlaces(text: string): { start: number; end: number }[] {
    const { isLive } = this;
    if (!isLive) return [];
    return [...text.matchAll(WORD)].flatMap(({ 0: word, index }) =>
      isLive(word) ? [{ start: index, end: index + word.length }] : [],
    );
  }
}

/** Decodes once. Undefined if there is nothing to decode. */
function decoded({ text, places }: Level): Level | undefined {
  let plain = '';
  let from = 0;
  const at: number[] = [];
  const place = (index: number) => (places ? (places[index] as number) : index);
  const keep = (to: number) => {
    for (let index = from; index < to; index++) at.push(place(index));
    plain += text.slice(from, to);
  };
  for (const { 0: escaped, 1: inUrl, 2: inJson, 3: inHtml, 4: decimal, index } of text.matchAll(ESCAPED)) {
    keep(index);
    at.push(place(index));
    const code = decimal === undefined ? Number.parseInt((inUrl ?? inJson ?? inHtml) as string, 16) : Number(decimal);
    plain += String.fromCharCode(code);
    from = index + escaped.length;
  }
  if (from === 0) return undefined;
  keep(text.length);
  at.push(place(text.length));
  return { text: plain, places: at };
}

function meant(written: string): string {
  let level: Level = { text: written };
  for (let n = 0; n < MOST_LEVELS; n++) level = decoded(level) ?? level;
  return level.text;
}

function joined(spans: { start: number; end: number }[]): { start: number; end: number }[] {
  const all: { start: number; end: number }[] = [];
  for (const span of spans.sort((a, b) => a.start - b.start)) {
    const last = all.at(-1);
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else all.push(span);
  }
  return all;
}
