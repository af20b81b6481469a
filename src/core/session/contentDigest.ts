import { withoutBom } from '../json/byteOrderMark';
import { parseJson } from '../json/parseJson';

/**
 * A number that says what a session file means, not how it is written: a server reads a JSON value, so white space and the
 * order of keys do not matter. A BOM does, because not every reader accepts it. A text that is not JSON counts as it is.
 * It detects changes, and protects nothing. It has 48 bits, and an index keeps a million of them.
 */
export function contentDigest(text: string): number {
  const plain = withoutBom(text);
  let value: unknown;
  try {
    value = parseJson(plain);
  } catch {
    // Not JSON, or nested too deep.
    return new ContentHash().ofText(text);
  }
  return new ContentHash().ofValue(value, plain !== text);
}

/** The same number for a JSON text that was parsed already, and how many keys and strings the value has. */
export function valueSummary(value: unknown, hasBom: boolean): { digest: number; strings: number } {
  const hash = new ContentHash();
  const digest = hash.ofValue(value, hasBom);
  return { digest, strings: hash.strings };
}

/** A number for a text that is a value itself, as a push token is. */
export function textDigest(text: string): number {
  return new ContentHash().ofText(text);
}

/** What kind of value comes, so that `"1"` and `1` differ. */
const TAG = { text: 1, number: 2, literal: 3, list: 4, object: 5, bom: 6, notJson: 7 } as const;

const TWO_32 = 2 ** 32;
const HIGH_BITS = 0xffff;

/** Two numbers of 32 bits, into which a value goes two characters at a time. */
class ContentHash {
  /** Keys and strings so far. */
  strings = 0;
  private low = 0x2545f491;
  private high = 0x1b873593;

  ofText(text: string): number {
    this.take(TAG.notJson);
    this.text(text);
    return this.result();
  }

  ofValue(value: unknown, hasBom: boolean): number {
    if (hasBom) this.take(TAG.bom);
    this.value(value);
    return this.result();
  }

  private result(): number {
    return (mixed(this.high) & HIGH_BITS) * TWO_32 + mixed(this.low);
  }

  private value(value: unknown): void {
    if (typeof value === 'string') {
      this.strings++;
      this.take(TAG.text);
      this.text(value);
    } else if (typeof value === 'number') {
      this.take(TAG.number);
      this.text(JSON.stringify(value));
    } else if (typeof value !== 'object' || value === null) {
      this.take(TAG.literal);
      this.text(String(value));
    } else if (Array.isArray(value)) {
      this.take(TAG.list);
      for (const item of value) this.value(item);
      this.take(value.length);
    } else {
      this.members(value as Record<string, unknown>);
    }
  }

  /** Sums, because the order of keys does not matter. */
  private members(object: Record<string, unknown>): void {
    const { low, high } = this;
    let lows = 0;
    let highs = 0;
    let count = 0;
    for (const key of Object.keys(object)) {
      this.strings++;
      this.low = 0x2545f491;
      this.high = 0x1b873593;
      this.text(key);
      this.value(object[key]);
      lows = (lows + mixed(this.low)) | 0;
      highs = (highs + mixed(this.high)) | 0;
      count++;
    }
    this.low = low;
    this.high = high;
    this.take(TAG.object);
    this.take(lows);
    this.take(highs);
    this.take(count);
  }

  private text(text: string): void {
    const { length } = text;
    // Local variables hold integers, which is several times faster than properties.
    let { low, high } = this;
    for (let i = 0; i < length; i += 2) {
      // The last one of an odd length is alone.
      const pair = text.charCodeAt(i) | (i + 1 < length ? text.charCodeAt(i + 1) << 16 : 0);
      low = Math.imul(low ^ pair, 0x01000193);
      low ^= low >>> 15;
      high = rotated(high ^ pair);
    }
    this.low = low;
    this.high = high;
    this.take(length);
  }

  private take(number: number): void {
    this.low = Math.imul(this.low ^ number, 0x01000193);
    // Otherwise the highest bits of a number never reach the others.
    this.low ^= this.low >>> 15;
    this.high = rotated(this.high ^ number);
  }
}

function rotated(bits: number): number {
  return Math.imul((bits << 13) | (bits >>> 19), 0x5bd1e995);
}

/** Spreads each bit over all of them (the last step of MurmurHash3). */
function mixed(number: number): number {
  let bits = number ^ (number >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
