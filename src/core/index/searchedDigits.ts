import { digitBytesAt, ID_BYTES } from './textBytes';

/** No digit: a dash of a UUID. */
const DASH = 16;
/** How many digits are before each part of a UUID. A dash is before each part but the first. */
const UUID_PARTS: readonly number[] = [0, 8, 12, 16, 20];
const UUID_LAST = 31;

/**
 * A word of hexadecimal digits, and dashes, in ids that are kept as bytes of two digits each. They are compared as they are kept, as to
 * make a text of each id takes ten times as long.
 */
export class SearchedDigits {
  private readonly word: Uint8Array;

  /** @param text digits in lower case */
  constructor(text: string) {
    this.word = Uint8Array.from(text, (char) => (char === '-' ? DASH : Number.parseInt(char, 16)));
  }

  /**
   * Two points where the word begins the id or a part of a UUID, one for any other place; by the first place.
   * @returns undefined for a text that is kept in another way
   */
  scoreIn(bytes: Uint8Array, at: number): number | undefined {
    const length = digitBytesAt(bytes, at);
    if (length === 0) return undefined;
    const isId = length === ID_BYTES;
    const from = at + 1;
    if (this.word[0] === DASH) return isId ? 0 : this.atDash(bytes, from);
    const [first = DASH] = this.word;
    const last = 2 * length - 1;
    for (let digit = 0; digit <= last; digit += 2) {
      const byte = bytes[from + (digit >> 1)] as number;
      if (byte >> 4 === first && this.isAt(bytes, from, digit, isId)) return this.scoreOf(digit, isId);
      if ((byte & 15) === first && this.isAt(bytes, from, digit + 1, isId)) return this.scoreOf(digit + 1, isId);
    }
    return 0;
  }

  private atDash(bytes: Uint8Array, from: number): number {
    // What is before the dash is a digit.
    return UUID_PARTS.some((part) => part > 0 && this.isRest(bytes, from, part, 1)) ? 1 : 0;
  }

  private scoreOf(digit: number, isId: boolean): number {
    return digit === 0 || (!isId && UUID_PARTS.includes(digit)) ? 2 : 1;
  }

  /** Whether the word is at a digit of an id or a UUID. */
  private isAt(bytes: Uint8Array, from: number, digit: number, isId: boolean): boolean {
    if (!isId) return this.isRest(bytes, from, digit, 0);
    const { word } = this;
    if (digit + word.length > 2 * ID_BYTES) return false;
    for (let i = 1; i < word.length; i++) if (digitAt(bytes, from, digit + i) !== word[i]) return false;
    return true;
  }

  /** Whether the word, from one of its characters on, is at a digit of a UUID. */
  private isRest(bytes: Uint8Array, from: number, first: number, start: number): boolean {
    const { word } = this;
    let digit = first;
    let isBehindDash = true;
    for (let i = start; i < word.length; i++) {
      const needsDash: boolean = !isBehindDash && digit > first && UUID_PARTS.includes(digit);
      if (needsDash !== (word[i] === DASH)) return false;
      isBehindDash = needsDash;
      if (needsDash) continue;
      if (digit > UUID_LAST || digitAt(bytes, from, digit) !== word[i]) return false;
      digit++;
    }
    return true;
  }
}

function digitAt(bytes: Uint8Array, from: number, digit: number): number {
  const byte = bytes[from + (digit >> 1)] as number;
  return (digit & 1) === 0 ? byte >> 4 : byte & 15;
}
