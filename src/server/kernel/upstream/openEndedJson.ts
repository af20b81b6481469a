import { Transform } from 'node:stream';
import { JsonTooDeepError, parseJson } from '../../../core/json/parseJson';
import { WHOLE_BODY } from './upstreamBody';

/** One value of JSON. Types of many values, such as `application/stream+json`, have no end that could be seen. */
const ONE_VALUE = /^\s*(?:application|text)\/(?!(?:[\w.-]+\.)?stream\+)(?:[\w.-]+\+)?json\s*(?:;|$)/i;
const WIDE = /utf-?(?:16|32)/i;
const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const OPENING = [0x7b, 0x5b];
const CLOSING = [0x7d, 0x5d];
const SPACES = [0x20, 0x09, 0x0a, 0x0d];
/** The mark of UTF-8 that some servers put before a text. */
const MARK = [0xef, 0xbb, 0xbf];

/**
 * Whether only the end of the connection ends an answer, as in HTTP/1.0, and its type says that it is one value of JSON. Nothing in
 * HTTP tells then whether it broke off (RFC 9112, 8). Its JSON does.
 * @param headers as the upstream sent them, with names in lower case
 */
export function isOpenEndedJson(headers: Readonly<Record<string, string | string[] | undefined>>): boolean {
  const isOpen = headers['content-length'] === undefined && headers['transfer-encoding'] === undefined;
  const type = String(headers['content-type'] ?? '');
  return isOpen && ONE_VALUE.test(type) && !WIDE.test(type);
}

/**
 * Passes on what comes, and looks whether it is JSON. A short text is parsed. Of a longer one, only the brackets and quotes are
 * looked at, so that no other request waits: what broke off has some that are open.
 * @param broken called before the end if it is no JSON
 */
export function watchedJson(broken: () => void): Transform {
  const look = new JsonLook();
  return new Transform({
    transform(piece: Buffer, _encoding, next) {
      look.add(piece);
      next(null, piece);
    },
    flush(next) {
      if (!look.isJson) broken();
      next();
    },
  });
}

class JsonLook {
  private readonly pieces: Buffer[] = [];
  private bytes = 0;
  private depth = 0;
  private isInText = false;
  private isEscaped = false;
  private isBegun = false;
  private isWrong = false;

  add(piece: Buffer): void {
    this.bytes += piece.length;
    if (this.bytes <= WHOLE_BODY) this.pieces.push(piece);
    else this.pieces.length = 0;
    for (const byte of piece) {
      if (this.isInText) this.inText(byte);
      else this.outside(byte);
    }
  }

  get isJson(): boolean {
    if (this.bytes > WHOLE_BODY) return this.isBegun && !this.isWrong && this.depth === 0 && !this.isInText;
    try {
      parseJson(new TextDecoder().decode(Buffer.concat(this.pieces)));
      return true;
    } catch (error) {
      return error instanceof JsonTooDeepError;
    }
  }

  private inText(byte: number): void {
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === BACKSLASH) this.isEscaped = true;
    else if (byte === QUOTE) this.isInText = false;
  }

  private outside(byte: number): void {
    if (SPACES.includes(byte) || (!this.isBegun && MARK.includes(byte))) return;
    const isOpening = OPENING.includes(byte);
    if (this.depth === 0) {
      // No number and no word is that long, and there is one value alone.
      this.isWrong ||= this.isBegun || !(isOpening || byte === QUOTE);
      this.isBegun = true;
    }
    if (byte === QUOTE) this.isInText = true;
    else if (isOpening) this.depth += 1;
    else if (CLOSING.includes(byte)) this.depth -= 1;
  }
}
