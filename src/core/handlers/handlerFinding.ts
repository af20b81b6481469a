import type { Phrase } from '../compliance/phrase';
import { type PlacedFinding, placedFinding } from '../compliance/placedFinding';
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
  'handlers/taken',
  'handlers/shadowed',
  'handlers/verbs',
  'handlers/unknown',
  'handlers/duplicate',
  'handlers/class',
  'handlers/function',
] as const;

export type HandlerCode = (typeof HANDLER_CODES)[number];

/** An entry with an error never takes a request. An entry with a warning does, though perhaps not as intended. */
export type HandlerSeverity = 'error' | 'warning';

const WARNINGS: ReadonlySet<HandlerCode> = new Set([
  'handlers/both',
  'handlers/taken',
  'handlers/shadowed',
  'handlers/verbs',
  'handlers/unknown',
  'handlers/duplicate',
  'handlers/class',
  'handlers/function',
]);

/** One thing that is wrong with HTTPHandlers.json. */
export type HandlerFinding = PlacedFinding<HandlerCode, HandlerSeverity>;

export function handlerFinding(code: HandlerCode, phrase: Phrase, pointer: string, range: Range): HandlerFinding {
  return placedFinding(code, WARNINGS.has(code) ? 'warning' : 'error', phrase, pointer, range);
}
