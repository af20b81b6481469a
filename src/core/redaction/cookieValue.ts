/** Shorter ones cannot be told from what stands in any text. */
const SHORTEST = 4;
/** As long as this, a value without digits is no word either. */
const LONG = 12;

/** Whether the value of a cookie may be that of a session, and not a word such as the name of a language. */
export function isSessionCookie(value: string): boolean {
  return value.length >= SHORTEST && (/\d/.test(value) || value.length >= LONG);
}
