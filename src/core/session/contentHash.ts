/** What kind of value comes, so that `"1"` and `1` differ. */
export const HASH_TAG = { text: 1, number: 2, literal: 3, list: 4, object: 5, bom: 6, notJson: 7 } as const;

const TWO_32 = 2 ** 32;
const HIGH_BITS = 0xffff;

/** Two numbers of 32 bits, into which a value goes two characters at a time. */
export class ContentHash {
  /** Keys and strings so far. */
  strings = 0;
  protected low = 0x2545f491;
  protected high = 0x1b873593;

  ofText(text: string): number {
    this.take(HASH_TAG.notJson);
    this.text(text);
    return this.result();
  }

  ofValue(value: unknown, hasBom: boolean): number {
    if (hasBom) this.take(HASH_TAG.bom);
    this.value(value);
    return this.result();
  }

  protected result(): number {
    return (mixed(this.high) & HIGH_BITS) * TWO_32 + mixed(this.low);
  }

  private value(value: unknown): void {
    if (typeof value === 'string') {
      this.strings++;
      this.string(value);
    } else if (typeof value === 'number') {
      this.number(JSON.stringify(value));
    } else if (typeof value !== 'object' || value === null) {
      this.literal(String(value));
    } else if (Array.isArray(value)) {
      this.take(HASH_TAG.list);
      for (const item of value) this.value(item);
      this.take(value.length);
    } else {
      this.members(value as Record<string, unknown>);
    }
  }

  protected string(value: string): void {
    this.take(HASH_TAG.text);
    this.text(value);
  }

  protected number(digits: string): void {
    this.take(HASH_TAG.number);
    this.text(digits);
  }

  protected literal(word: string): void {
    this.take(HASH_TAG.literal);
    this.text(word);
  }

  /** Sums, because the order of keys does not matter. */
  private members(object: Record<string, unknown>): void {
    this.sum(Object.keys(object), (key) => {
      this.strings++;
      this.text(key);
      this.value(object[key]);
    });
  }

  /** Takes in members, each by itself. */
  protected sum<T>(members: readonly T[], takeIn: (member: T) => void): void {
    const { low, high } = this;
    let lows = 0;
    let highs = 0;
    for (const member of members) {
      this.low = 0x2545f491;
      this.high = 0x1b873593;
      takeIn(member);
      lows = (lows + mixed(this.low)) | 0;
      highs = (highs + mixed(this.high)) | 0;
    }
    this.low = low;
    this.high = high;
    this.take(HASH_TAG.object);
    this.take(lows);
    this.take(highs);
    this.take(members.length);
  }

  protected text(text: string): void {
    const { length } = text;
    // Local variables hold integers, which is several times faster than properties.
    let { low, high } = this;
    for (let i = 0; i < length; i += 2) {
      // The last one of an odd length is alone.
      const pair = text.charCodeAt(i) | (i + 1 < length ? text.charCodeAt(i + 1) << 16 : 0);
      low = Math.imul(low ^ pair, 0x01000193);
      low ^= low >>> 15;
      high = rotatedBits(high ^ pair);
    }
    this.low = low;
    this.high = high;
    this.take(length);
  }

  protected take(number: number): void {
    this.low = Math.imul(this.low ^ number, 0x01000193);
    // Otherwise the highest bits of a number never reach the others.
    this.low ^= this.low >>> 15;
    this.high = rotatedBits(this.high ^ number);
  }
}

export function rotatedBits(bits: number): number {
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
