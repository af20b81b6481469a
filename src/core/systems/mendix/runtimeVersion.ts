/** The version of the Mendix runtime from which on authentication tokens exist (docs/facts/mendix.md#in-short). */
export const TOKENS_SINCE = '10.9';
/** The version from which on the cookie `clear_cache` exists (docs/facts/mendix.md#cookies). */
export const CLEAR_CACHE_SINCE = '10.13';
/** The version from which on `AuthTokenTimeout` exists (docs/facts/mendix.md#settings). */
export const TOKEN_TIMEOUT_SINCE = '11.3';
/**
 * Whether a version takes `Secure` away from its cookies when a proxy says that the client speaks HTTP
 * (docs/facts/mendix.md#cookies): from 11.3 on, and from 10.24 on before 11.
 */
export function hearsProxies(version: string): boolean {
  return isAtLeast(version, '11.3') || (isAtLeast(version, '10.24') && !isAtLeast(version, '11'));
}

/** The version from which on the runtime checks its intervals at the start (docs/facts/mendix.md#settings). */
export const INTERVALS_CHECKED_SINCE = '9.13';
/** The version from which on a duration can be a text (docs/facts/mendix.md#settings). */
export const TEXT_DURATIONS_SINCE = '10';

/** Whether a version such as `10.9.1` is the other one or newer. A part that is missing counts as zero. */
export function isAtLeast(version: string, other: string): boolean {
  const [parts, others] = [partsOf(version), partsOf(other)];
  for (let at = 0; at < Math.max(parts.length, others.length); at++) {
    const [part = 0, than = 0] = [parts[at], others[at]];
    if (part !== than) return part > than;
  }
  return true;
}

function partsOf(version: string): number[] {
  return version.split('.').map(Number);
}
