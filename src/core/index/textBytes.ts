import { parseJson } from '../json/parseJson';

/**
 * Texts as bytes, one behind the other, each with its length. What session files are full of takes half of its room: ids in
 * hexadecimal digits and UUIDs.
 */

/** The first byte of a text. Any other is a length of up to `LONGEST_SHORT` bytes of UTF-8, and `FIRST_BYTE.short` more. */
export const FIRST_BYTE = { absent: 0, sha1: 1, upperUuid: 2, lowerUuid: 3, long: 4, short: 5 } as const;
const {
  absent: ABSENT,
  sha1: SHA1,
  upperUuid: UPPER_UUID,
  lowerUuid: LOWER_UUID,
  long: LONG,
  short: SHORT,
} = FIRST_BYTE;
export const LONGEST_SHORT = 250;

const HEX_ID = /^[0-9a-f]{40}$/;
const UPPER = /^[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}$/;
const LOWER = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const UUID_LENGTH = 36;
export const HEX_ID_LENGTH = 40;
const UUID_BYTES = 16;
export const ID_BYTES = 20;
const DIGITS = '0123456789abcdef';
const PAIRS = Array.from({ length: 256 }, (_, byte) => `${DIGITS[byte >> 4]}${DIGITS[byte & 15]}`);

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Bytes that grow. */
export class TextBytes {
  length = 0;

  constructor(public bytes: Uint8Array = new Uint8Array(256)) {}

  /** Makes room for this many more bytes. */
  reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.length + more, Math.ceil(this.bytes.length * 1.5)));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }

  /** Writes a text at the end. Any text is read as it was written. */
  write(text: string | undefined): void {
    if (text === undefined) {
      this.reserve(1);
      this.bytes[this.length++] = ABSENT;
    } else if (text.length === HEX_ID_LENGTH && HEX_ID.test(text)) this.writeDigits(SHA1, text, ID_BYTES);
    else if (text.length === UUID_LENGTH && UPPER.test(text)) this.writeDigits(UPPER_UUID, text, UUID_BYTES);
    else if (text.length === UUID_LENGTH && LOWER.test(text)) this.writeDigits(LOWER_UUID, text, UUID_BYTES);
    else this.writePlain(text);
  }

  /** Gives back what was reserved for more. */
  trim(): void {
    this.bytes = this.bytes.slice(0, this.length);
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  private writeDigits(kind: number, text: string, count: number): void {
    this.reserve(count + 1);
    const { bytes } = this;
    let at = this.length;
    bytes[at++] = kind;
    const end = at + count;
    for (let i = 0; at < end; ) {
      const code = text.charCodeAt(i);
      if (code === 45) {
        i++;
        continue;
      }
      bytes[at++] = (digit(code) << 4) | digit(text.charCodeAt(i + 1));
      i += 2;
    }
    this.length = at;
  }

  private writePlain(text: string): void {
    this.reserve(text.length + 5);
    const { bytes } = this;
    let at = this.length + 1;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      // What begins with zero is an escaped text.
      if (code > 0x7f || i === LONGEST_SHORT || (code === 0 && i === 0)) {
        this.writeBytes(bytesOf(text));
        return;
      }
      bytes[at++] = code;
    }
    bytes[this.length] = SHORT + text.length;
    this.length = at;
  }

  private writeBytes(bytes: Uint8Array): void {
    if (bytes.length > LONGEST_SHORT) {
      this.writeLong(bytes);
    } else {
      this.reserve(bytes.length + 1);
      this.bytes[this.length++] = SHORT + bytes.length;
      this.append(bytes);
    }
  }

  protected writeLong(bytes: Uint8Array): void {
    this.reserve(bytes.length + 5);
    this.bytes[this.length] = LONG;
    for (let i = 0; i < 4; i++) this.bytes[this.length + 1 + i] = (bytes.length >>> (8 * i)) & 0xff;
    this.length += 5;
    this.append(bytes);
  }
}

/** Where the text behind this one begins. */
export function endOfText(bytes: Uint8Array, at: number): number {
  const kind = bytes[at] as number;
  if (kind >= SHORT) return at + 1 + kind - SHORT;
  if (kind === ABSENT) return at + 1;
  if (kind === SHA1) return at + 1 + ID_BYTES;
  if (kind === LONG) return at + 5 + longLength(bytes, at);
  return at + 1 + UUID_BYTES;
}

