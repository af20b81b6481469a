/**
 * Encodes a text for one part of a URL. A half of a surrogate pair becomes U+FFFD, as in `URL` and `fetch`
 * (WHATWG URL standard, USVString), and is no error.
 */
export function urlEncoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** What an escaped part of a URL means. What is not well-formed means itself. */
export function urlDecoded(text: string): string {
  return strictlyDecoded(text) ?? text;
}

/** The same for a part of a form, where `+` is a blank. */
export function formDecoded(text: string): string {
  return strictlyDecoded(text.replaceAll('+', ' ')) ?? text;
}

/** What an escaped part of a URL means. Undefined if it is not well-formed. */
export function strictlyDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
