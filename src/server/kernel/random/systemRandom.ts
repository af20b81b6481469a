import { randomBytes, randomFillSync, randomInt } from 'node:crypto';
import type { Random } from './random';

/** A call to the operating system costs more than an id: so many bytes are fetched at once. */
const POOL_BYTES = 4096;

/** Randomness of the operating system, fit for secrets. */
export class SystemRandom implements Random {
  private readonly pool = Buffer.alloc(POOL_BYTES);
  private used = POOL_BYTES;

  bytes(length: number): Buffer {
    if (length > POOL_BYTES / 4) return randomBytes(length);
    if (this.used + length > POOL_BYTES) {
      randomFillSync(this.pool);
      this.used = 0;
    }
    const drawn = this.pool.subarray(this.used, this.used + length);
    const bytes = Buffer.from(drawn);
    // What was given out must not be found in memory, nor given out again.
    drawn.fill(0);
    this.used += length;
    return bytes;
  }

  /** @throws RangeError unless `limit` is a whole number from 1 to 2^48 - 1 */
  integer(limit: number): number {
    if (!Number.isSafeInteger(limit)) throw new RangeError('`limit` must be a whole number.');
    return randomInt(limit);
  }
}
