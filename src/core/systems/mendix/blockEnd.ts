import type { MendixState } from './mendixSlice';

/** The first sweep that comes at least this long after the block ends it (docs/facts/mendix.md#settings). */
export const BLOCKED_MS = 300_000;

/**
 * The time of the sweep that ends the block of a user, if the clock just goes on.
 * @returns virtual milliseconds since 1970
 */
export function blockEnd(
  blockedSince: string,
  { nextSweepAt, sweepEveryMs }: Pick<MendixState, 'nextSweepAt' | 'sweepEveryMs'>,
): number {
  const [earliest, next] = [Date.parse(blockedSince) + BLOCKED_MS, Date.parse(nextSweepAt)];
  return next + Math.max(0, Math.ceil((earliest - next) / sweepEveryMs)) * sweepEveryMs;
}
