import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { type DepthLimit, JSON_DEPTH, tooDeepAt, WRAPPED_JSON_DEPTH } from '../../../core/json/jsonDepth';
import { jsonSlices } from '../../../core/json/jsonSlices';
import { type JsonStop, readJson } from '../../../core/json/jsonText';
import { JsonTooDeepError } from '../../../core/json/parseJson';
import { Lines } from '../../../core/json/position';
import { HttpError } from '../answer/httpError';
import type { Refusal } from '../answer/refusal';
import { nextTurn } from '../slices/inSlices';

const EXPECTED: Record<Exclude<JsonStop['expected'], 'shallower'>, string> = {
  value: 'a value',
  key: 'a property name in double quotes',
  keyOrEnd: 'a property name in double quotes or }',
  colon: 'a colon',
  commaOrEnd: 'a comma or the closing bracket',
  valueOrEnd: 'a value or ]',
  endOfText: 'nothing more',
  digit: 'a digit',
  escape: 'an escape that JSON has',
  closingQuote: 'the closing quote of a text',
  literal: 'true, false or null',
};

/**
 * Reads JSON bodies. An empty body is accepted, because Android sends `Content-Type: application/json` with every
 * request (docs/facts/4d-mobile.md#headers-and-cookies). A malformed body is refused with status 400 and the position
 * of the error, one that is nested too deeply with 413. A body with `__proto__` is refused too, but for a
 * snapshot.
 */
export function readJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  // Plain text is not parsed either, because a form of any site can send it without permission.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    request.handling.sent = bytes;
    if (bytes.length === 0) return done(null, undefined);
    if (request.handling.config.wrapsValues) {
      wholeJson(bytes).then((value) => done(null, value), done);
      return;
    }
    if (!isUtf8(bytes)) return done(notUtf8());
    const text = textIn(bytes);
    if (tooDeepAt(text, JSON_DEPTH) !== undefined) return done(tooDeep(JSON_DEPTH));
    parse(request, text, (error, value) => (error ? done(malformed(text)) : done(null, value)));
  });
}

/**
 * What came in by requests that may have such members has to come back, also with `__proto__`. It may be very long, so
 * it is read in slices.
 * @throws Refusal
 */
async function wholeJson(bytes: Buffer): Promise<unknown> {
  // Putting the bytes together took its time, and so does each of the next steps.
  await nextTurn();
  if (!isUtf8(bytes)) throw notUtf8();
  const text = textIn(bytes);
  await nextTurn();
  const parsing = jsonSlices(text, WRAPPED_JSON_DEPTH);
  try {
    for (;;) {
      const step = parsing.next();
      if (step.done) return step.value;
      await nextTurn();
    }
  } catch (error) {
    throw error instanceof JsonTooDeepError ? tooDeep(WRAPPED_JSON_DEPTH) : malformed(text);
  }
}

/** RFC 8259, 8.1 allows to ignore a byte order mark. */
function textIn(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

function notUtf8(): Refusal {
  return new HttpError(400, 'json-malformed', 'The body is not UTF-8; send it as UTF-8.');
}

function tooDeep({ levels, name }: DepthLimit): Refusal {
  return new HttpError(413, 'json-too-deep', `The body is nested deeper than ${levels} levels (${name}); send less.`);
}

function malformed(text: string): Refusal {
  const { stop } = readJson(text);
  if (!stop || stop.expected === 'shallower') {
    return new HttpError(400, 'json-refused', 'The body has a property named __proto__ or constructor; leave it out.');
  }
  const { line, character } = new Lines(text).positionAt(stop.offset);
  const found = stop.atEnd ? 'the body ends' : 'there is something else';
  return new HttpError(
    400,
    'json-malformed',
    `The body is not well-formed JSON: line ${line + 1}, column ${character + 1}: ${EXPECTED[stop.expected]} is expected, but ${found}.`,
  );
}
