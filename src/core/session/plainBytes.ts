/** Reads JSON from bytes behind which there is a byte of zero. It knows no escapes. */

export const BYTE = {
  quote: 0x22,
  comma: 0x2c,
  minus: 0x2d,
  dot: 0x2e,
  zero: 0x30,
  colon: 0x3a,
  open: 0x7b,
  close: 0x7d,
} as const;

/** Bytes that stand for themselves in a text of JSON: all of ASCII but quotes, backslashes and control characters. */
const ITSELF = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x20 && byte < 0x80 && byte !== BYTE.quote && byte !== 0x5c ? 1 : 0,
);
const SPACE = Uint8Array.from({ length: 256 }, (_, byte) => ([0x20, 0x0a, 0x0d, 0x09].includes(byte) ? 1 : 0));

const WORDS = ['true', 'false', 'null'].map((word) => new TextEncoder().encode(word));
/** An object with more members is read in the ordinary way. */
const MOST_MEMBERS = 16;

/**
 * Where an object ends that has nothing but texts, numbers, booleans and nulls, and no key twice. Below zero for any other.
 * @param at where it begins
 */
export function endOfPlainObject(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== BYTE.open) return -1;
  let next = afterSpace(bytes, at + 1);
  if (bytes[next] === BYTE.close) return next + 1;
  const keys: number[] = [];
  for (;;) {
    if (bytes[next] !== BYTE.quote || keys.length >= MOST_MEMBERS) return -1;
    const keyEnd = endOfPlainText(bytes, next + 1);
    if (keyEnd < 0 || keys.some((key) => areSameBytes(bytes, key, bytes, next, keyEnd + 1 - next))) return -1;
    keys.push(next);
    next = afterSpace(bytes, keyEnd + 1);
    if (bytes[next] !== BYTE.colon) return -1;
    const end = endOfScalar(bytes, afterSpace(bytes, next + 1));
    if (end < 0) return -1;
    next = afterSpace(bytes, end);
    if (bytes[next] === BYTE.close) return next + 1;
    if (bytes[next] !== BYTE.comma) return -1;
    next = afterSpace(bytes, next + 1);
  }
}

function endOfScalar(bytes: Uint8Array, at: number): number {
  if (bytes[at] === BYTE.quote) {
    const end = endOfPlainText(bytes, at + 1);
    return end < 0 ? end : end + 1;
  }
  for (const word of WORDS) if (isAt(word, bytes, at)) return at + word.length;
  return endOfNumber(bytes, at);
}

function endOfNumber(bytes: Uint8Array, at: number): number {
  const begin = bytes[at] === BYTE.minus ? at + 1 : at;
  let end = afterDigits(bytes, begin);
  if (end === begin || (bytes[begin] === BYTE.zero && end - begin > 1)) return -1;
  if (bytes[end] === BYTE.dot) {
    const fraction = end + 1;
    end = afterDigits(bytes, fraction);
    if (end === fraction) return -1;
  }
  // `e` or `E`.
  if (((bytes[end] as number) | 0x20) !== 0x65) return end;
  const sign = bytes[end + 1];
  const exponent = sign === BYTE.minus || sign === 0x2b ? end + 2 : end + 1;
  end = afterDigits(bytes, exponent);
  return end === exponent ? -1 : end;
}

export function afterDigits(bytes: Uint8Array, at: number): number {
  let end = at;
  while ((bytes[end] as number) >= BYTE.zero && (bytes[end] as number) <= BYTE.zero + 9) end++;
  return end;
}

export function isAt(wanted: Uint8Array, bytes: Uint8Array, at: number): boolean {
  return areSameBytes(bytes, at, wanted, 0, wanted.length);
}

/** Whether so many bytes are the same from two places on. */
export function areSameBytes(
  bytes: Uint8Array,
  at: number,
  others: Uint8Array,
  place: number,
  length: number,
): boolean {
  for (let i = 0; i < length; i++) if (bytes[at + i] !== others[place + i]) return false;
  return true;
}

export function afterSpace(bytes: Uint8Array, at: number): number {
  let behind = at;
  while (SPACE[bytes[behind] as number] === 1) behind++;
  return behind;
}

/** Where a text ends that has no escapes. Below zero when it has some, or is not well-formed. */
export function endOfPlainText(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    while (ITSELF[bytes[at] as number] === 1) at++;
    const byte = bytes[at] as number;
    if (byte === BYTE.quote) return at;
    if (byte < 0xc2) return -1;
    at = endOfWide(bytes, at);
    if (at < 0) return -1;
  }
}

/** Where a character of two to four bytes ends. Below zero when it is not well-formed: too long, half of a pair, or beyond Unicode. */
function endOfWide(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  const second = bytes[at + 1] as number;
  if (!isMore(second)) return -1;
  if (first < 0xe0) return at + 2;
  if (!isMore(bytes[at + 2] as number)) return -1;
  if (first < 0xf0) {
    const isWrong = (first === 0xe0 && second < 0xa0) || (first === 0xed && second >= 0xa0);
    return isWrong ? -1 : at + 3;
  }
  const isWrong = first > 0xf4 || (first === 0xf0 && second < 0x90) || (first === 0xf4 && second >= 0x90);
  return isWrong || !isMore(bytes[at + 3] as number) ? -1 : at + 4;
}

function isMore(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}
