/**
 * Encodes a text for one part of a URL. A half of a surrogate pair becomes U+FFFD, as in `URL` and `fetch`
 * (WHATWG URL standard, USVString), and is no error.
 */
export function urlEncoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
