import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares two texts in the same time whatever they are. */
export function isSameText(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
