import { withoutBom } from '../json/byteOrderMark';
import { parseJson } from '../json/parseJson';
import { ContentHash } from './contentHash';

/**
 * A number that says what a session file means, not how it is written: a server reads a JSON value, so white space and the
 * order of keys do not matter. A BOM does, because not every reader accepts it. A text that is not JSON counts as it is.
 * It detects changes, and protects nothing. It has 48 bits, and an index keeps a million of them.
 */
export function contentDigest(text: string): number {
  const plain = withoutBom(text);
  let value: unknown;
  try {
    value = parseJson(plain);
  } catch {
    // Not JSON, or nested too deep.
    return new ContentHash().ofText(text);
  }
  return new ContentHash().ofValue(value, plain !== text);
}

/** The same number for a JSON text that was parsed already, and how many keys and strings the value has. */
export function valueSummary(value: unknown, hasBom: boolean): { digest: number; strings: number } {
  const hash = new ContentHash();
  const digest = hash.ofValue(value, hasBom);
  return { digest, strings: hash.strings };
}

/** A number for a text that is a value itself, as a push token is. */
export function textDigest(text: string): number {
  return new ContentHash().ofText(text);
}
