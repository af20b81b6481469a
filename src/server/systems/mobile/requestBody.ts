import { phraseText } from '../../../core/compliance/phrase';
import { syntaxPhrase } from '../../../core/compliance/syntaxPhrase';
import { readJson } from '../../../core/json/jsonText';
import { Lines } from '../../../core/json/position';
import { isRecord } from '../../../core/session/sessionFields';
import type { Trace } from '../../kernel/journal/trace';
import { refuse } from './mobileRestError';

// Deeper than the parameters of any app, and not so deep that writing JSON overflows the stack.
const DEEPEST = 100;

/**
 * Reads the JSON object in the body of a request.
 * @throws MobileError 1901 with the place when it is not JSON, 1904 when it is not an object
 */
export function objectBody(body: unknown, trace: Trace): Record<string, unknown> {
  const value = jsonBody(body, trace);
  if (!isRecord(value)) refuse(trace, 'mobile.body.invalid', 1904, 'The body must be a JSON object.');
  if (isTooDeep(value)) {
    refuse(trace, 'mobile.body.invalid', 1904, `The body is nested deeper than ${DEEPEST} levels.`);
  }
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
  try {
    return JSON.parse(text);
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

function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
  return false;
}
