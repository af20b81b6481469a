import { FIRST_BYTE, HEX_ID_LENGTH, LONGEST_SHORT, TextBytes, UUID_LENGTH } from './textBytes';

const DASH = 45;
const NO_DIGIT = 0xff;
const LOWER_DIGITS = Uint8Array.from({ length: 256 }, (_, code) => digitIn('0123456789abcdef', code));
const UPPER_DIGITS = Uint8Array.from({ length: 256 }, (_, code) => digitIn('0123456789ABCDEF', code));

/** Texts that are written from UTF-8 too, without a string of each. */
export class Utf8Texts extends TextBytes {
  /** Writes a text at the end that is in UTF-8, as `write` does it. It has no control characters. */
  writeUtf8(from: Uint8Array, begin: number, end: number): void {
    const length = end - begin;
    this.reserve(length + 5);
    if (length === HEX_ID_LENGTH && this.packDigits(FIRST_BYTE.sha1, LOWER_DIGITS, from, begin, end)) return;
    if (length === UUID_LENGTH && from[begin + 8] === DASH) {
      if (this.packDigits(FIRST_BYTE.upperUuid, UPPER_DIGITS, from, begin, end)) return;
      if (this.packDigits(FIRST_BYTE.lowerUuid, LOWER_DIGITS, from, begin, end)) return;
    }
    if (length > LONGEST_SHORT) {
      this.writeLong(from.subarray(begin, end));
      return;
    }
    const { bytes } = this;
    let at = this.length;
    bytes[at++] = FIRST_BYTE.short + length;
    for (let i = begin; i < end; i++) bytes[at++] = from[i] as number;
    this.length = at;
  }

  /** @returns false, and writes nothing, unless all are digits, but for the dashes of a UUID */
  private packDigits(kind: number, digits: Uint8Array, from: Uint8Array, begin: number, end: number): boolean {
    const { bytes } = this;
    let at = this.length;
    bytes[at++] = kind;
    for (let i = begin; i < end; i += 2) {
      if (kind !== FIRST_BYTE.sha1 && isDash(i - begin)) {
        if (from[i] !== DASH) return false;
        i++;
      }
      const high = digits[from[i] as number] as number;
      const low = digits[from[i + 1] as number] as number;
      if ((high | low) === NO_DIGIT) return false;
      bytes[at++] = (high << 4) | low;
    }
    this.length = at;
    return true;
  }
}

function digitIn(digits: string, code: number): number {
  const value = digits.indexOf(String.fromCharCode(code));
  return value < 0 ? NO_DIGIT : value;
}

/** Whether there is a dash at a place of a UUID. */
function isDash(place: number): boolean {
  return place === 8 || place === 13 || place === 18 || place === 23;
}
