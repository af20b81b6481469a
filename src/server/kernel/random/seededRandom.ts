import { createHash } from 'node:crypto';
import { Emitter } from '../../../core/base/event';
import type { Random } from './random';

const BLOCK_BYTES = 32;
const INTEGER_BYTES = 6;
const INTEGERS = 2 ** (8 * INTEGER_BYTES);

/**
 * Gives the same stream of bytes for the same seed on every machine: SHA-256 of the seed and a counter. The stream does
 * not depend on how many bytes each call takes. It is for repeatable runs only, because anybody who knows the seed can
 * compute all values.
 */
export class SeededRandom implements Random {
  private block = Buffer.alloc(0);
  private blockNumber = -1;
  private drawn = 0;
  private readonly drew = new Emitter<void>();
  readonly onDidDraw = this.drew.event;

  constructor(private readonly seed: string) {}

  /**
   * Number of bytes that were drawn. Setting it continues from there, because a server that restarts must not create
   * the same ids again.
   * @throws RangeError when set to anything but a whole number, 0 or more
   */
  get position(): number {
    return this.drawn;
  }

  set position(position: number) {
    if (!Number.isSafeInteger(position) || position < 0)
      throw new RangeError('A position is a whole number, 0 or more.');
    this.drawn = position;
  }

  bytes(length: number): Buffer {
    const bytes = Buffer.alloc(length);
    let filled = 0;
    while (filled < length) {
      const offset = this.drawn % BLOCK_BYTES;
      const copied = this.blockAt(Math.floor(this.drawn / BLOCK_BYTES)).copy(bytes, filled, offset);
      filled += copied;
      this.drawn += copied;
    }
    this.drew.fire();
    return bytes;
  }

  /** @throws RangeError unless `limit` is a whole number from 1 to 2^48 */
  integer(limit: number): number {
    if (!Number.isInteger(limit) || limit < 1 || limit > INTEGERS)
      throw new RangeError('`limit` must be a whole number from 1 to 2^48.');
    // Numbers above the last whole multiple of the limit are drawn again, because they would make small results more
    // likely.
    const fair = INTEGERS - (INTEGERS % limit);
    let number: number;
    do number = this.bytes(INTEGER_BYTES).readUIntBE(0, INTEGER_BYTES);
    while (number >= fair);
    return number % limit;
  }

  private blockAt(number: number): Buffer {
    if (number !== this.blockNumber) {
      this.block = createHash('sha256').update(`${number}:${this.seed}`).digest();
      this.blockNumber = number;
    }
    return this.block;
  }
}
