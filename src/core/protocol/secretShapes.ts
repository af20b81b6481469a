import type { TextStretch } from '../base/changedStretches';
import { joinedStretches, placedIn, textLevels } from '../base/textLevels';
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
/** What may be a passcode, or a cookie that is a UUID. */
const WORD = /(?<![\w-])(?=[\w-]*\d)[\w-]{4,64}(?![\w-])/g;
/** No shape that everyone knows is shorter, and most texts are. What is decoded is shorter still. */
const SHORTEST_SHAPE = 15;
const KNOWN_SHAPES = [JWT, ...TOKEN_SHAPES];
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
    const spans: TextStretch[] = [];
    for (const level of textLevels(text)) {
      const { text: plain } = level;
      for (const shape of shapes) {
        for (const { 0: found, index, groups } of plain.matchAll(shape)) {
          if (shape === JWT && groups?.rest === undefined) continue;
          spans.push(placedIn(level, { start: index, end: index + found.length }));
        }
      }
      for (const place of [
        ...(isLong && this.findsRandom ? [...randomPlaces(plain, name), ...base32Places(plain)] : []),
        ...this.livePlaces(plain),
      ])
        spans.push(placedIn(level, place));
    }
    return joinedStretches(spans).map(({ start, end }) => {
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

function meant(written: string): string {
  let shown = written;
  for (const { text } of textLevels(written)) shown = text;
  return shown;
}
