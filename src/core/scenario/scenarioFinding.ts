import { type Phrase, phraseText } from '../compliance/phrase';
import type { Range } from '../json/position';

/** Codes of findings in scenario files. A scenario with hints only can still run. */
export const SCENARIO_CODES = [
  'scenario/json',
  'scenario/schema',
  'scenario/step',
  'scenario/actor',
  'scenario/variable',
  'scenario/include',
  'scenario/fault',
  'scenario/pattern',
  'scenario/never',
  'scenario/unused',
  'scenario/duplicate-key',
] as const;
export type ScenarioCode = (typeof SCENARIO_CODES)[number];

const HINTS: readonly ScenarioCode[] = ['scenario/unused', 'scenario/duplicate-key'];

export interface ScenarioFinding {
  readonly code: ScenarioCode;
  readonly severity: 'error' | 'hint';
  /** In English. `phrase` is the same text for translation. */
  readonly message: string;
  readonly phrase: Phrase;
  /** JSON Pointer (RFC 6901). */
  readonly pointer: string;
  readonly range: Range;
}

export function scenarioFinding(code: ScenarioCode, phrase: Phrase, pointer: string, range: Range): ScenarioFinding {
  const severity = HINTS.includes(code) ? 'hint' : 'error';
  return { code, severity, message: phraseText(phrase), phrase, pointer, range };
}
