import { HttpError } from '../../kernel/answer/httpError';
import type { PlatformVerdict } from './callback';
import type { TimeKind } from './wait';

/** The fields of a query string, a form or a JSON object, by name. */
export type Fields = Readonly<Record<string, unknown>>;

/** How and when the platform answers a request. */
export interface AnswerRequest {
  readonly verdict: PlatformVerdict;
  /** How many times the platform answers. A server must accept only the first answer, so more than one tests this. */
  readonly times: number;
  readonly delayMs: number;
  readonly time: TimeKind;
  /** Who requests the callback address: the browser that shows the page, or the platform itself. */
  readonly by: 'browser' | 'platform';
}

const MOST_TIMES = 10;
const LONGEST_DELAY_MS = 86_400_000;

/** @throws HttpError 400 when the value is not an object */
export function fieldsIn(value: unknown): Fields {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new HttpError(400, 'body-invalid', 'The body must be an object with “callback”.');
  }
  return value as Fields;
}

/**
 * The callback address, and the state to send back with it. Real platforms use different names for the callback
 * address.
 */
export function askedFor(fields: Fields): { readonly callback?: string; readonly state?: string } {
  const callback = textIn(fields, 'callback') ?? textIn(fields, 'redirect_uri');
  const state = textIn(fields, 'state');
  return { ...(callback !== undefined && { callback }), ...(state !== undefined && { state }) };
}

/**
 * Reads the requested answer. It is undefined when there is no field `answer`. A form gives the delay in seconds, a
 * program gives it in milliseconds.
 * @throws HttpError 400 when a value is invalid
 */
export function requestedAnswer(fields: Fields): AnswerRequest | undefined {
  const verdict = oneOf(fields, 'answer', ['approve', 'refuse'] as const);
  if (verdict === undefined) return undefined;
  const seconds = numberIn(fields, 'delay', LONGEST_DELAY_MS / 1000);
  const ms = numberIn(fields, 'delayMs', LONGEST_DELAY_MS);
  return {
    verdict,
    times: Math.max(1, Math.round(numberIn(fields, 'times', MOST_TIMES) ?? 1)),
    delayMs: Math.round(ms ?? (seconds ?? 0) * 1000),
    time: oneOf(fields, 'time', ['virtual', 'real'] as const) ?? 'virtual',
    by: oneOf(fields, 'by', ['browser', 'platform'] as const) ?? 'browser',
  };
}

/** The text of a field. If the field occurs several times, the first one counts. */
function textIn(fields: Fields, name: string): string | undefined {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (first === undefined || first === null || typeof first === 'string') return first ?? undefined;
  throw new HttpError(400, 'body-invalid', `“${name}” must be a text.`);
}

function oneOf<T extends string>(fields: Fields, name: string, allowed: readonly T[]): T | undefined {
  const text = textIn(fields, name);
  if (text === undefined) return undefined;
  const found = allowed.find((each) => each === text);
  if (found !== undefined) return found;
  throw new HttpError(400, 'body-invalid', `“${name}” must be ${allowed.join(' or ')}.`);
}

function numberIn(fields: Fields, name: string, most: number): number | undefined {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (value === undefined || value === '') return undefined;
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN;
  if (number >= 0 && number <= most) return number;
  throw new HttpError(400, 'body-invalid', `“${name}” must be a number from 0 to ${most}.`);
}
