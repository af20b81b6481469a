import { phraseText } from '../../../core/compliance/phrase';
import { syntaxPhrase } from '../../../core/compliance/syntaxPhrase';
import { tooDeepAt } from '../../../core/json/jsonDepth';
import { readJson } from '../../../core/json/jsonText';
import { parseJson } from '../../../core/json/parseJson';
import { Lines } from '../../../core/json/position';
import { isRecord } from '../../../core/session/sessionFields';
import type { Trace } from '../../kernel/journal/trace';
import { refuse } from './mobileRestError';

// Deeper than the parameters of any app, and not so deep that writing JSON overflows the stack.
const DEEPEST = 101;

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
  if (tooDeepAt(text, { levels: DEEPEST, name: 'DEEPEST' }) !== undefined) {
    refuse(trace, 'mobile.body.invalid', 1904, `The body is nested deeper than ${DEEPEST} levels.`);
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
