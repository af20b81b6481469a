/**
 * A small seedable random number generator (sfc32, public domain). The same seed and stream give the same numbers on
 * every machine. It must not be used for secrets.
 */
export class SampleRandom {
  private a: number;
  private b: number;
  private c = 0x9e3779b9 | 0;
  private counter = 1;

  /** @param stream makes generators with the same seed independent of each other */
  constructor(seed: number, stream = 0) {
    this.a = seed | 0;
    this.b = stream | 0;
    // Similar seeds give unrelated numbers only after some rounds.
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

  /** A whole number from 0 up to `limit`, exclusive. */
  below(limit: number): number {
    return Math.floor((this.next() / 2 ** 32) * limit);
  }

  /** A whole number. Both ends are possible. */
  between(first: number, last: number): number {
    return first + this.below(last - first + 1);
  }

  chance(percent: number): boolean {
    return this.next() < (percent / 100) * 2 ** 32;
  }

  /** One item of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** A text of this length with characters of an alphabet. */
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
