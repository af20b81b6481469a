import { PassThrough, Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Bodies up to this size are read as a whole: they can be sent again, and be in the journal. */
export const WHOLE_BODY = 64 * 1024;

/**
 * A body as a whole if it is short, else as a stream that goes on as it arrives.
 * @param check gets the number of bytes so far, and throws when they are too many
 * @throws what `check` throws, and the error of the stream, if it fails at its begin
 */
export async function shortOrStream(
  body: Readable,
  check: (bytes: number) => void = () => {},
): Promise<Buffer | Readable> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  // A request that is destroyed has no socket any more, on which it could be answered.
  const reading = body.iterator({ destroyOnReturn: false });
  for (;;) {
    const { done, value } = (await reading.next()) as IteratorResult<Buffer, undefined>;
    if (done) return Buffer.concat(pieces);
    pieces.push(value);
    bytes += value.length;
    check(bytes);
    if (bytes > WHOLE_BODY) return Readable.from(rest(pieces, bytes, reading, check), { objectMode: false });
  }
}

async function* rest(
  head: readonly Buffer[],
  before: number,
  reading: AsyncIterable<Buffer>,
  check: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  let bytes = before;
  yield* head;
  for await (const piece of reading) {
    bytes += piece.length;
    check(bytes);
    yield piece;
  }
}

/**
 * Passes on what comes, and fails when it is too much.
 * @param most bytes
 */
export function limited(most: number, tooMuch: () => Error): Transform {
  let bytes = 0;
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      bytes += piece.length;
      if (bytes > most) done(tooMuch());
      else done(null, piece);
    },
  });
}

/**
 * Copies what goes through a stream.
 * @param most bytes; longer bodies are not copied
 * @param done called with the whole when it has all gone through, and with undefined when it was too long
 */
export function copied(most: number, done: (whole: Buffer | undefined) => void): Transform {
  const pieces: Buffer[] = [];
  let bytes = 0;
  return new Transform({
    transform(piece: Buffer, _encoding, next) {
      bytes += piece.length;
      if (bytes <= most) pieces.push(piece);
      else pieces.length = 0;
      next(null, piece);
    },
    flush(next) {
      done(bytes <= most ? Buffer.concat(pieces) : undefined);
      next();
    },
  });
}

/**
 * Puts streams behind each other. An error of one ends all; the last one has it.
 */
export function chained(first: Readable, others: readonly Transform[]): Readable {
  if (others.length === 0) return first;
  const end = new PassThrough();
  pipeline([first, ...others, end]).catch((error: Error) => void end.destroy(error));
  return end;
}

/** A stream with the same content, which fails with another error. */
export function retold(stream: Readable, failure: (error: unknown) => Error): Readable {
  return Readable.from(inOtherWords(stream, failure), { objectMode: false });
}

async function* inOtherWords(stream: Readable, failure: (error: unknown) => Error): AsyncGenerator<Buffer> {
  try {
    yield* stream as AsyncIterable<Buffer>;
  } catch (error) {
    throw failure(error);
  }
}

/** A body for reply-from, unchanged. What it gets as bytes of JSON it would write as JSON once more. */
export function wholeBody(
  body: Buffer,
  type: string | undefined,
): { readonly body: Buffer | null; readonly contentType?: string } {
  return body.length === 0 ? { body: null } : { body, contentType: type ?? 'application/octet-stream' };
}

/** A request without a body has no length. */
export function lengthOf(
  headers: Record<string, string | string[]>,
  hasBody: boolean,
  body: unknown,
): Record<string, string | string[]> {
  const isEmpty = body === undefined || body === null || (Buffer.isBuffer(body) && body.length === 0);
  if (hasBody && !isEmpty) return headers;
  const { 'content-length': _length, ...others } = headers;
  return others;
}
