import { type Phrase, phraseText } from '../compliance/phrase';
import type { Range } from '../json/position';

/** What may be wrong with a scenario file; the hints do not keep it from running. */
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
  /** In English; `phrase` is the same for those who translate. */
  readonly message: string;
  readonly phrase: Phrase;
  /** RFC 6901. */
  readonly pointer: string;
  readonly range: Range;
}

export function scenarioFinding(code: ScenarioCode, phrase: Phrase, pointer: string, range: Range): ScenarioFinding {
  const severity = HINTS.includes(code) ? 'hint' : 'error';
  return { code, severity, message: phraseText(phrase), phrase, pointer, range };
}
