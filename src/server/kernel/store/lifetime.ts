import { LAST_DATE } from '../clock/timeSchema';
import type { Expiry, Others, Place } from './store';

/**
 * Compares the time at which a value expires with what its place declares.
 * @param value one that the check of its place accepts
 * @returns what is wrong with the time; undefined if nothing is
 */
export function lifetimeProblem(
  { expires = () => 'never' }: Place,
  value: unknown,
  key: string,
  others: Others,
  expiresAt: number | undefined,
): string | undefined {
  const due: Expiry = expires === 'known' ? 'known' : expires(value as never, key, others);
  if (due === 'never') return expiresAt === undefined ? undefined : 'it must not have `expiresAt`: it never expires';
  if (expiresAt === undefined) return 'it must have `expiresAt`: it expires';
  if (!(expiresAt >= 0 && expiresAt <= LAST_DATE)) return 'its `expiresAt` is no time';
  return due === 'known' || due === expiresAt ? undefined : `its \`expiresAt\` must be ${due}`;
}
