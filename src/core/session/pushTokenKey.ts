import { textDigest } from './contentDigest';

/** Bytes in hexadecimal digits. Tokens of Firebase have other characters, and are others in another case. */
const BYTES = /^(?:[0-9a-f]{2}){4,}$/i;

/**
 * What is equal for two texts that are one push token. A token of Apple is bytes, which apps write in either case, and older
 * ones as iOS describes data: `<abab0102 abab0304>`.
 */
export function pushTokenKey(token: string): string {
  const digits = token.replace(/[<>\s]/g, '');
  return BYTES.test(digits) ? digits.toLowerCase() : token;
}

/** A digest by which sessions with one push token are found. */
export function pushTokenDigest(token: string): string {
  return textDigest(pushTokenKey(token)).toString(36);
}
