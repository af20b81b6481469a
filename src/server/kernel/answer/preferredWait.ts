/** Well below the time after which a connection counts as idle, here and in what may stand between. */
const LONGEST_S = 25;
/** One of several preferences. Others are none of ours. */
const WAIT = /(?:^|,)\s*wait\s*=\s*"?(\d{1,9})"?\s*(?:[,;]|$)/i;

/**
 * How long a client is ready to wait for something new, by its header `Prefer: wait=SECONDS` (RFC 7240, section 4.3). Undefined if
 * it does not say so. It is a preference: a longer wait is shortened, and what is none is not heeded.
 */
export function preferredWaitMs(header: string | readonly string[] | undefined): number | undefined {
  if (header === undefined) return undefined;
  const [, seconds] = WAIT.exec(typeof header === 'string' ? header : header.join()) ?? [];
  return seconds === undefined ? undefined : Math.min(Number(seconds), LONGEST_S) * 1000;
}
