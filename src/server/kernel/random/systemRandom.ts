import { randomBytes, randomFillSync, randomInt } from 'node:crypto';
import type { Random } from './random';

/** The number of bytes that are read from the operating system at once. A call costs more than creating an id. */
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
    // Used bytes are erased, so that they cannot be found in memory or used again.
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
