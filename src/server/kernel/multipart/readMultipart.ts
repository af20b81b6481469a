import type { MultipartPart } from '@remix-run/multipart-parser';
import type { FormPart } from './formPart';
import { MultipartError } from './multipartError';
import { partDisposition } from './partDisposition';
import { behindBlanks, namelessPart, plainForm } from './plainForm';

/** The characters of a boundary (RFC 2046, 5.1.1). It has 70 of them at most, and does not end with a space. */
const BOUNDARY = /^[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]$/;
const HEADER_BYTES = 16 * 1024;

/** Whether a media type is that of a form with files. */
export function isMultipartForm(contentType: string): boolean {
  return /^\s*multipart\/form-data\s*(?:;|$)/i.test(contentType);
}

/**
 * Reads a `multipart/form-data` body (RFC 7578). All of it is in memory already, so there is no limit for one part.
 * @param contentType the header of the request
 * @param most maximum number of parts
 * @param option the option that sets this number, in the words of a message
 * @throws MultipartError if the body is not well-formed, or has more parts
 */
export async function readMultipart(
  contentType: string,
  body: Uint8Array,
  most: number,
  option: string,
): Promise<readonly FormPart[]> {
  const boundary = boundaryIn(contentType);
  const form = fromBoundary(body, boundary);
  // Loaded here, because most requests have no form with files.
  const { MaxHeaderSizeExceededError, MaxPartsExceededError, MultipartParseError, parseMultipart } = await import(
    '@remix-run/multipart-parser'
  );
  const limits = {
    maxHeaderSize: HEADER_BYTES,
    maxFileSize: Number.MAX_SAFE_INTEGER,
    maxTotalSize: Number.MAX_SAFE_INTEGER,
    maxParts: most,
  };
  const parts: FormPart[] = [];
  try {
    for (const part of parseMultipart(form, { boundary, ...limits })) parts.push(formPart(part, parts.length + 1));
  } catch (error) {
    if (error instanceof MaxPartsExceededError) {
      throw new MultipartError(`The form has more than ${most} parts; send fewer, or raise ${option}.`, true);
    }
    if (error instanceof MaxHeaderSizeExceededError) {
      throw new MultipartError(
        `Part ${parts.length + 1} of the form has more than ${HEADER_BYTES / 1024} KiB of headers; send shorter names.`,
      );
    }
    if (!(error instanceof MultipartParseError)) throw error;
    throw new MultipartError(`The form ends without its last line “--${boundary}--”; send all of it.`);
  }
  return parts;
}

/** How compressed data begins (RFC 1952, 2.3.1). */
const GZIP = [0x1f, 0x8b];

/** @throws MultipartError if there is none, or none that a form can have */
function boundaryIn(contentType: string): string {
  const [, quoted, plain] = /;\s*boundary\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/i.exec(contentType) ?? [];
  const boundary = quoted?.replace(/\\(.)/g, '$1') ?? plain;
  const wayOut = 'let the client set Content-Type itself, as browsers and curl do for a form';
  if (boundary === undefined || boundary === '') {
    throw new MultipartError(`Content-Type says multipart/form-data without a boundary; ${wayOut}.`);
  }
  if (!BOUNDARY.test(boundary)) {
    throw new MultipartError(`The boundary in Content-Type is none that RFC 2046 allows; ${wayOut}.`);
  }
  return boundary;
}

/**
 * The body from its first boundary on. Something may stand before it, which means nothing (RFC 2046, 5.1.1).
 * @throws MultipartError if no line of the body is the boundary
 */
function fromBoundary(body: Uint8Array, boundary: string): Buffer {
  if (body.length === 0) throw new MultipartError('Content-Type says multipart/form-data, but the body is empty.');
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const line = `--${boundary}`;
  let at = bytes.indexOf(line, 0, 'latin1');
  while (at >= 0 && !isLine(bytes, at, at + line.length)) at = bytes.indexOf(line, at + 1, 'latin1');
  if (at < 0) throw new MultipartError(withoutBoundary(bytes, line));
  return plainForm(bytes.subarray(at), boundary);
}

/** Why no line of a body is the boundary. */
function withoutBoundary(bytes: Buffer, line: string): string {
  if (GZIP.every((byte, at) => bytes[at] === byte)) {
    return 'The body is compressed with gzip, which this server does not read; send the form as it is.';
  }
  const at = bytes.indexOf(`${line}\n`, 0, 'latin1');
  if (at === 0 || bytes[at - 1] === 0x0a) {
    return 'The lines of the form end with LF alone; end each with CR LF, as RFC 2046 wants it.';
  }
  return `No line of the body is “${line}”, the boundary that Content-Type names; send the one that the body has.`;
}

/** Whether a line begins and ends there. The boundary may be only the beginning of that of the body. */
function isLine(bytes: Buffer, from: number, to: number): boolean {
  const begins = from === 0 || (bytes[from - 1] === 0x0a && bytes[from - 2] === 0x0d);
  const ends = bytes.toString('latin1', to, to + 2) === '--';
  const padded = behindBlanks(bytes, to);
  return begins && (ends || bytes.toString('latin1', padded, padded + 2) === '\r\n');
}

/** @throws MultipartError if its headers are not UTF-8, or it has no name */
function formPart(part: MultipartPart, number: number): FormPart {
  let headers: MultipartPart['headers'];
  try {
    headers = part.headers;
  } catch {
    throw new MultipartError(`The headers of part ${number} of the form are not UTF-8; send names as UTF-8.`);
  }
  const disposition = partDisposition(headers['content-disposition'] ?? '');
  if (disposition.name === undefined && disposition.fileName === undefined) {
    throw namelessPart(number);
  }
  const [only, ...others] = part.content;
  const bytes = only && others.length === 0 ? only : part.bytes;
  return { ...disposition, name: disposition.name ?? '', type: headers['content-type'] ?? '', bytes };
}
