/**
 * A small seedable source of numbers (sfc32, public domain): the same seed and stream give the same numbers everywhere.
 * No secret may come from it.
 */
export class Random {
  private a: number;
  private b: number;
  private c = 0x9e3779b9 | 0;
  private counter = 1;

  /** `stream` tells apart sources of one seed, so that what one draws does not move the others. */
  constructor(seed: number, stream = 0) {
    this.a = seed | 0;
    this.b = stream | 0;
    // Seeds that are near each other give unrelated numbers only after some rounds.
    for (let i = 0; i < 16; i++) this.next();
  }

  /** 0 to 2^32 - 1. */
  next(): number {
    const { b, c } = this;
    const result = (this.a + b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = b ^ (b >>> 9);
    this.b = (c + (c << 3)) | 0;
    this.c = (((c << 21) | (c >>> 11)) + result) | 0;
    return result >>> 0;
  }

  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number {
    return Math.floor((this.next() / 2 ** 32) * limit);
  }

  /** A whole number; both ends can occur. */
  between(first: number, last: number): number {
    return first + this.below(last - first + 1);
  }

  chance(percent: number): boolean {
    return this.next() < (percent / 100) * 2 ** 32;
  }

  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** That many characters of an alphabet. */
  text(length: number, alphabet: string): string {
    let text = '';
    for (let i = 0; i < length; i++) text += alphabet[this.below(alphabet.length)];
    return text;
  }

  hex(length: number): string {
    return this.text(length, '0123456789abcdef');
  }

  base64(length: number): string {
    return this.text(length, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
  }
}
