import { phraseText } from '../../../core/compliance/phrase';
import { syntaxPhrase } from '../../../core/compliance/syntaxPhrase';
import { type DepthLimit, JSON_DEPTH, tooDeepAt } from '../../../core/json/jsonDepth';
import { readJson } from '../../../core/json/jsonText';
import { parseJson } from '../../../core/json/parseJson';
import { Lines } from '../../../core/json/position';
import { isRecord } from '../../../core/session/sessionFields';
import type { Trace } from '../../kernel/journal/trace';
import { refuse } from './mobileRestError';

/** What a body has goes into a session file, some levels deeper, and a session file has the limit of all JSON. */
const BODY_DEPTH: DepthLimit = { ...JSON_DEPTH, levels: JSON_DEPTH.levels - 10 };

/**
 * Reads the JSON object in the body of a request.
 * @throws MobileError 1901 with the place when it is not JSON, 1904 when it is not an object
 */
export function objectBody(body: unknown, trace: Trace): Record<string, unknown> {
  const value = jsonBody(body, trace);
  if (!isRecord(value)) refuse(trace, 'mobile.body.invalid', 1904, 'The body must be a JSON object.');
  return value;
}

/** As `objectBody`, for routes that also accept a request without a body. */
export function optionalObjectBody(body: unknown, trace: Trace): Record<string, unknown> {
  return bytesOf(body).length === 0 ? {} : objectBody(body, trace);
}

function jsonBody(body: unknown, trace: Trace): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(body));
  } catch {
    return refuse(trace, 'mobile.body.malformed', 1901, 'The body is not UTF-8.');
  }
  if (tooDeepAt(text, BODY_DEPTH) !== undefined) {
    const { levels, name } = JSON_DEPTH;
    const words = `The body is nested deeper than ${BODY_DEPTH.levels} levels: the session file that it goes into can have ${levels} (${name}).`;
    refuse(trace, 'mobile.body.invalid', 1904, words);
  }
  try {
    return parseJson(text);
  } catch {
    return refuse(trace, 'mobile.body.malformed', 1901, syntaxReason(text));
  }
}

/** Where and why parsing failed, in the wording of the session checker, with “body” in place of “file”. */
function syntaxReason(text: string): string {
  if (text.trim() === '') return 'The body is empty.';
  const { stop } = readJson(text);
  const at = stop ?? { offset: text.length, end: text.length, expected: 'endOfText' as const, atEnd: true };
  const { line, character } = new Lines(text).positionAt(at.offset);
  const words = phraseText(syntaxPhrase(at, text)).replace(': the file ends', ': the body ends');
  return `Line ${line + 1}, character ${character + 1}: ${words}`;
}

/** The parser of the face passes bodies on as bytes. A request without a body has none. */
function bytesOf(body: unknown): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}
