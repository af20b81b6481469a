/** The scheme, what stands between, and the credentials. In a URL it is written otherwise. */
const BASIC = /\b(Basic(?:\s|%20|\+){1,8})([A-Za-z0-9+/_-]{4,}(?:={1,2}|(?:%3D){1,2})?)/gi;
/** A user and a password, as a text. Words of a sentence are none in Base64. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: No user and no password has one.
const USER_AND_PASSWORD = /^[^\u0000-\u001f\u007f:]*:[^\u0000-\u001f\u007f]*$/;

/** More would make a path take long. */
const MOST_ENDS = 20;

/**
 * A text without what `Basic` has behind it in an Authorization header: user and password in Base64 (RFC 7617).
 * @param instead what is put in the place of them
 */
export function withoutBasicCredentials(text: string, instead: (credentials: string) => string): string {
  return text.replace(BASIC, (whole, scheme: string, run: string) => {
    // A slash may be a sign of them, or part a path.
    const ends = [...run.matchAll(/\/|$/g)].map(({ index }) => index).slice(0, MOST_ENDS);
    const end = ends.findLast((each) => USER_AND_PASSWORD.test(decoded(run.slice(0, each))));
    return end === undefined ? whole : scheme + instead(run.slice(0, end)) + run.slice(end);
  });
}

/** Empty for what is no Base64 of a text in UTF-8. */
function decoded(credentials: string): string {
  const signs = credentials
    .replace(/(?:=|%3D)+$/i, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(atob(signs), (sign) => sign.charCodeAt(0)));
  } catch {
    return '';
  }
}
