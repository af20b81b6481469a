import { type Phrase, shortened } from '../compliance/phrase';
import { type PlacedFinding, placedFinding } from '../compliance/placedFinding';
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

/** One thing that is wrong with a scenario file. */
export type ScenarioFinding = PlacedFinding<ScenarioCode, 'error' | 'hint'>;

/** The longest text of a file that a finding repeats. */
const MOST_REPEATED = 200;

export function scenarioFinding(code: ScenarioCode, words: Phrase, pointer: string, range: Range): ScenarioFinding {
  return placedFinding(code, HINTS.includes(code) ? 'hint' : 'error', withShortArgs(words), pointer, range);
}

function withShortArgs({ template, args }: Phrase): Phrase {
  return {
    template,
    args: args.map((arg) => (typeof arg === 'string' ? shortened(arg, MOST_REPEATED) : withShortArgs(arg))),
  };
}
