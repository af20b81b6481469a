import { createHash } from 'node:crypto';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { changedJsonText } from '../../../core/json/changedJsonText';
import { parseJson } from '../../../core/json/parseJson';
import { isPlayedHeader, type MobileDataAnswer } from '../../../core/systems/mobile/mobileData';
import { makeFolders } from '../../../disk/makeFolders';
import { writePrivate } from '../../../disk/privateFile';
import { saysActionSuccess } from './actionSuccess';
import type { AnswerCleaner, CleanText } from './answerCleaner';
import type { AnswerToKeep } from './answerToKeep';

/** The folder of bodies that are no text, such as pictures, or that are large. */
const BODIES = 'bodies';
/** A body of more characters has a file of its own, unless it needs a variable, so that the file of a route stays readable. */
const LARGE = 256_000;
const LARGEST = 64_000_000;
const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/json': '.json',
  'application/pdf': '.pdf',
  'image/gif': '.gif',
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/svg+xml': '.svg',
  'image/tiff': '.tiff',
  'text/html': '.html',
  'text/plain': '.txt',
};
/** Headers of the answer that say what it is, and those of 4D. Others belong to that one exchange. */
const KEPT_HEADER =
  /^(?:content-(?:type|disposition|language|location)|location|etag|last-modified|cache-control|retry-after|(?:x-)?4d.*)$/;
const HEADER_VALUE = /^[\x21-\x7e](?:[\x20-\x7e]{0,7998}[\x21-\x7e])?$/;
const JSON_TYPE = /^application\/json(?:;\s*charset=utf-?8)?$/i;
const TEXT_TYPE = /^text\/|json|xml|javascript|x-www-form-urlencoded/i;

/** What a file of recorded answers has of an answer. */
export interface KeptBody {
  readonly part: Partial<MobileDataAnswer>;
  /** For an answer to an action: whether it says that the action ended with success. The way in which it is kept does not matter. */
  readonly isSuccess: boolean;
}

/** Makes of an answer of the upstream what a file of recorded answers has of it. */
export class RecordedBodies {
  /** @param folder absolute path of the recording */
  constructor(private readonly folder: string) {}

  /** @throws Error when the body cannot be read */
  async of(answer: AnswerToKeep['answer'], clean: AnswerCleaner): Promise<KeptBody> {
    const body = await decodedBody(answer);
    return { part: await this.part(body, answer, clean), isSuccess: saysActionSuccess(answer.status, body) };
  }

  private async part(
    body: Buffer,
    answer: AnswerToKeep['answer'],
    clean: AnswerCleaner,
  ): Promise<Partial<MobileDataAnswer>> {
    const type = String(answer.headers['content-type'] ?? '').trim();
    const headers = headersOf(answer, clean);
    if (body.length === 0) return withHeaders(headers);
    const utf8 = body.toString('utf8');
    if (Buffer.from(utf8, 'utf8').equals(body) && !utf8.includes('\0')) return this.text(utf8, type, headers, clean);
    const encoding = TEXT_TYPE.test(type) || /charset/i.test(type) ? encodingOf(body) : undefined;
    const bytes = encoding === undefined ? body : Buffer.from(clean.plainBody(body.toString(encoding)), encoding);
    return { ...withHeaders(headers), file: await this.fileOf(clean.bytes(bytes), type) };
  }

  private async text(
    whole: string,
    type: string,
    headers: Record<string, string>,
    clean: AnswerCleaner,
  ): Promise<Partial<MobileDataAnswer>> {
    const { text, literal, isVariable } = clean.body(whole);
    const json = /json/i.test(type) || type === '' ? jsonIn(text) : undefined;
    const { 'content-type': _type, ...others } = headers;
    // What has the type that a played answer has anyway needs no header.
    const isPlainJson = json !== undefined && (JSON_TYPE.test(type) || type === '');
    if (text.length > LARGE && !isVariable) {
      const typed = type === '' && json !== undefined ? { ...others, 'content-type': 'application/json' } : headers;
      return { ...withHeaders(typed), file: await this.fileOf(Buffer.from(text, 'utf8'), type) };
    }
    if (json?.isKept)
      return { ...withHeaders(isPlainJson ? others : headers), ...literally({ body: json.value }, literal) };
    const typed = json !== undefined && type === '' ? { ...others, 'content-type': 'application/json' } : headers;
    return { ...withHeaders(typed), ...literally({ text }, literal) };
  }

  /** Writes a body to a file. The same body has the same file. */
  private async fileOf(body: Uint8Array, type: string): Promise<string> {
    const extension = EXTENSIONS[type.replace(/;.*$/s, '').trim().toLowerCase()] ?? '.bin';
    const name = `${createHash('sha256').update(body).digest('hex').slice(0, 16)}${extension}`;
    makeFolders(path.join(this.folder, BODIES));
    await writePrivate(path.join(this.folder, BODIES, name), body);
    return `${BODIES}/${name}`;
  }
}

function literally<T extends object>(part: T, literal: CleanText['literal']): T | (T & { readonly literal: true }) {
  return literal ? { ...part, literal } : part;
}

function withHeaders(headers: Record<string, string>): { readonly headers?: Record<string, string> } {
  return Object.keys(headers).length > 0 ? { headers } : {};
}

function headersOf({ headers }: AnswerToKeep['answer'], clean: AnswerCleaner): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (!KEPT_HEADER.test(name) || !isPlayedHeader(name)) continue;
    const text = clean.header([value].flat().join(', ')).trim();
    if (HEADER_VALUE.test(text)) kept[name] = text;
  }
  return kept;
}

/** The text encoding of bytes that are no UTF-8, for which any change of ASCII characters changes no others. */
function encodingOf(body: Buffer): 'utf16le' | 'latin1' {
  const wide = body.toString('utf16le');
  const isWide = body.length % 2 === 0 && body.includes(0) && Buffer.from(wide, 'utf16le').equals(body);
  return isWide ? 'utf16le' : 'latin1';
}

/** @throws Error that says what it is encoded with */
async function decodedBody({ body, encoding }: AnswerToKeep['answer']): Promise<Buffer> {
  if (encoding === undefined) return body;
  const most = { maxOutputLength: LARGEST };
  switch (encoding.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return promisify(gunzip)(body, most);
    case 'deflate':
      return promisify(inflate)(body, most);
    case 'br':
      return promisify(brotliDecompress)(body, most);
    default:
      throw new Error('it is compressed in a way that is not known here');
  }
}

/** JSON, and whether it is the same when JavaScript writes it: numbers with 17 digits and members that come twice are not. */
function jsonIn(text: string): { readonly value: unknown; readonly isKept: boolean } | undefined {
  try {
    const value: unknown = parseJson(text);
    const plain = { key: (name: string) => name, text: (each: string) => each, number: (each: string) => each };
    return { value, isKept: changedJsonText(text, plain, true) === JSON.stringify(value) };
  } catch {
    return undefined;
  }
}
