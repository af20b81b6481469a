import { type Phrase, phraseText } from '../compliance/phrase';
import type { Range } from '../json/position';

/** Codes of findings in HTTPHandlers.json, in the order in which media/handlers.md explains them. */
export const HANDLER_CODES = [
  'handlers/json',
  'handlers/array',
  'handlers/entry',
  'handlers/missing',
  'handlers/type',
  'handlers/both',
  'handlers/regex',
  'handlers/forbidden',
  'handlers/shadowed',
  'handlers/verbs',
  'handlers/unknown',
  'handlers/duplicate',
] as const;

export type HandlerCode = (typeof HANDLER_CODES)[number];

/** An entry with an error never takes a request. An entry with a warning does, though perhaps not as intended. */
export type HandlerSeverity = 'error' | 'warning';

const WARNINGS: ReadonlySet<HandlerCode> = new Set([
  'handlers/both',
  'handlers/shadowed',
  'handlers/verbs',
  'handlers/unknown',
  'handlers/duplicate',
]);

/** One thing that is wrong with HTTPHandlers.json. */
export interface HandlerFinding {
  readonly code: HandlerCode;
  readonly severity: HandlerSeverity;
  /** In English. `phrase` is the same text for translation. */
  readonly message: string;
  readonly phrase: Phrase;
  /** JSON Pointer (RFC 6901). The whole document is `''`. */
  readonly pointer: string;
  readonly range: Range;
}

export function handlerFinding(code: HandlerCode, phrase: Phrase, pointer: string, range: Range): HandlerFinding {
  const severity = WARNINGS.has(code) ? 'warning' : 'error';
  return { code, severity, message: phraseText(phrase), phrase, pointer, range };
}
