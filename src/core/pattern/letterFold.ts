import { CharSet, elementOf } from './charSet';

const PAGE = 256;

/**
 * Which letters are the same if case is ignored, as JavaScript's patterns with the flag `i` have it. What was found out
 * of a letter is remembered for as long as the pattern is there, so it costs no more than to look at a letter.
 */
export class LetterFold {
  /** For each letter of a page one more than the letter that stands for all that are the same as it; 0 is unknown. */
  private readonly pages = new Map<number, Uint32Array>();
  /** Letters without one capital letter, by what they become in capitals. The first of several stands for them. */
  private readonly longCapitals = new Map<string, number[]>();

  /** @param isUnicode whether the pattern has the flag `u`, which folds letters in another way */
  constructor(private readonly isUnicode: boolean) {}

  /** @param one a code point with the flag `u`, otherwise a code unit; `other` likewise */
  isSame(one: number, other: number): boolean {
    return one === other || this.folded(one) === this.folded(other);
  }

  private folded(code: number): number {
    const number = Math.floor(code / PAGE);
    let page = this.pages.get(number);
    if (!page) {
      page = new Uint32Array(PAGE);
      this.pages.set(number, page);
    }
    const known = page[code % PAGE] as number;
    if (known > 0) return known - 1;
    const folded = this.isUnicode ? this.folding(code) : capital(code);
    page[code % PAGE] = folded + 1;
    return folded;
  }

  /** With the flag `u`, letters are folded one to one, which JavaScript does not offer otherwise. */
  private folding(code: number): number {
    const small = single(String.fromCodePoint(code).toLowerCase()) ?? code;
    const capitals = String.fromCodePoint(small).toUpperCase();
    const large = single(capitals);
    const candidates =
      large === undefined
        ? this.withCapitals(capitals, code, small)
        : [single(String.fromCodePoint(large).toLowerCase()) ?? large];
    if (candidates[0] === code) return code;
    // Not all that have the same small and capital letters are the same: a dotless i is no i.
    const set = new CharSet(elementOf(code, true), 'iu');
    return candidates.find((each) => set.has(each)) ?? code;
  }

  private withCapitals(capitals: string, code: number, small: number): readonly number[] {
    const known = this.longCapitals.get(capitals) ?? [];
    if (!known.includes(small)) this.longCapitals.set(capitals, [...known, small]);
    return code === small ? [...known, small] : [small];
  }
}

/** What the language standard compares without the flag `u`. */
function capital(code: number): number {
  const capitals = String.fromCharCode(code).toUpperCase();
  if (capitals.length !== 1) return code;
  const found = capitals.charCodeAt(0);
  return code >= 128 && found < 128 ? code : found;
}

/** The code point of a text that is one character. */
function single(text: string): number | undefined {
  const code = text.codePointAt(0) ?? 0;
  return text.length === (code > 0xffff ? 2 : 1) ? code : undefined;
}