export function readText(bytes: Uint8Array, at: number): string | undefined {
  const kind = bytes[at] as number;
  if (kind === ABSENT) return undefined;
  const end = endOfText(bytes, at);
  if (kind === SHA1) return digitsOf(bytes, at + 1, end);
  if (kind === UPPER_UUID || kind === LOWER_UUID) {
    const digits = digitsOf(bytes, at + 1, end);
    const uuid = `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
    return kind === UPPER_UUID ? uuid.toUpperCase() : uuid;
  }
  return plainText(bytes, kind === LONG ? at + 5 : at + 1, end);
}

/** A text in bytes of UTF-8. */
export interface ByteText {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
}

/** Undefined when there is no text, or when it is kept in another way. */
export function bytesAt(bytes: Uint8Array, at: number): ByteText | undefined {
  return (bytes[at] as number) >= SHORT ? { bytes, from: at + 1, to: endOfText(bytes, at) } : undefined;
}

/** How many bytes a text takes that is kept as hexadecimal digits, two in a byte, behind its first byte. Zero for any other text. */
export function digitBytesAt(bytes: Uint8Array, at: number): number {
  const kind = bytes[at];
  if (kind === SHA1) return ID_BYTES;
  return kind === UPPER_UUID || kind === LOWER_UUID ? UUID_BYTES : 0;
}

/** Whether a text is kept as it is, and has nothing but characters of ASCII that show. One that is not there is. */
export function isPlainAt(bytes: Uint8Array, at: number): boolean {
  const text = bytesAt(bytes, at);
  return text ? isPlainBytes(text) : bytes[at] === ABSENT;
}

/** Whether a text has nothing but characters of ASCII that show. */
export function isPlainBytes({ bytes, from, to }: ByteText): boolean {
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number;
    if (byte < 0x20 || byte > 0x7e) return false;
  }
  return true;
}

/** Whether nothing but the digits of a text are kept. */
export function isDigits(bytes: Uint8Array, at: number): boolean {
  const kind = bytes[at];
  return kind === SHA1 || kind === UPPER_UUID || kind === LOWER_UUID;
}

export function isLong(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === LONG;
}

/** Whether there is a text that is not empty. */
export function isText(bytes: Uint8Array, at: number): boolean {
  const kind = bytes[at];
  return kind !== ABSENT && kind !== SHORT;
}

/** 32 bits that follow from the text at a place. */
export function hashOfText(bytes: Uint8Array, at: number): number {
  const end = endOfText(bytes, at);
  let hash = 0x2545f491;
  for (let i = at; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** Whether the same text is at both places. */
export function isSameAt(bytes: Uint8Array, at: number, others: Uint8Array, place: number): boolean {
  const length = endOfText(bytes, at) - at;
  if (endOfText(others, place) - place !== length) return false;
  for (let i = 0; i < length; i++) if (bytes[at + i] !== others[place + i]) return false;
  return true;
}

function longLength(bytes: Uint8Array, at: number): number {
  let length = 0;
  for (let i = 0; i < 4; i++) length += (bytes[at + 1 + i] as number) * 2 ** (8 * i);
  return length;
}

function digitsOf(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i++) text += PAIRS[bytes[i] as number];
  return text;
}

function plainText(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i++) {
    const byte = bytes[i] as number;
    if (byte > 0x7f || to - from > LONGEST_SHORT) return wideText(bytes.subarray(from, to));
    text += String.fromCharCode(byte);
  }
  return text.startsWith('\0"') ? unescaped(text) : text;
}

function wideText(bytes: Uint8Array): string {
  const text = decoder.decode(bytes);
  return text.startsWith('\0"') ? unescaped(text) : text;
}

function unescaped(text: string): string {
  return parseJson(text.slice(1)) as string;
}

function digit(code: number): number {
  return code <= 57 ? code - 48 : (code | 32) - 87;
}

/** UTF-8 has no halves of pairs. JSON writes them as escapes. A text that begins as an escaped one does is escaped too. */
function bytesOf(text: string): Uint8Array {
  return encoder.encode(isWellFormed(text) && !text.startsWith('\0') ? text : `\0${JSON.stringify(text)}`);
}

function isWellFormed(text: string): boolean {
  return !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
}
