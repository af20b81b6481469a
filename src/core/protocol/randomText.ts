/** Names of identifiers and of hashes, which look like secrets and are meant to be read. */
const READABLE =
  /(?:^|[_.$-])(?:ids?|sessions?|uuid|guid|key-?id|kid|jti|etag|hash|digest|checksum|commit|revision|integrity|fingerprint|thumbprint|sha-?1|sha-?256|md5|key|challenge|nonce|boundary)$/i;
/** The same at the end of a name in camel case, or written together. */
const READABLE_END =
  /(?:I[dD]s?|Uuid|UUID|Hash|Digest|Checksum|Commit|Fingerprint|Challenge|Nonce|Session|ETag)$|(?:session|device|app|application|client|user|team|request|trace|object|entity)ids?$/;
/** Names that end like that of an identifier, although their value opens something. */
const SECRET_ID = /4dsid|xasid|wasid|(?:api|private|secret|access|auth|session)[_.-]?key$/i;
/** The last word before a text, and what may stand between them: a colon, quotes, a slash, or their escapes. */
const NAME_BEFORE = /([\w$.-]{1,24}?)(?:[\s"'“”‘’`\\:=/([<>]|%(?:25)*(?:2[02278fF]|3[aAdD]|5[bB]|7[bB])){1,6}$/;
/** A word, a number, or a part of a name in camel case. Random text has few of them. */
const WORDS = /[A-Z]?[a-z]{3,}|[A-Z]{4,}|\d{4,}/g;
const UUID = /(?<![0-9A-Fa-f])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?![0-9A-Fa-f])/g;
/** It does not begin inside of an escape, whose digits are no part of it. */
const RUN =
  /(?:(?<![A-Za-z0-9_%\\-])|(?<=%(?:25)*(?!25)[0-9A-Fa-f]{2}|\\u00[0-9A-Fa-f]{2}))[A-Za-z0-9_-]{20}[A-Za-z0-9_-]*(?:={1,2}(?![^\s"'&<>,;)\]}]))?/g;
const HEX = /(?<![A-Za-z0-9])[0-9A-Fa-f]{32}[0-9A-Fa-f]*(?![A-Za-z0-9])/g;
/** Base64 with its padding, which a URL cannot hold as it is. */
const PADDED = /(?<![A-Za-z0-9+/])(?=[A-Za-z0-9+/]*[+/])[A-Za-z0-9+/]{22}[A-Za-z0-9+/]*={1,2}/g;
/** How many characters before a text may tell what it is. */
const BEFORE = 32;
const SHORTEST = 20;

export interface RandomPlace {
  readonly start: number;
  readonly end: number;
}

/**
 * The places in a text of what looks random: passcodes of 32 digits in hexadecimal, keys, and base64url of 20 characters or
 * more. Identifiers and hashes look the same, and are told from them by the name before them. UUIDs with their dashes are
 * identifiers.
 * @param name of the member, header or parameter that has the text, if there is one
 */
export function randomPlaces(text: string, name?: string): RandomPlace[] {
  if (text.length < SHORTEST) return [];
  const found: RandomPlace[] = [];
  const isNamed = name !== undefined && isReadableName(name);
  const isReadable = (start: number) => isNamed || isReadableBefore(text, start);
  for (const { 0: run, index } of text.matchAll(RUN)) {
    const rest = run.replace(UUID, (uuid) => '-'.repeat(uuid.length));
    const hex = [...rest.matchAll(HEX)].filter(({ 0: digits }) => isKeyLength(digits.length) && /\d/.test(digits));
    for (const { 0: digits, index: at } of hex) {
      const start = index + at;
      if (digits.length < 48 && isReadable(start)) continue;
      found.push({ start, end: start + digits.length });
    }
    if (hex.length === 0 && looksRandom(rest) && !isReadable(index))
      found.push({ start: index, end: index + run.length });
  }
  if (text.includes('=')) {
    for (const { 0: run, index } of text.matchAll(PADDED)) {
      if (looksRandom(run.replace(/[+/=]/g, '')) && !isReadable(index))
        found.push({ start: index, end: index + run.length });
    }
  }
  return found;
}

/** A name such as `sessionId`, `X-Session` or `ETag`, whose value is meant to be read. */
export function isReadableName(name: string): boolean {
  return (READABLE.test(name) || READABLE_END.test(name)) && !SECRET_ID.test(name);
}

function isReadableBefore(text: string, start: number): boolean {
  const name = NAME_BEFORE.exec(text.slice(Math.max(0, start - BEFORE), start))?.[1];
  return name !== undefined && isReadableName(name);
}

/** Of a passcode, of SHA-1, and of keys. Shorter and other lengths are numbers and ids. */
function isKeyLength(length: number): boolean {
  return length === 32 || length === 40 || length >= 48;
}

/** Whether few of the characters are in words, and they are of several kinds. */
function looksRandom(run: string): boolean {
  const signs = run.replace(/[^A-Za-z0-9]/g, '');
  if (signs.length < SHORTEST - 2) return false;
  const inWords = (run.match(WORDS) ?? []).reduce((sum, { length }) => sum + length, 0);
  if (inWords * 2 > signs.length) return false;
  const changes = changesOf(signs);
  const hasDigit = /\d/.test(signs);
  // Without a digit, the capitals of a name in camel case look much the same.
  if (!hasDigit)
    return /[A-Z].*[A-Z].*[A-Z].*[A-Z].*[A-Z]/.test(signs) && /[A-Z]{2}[a-z]/.test(signs) && changes * 3 > signs.length;
  return new Set(signs).size >= 10 && changes * 4 > signs.length;
}

/** How often a letter of one kind follows one of another. */
function changesOf(signs: string): number {
  let changes = 0;
  for (let at = 1; at < signs.length; at++) if (kindOf(signs, at) !== kindOf(signs, at - 1)) changes++;
  return changes;
}

function kindOf(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < 58) return 0;
  return code < 91 ? 1 : 2;
}
