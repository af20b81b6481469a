import path from 'node:path';
import { editDistance } from '../../core/base/nearestWord';
import { SCENARIO_ENDING } from '../../core/scenario/scenarioEnding';

const MOST_SLIPS = 2;
const LAST = path.extname(SCENARIO_ENDING);

/**
 * Whether the name of a file ends nearly as that of a scenario does: `.senario.json`, `.scenario.JSON`, `.scenarios.json`,
 * `-scenario.json`. A folder is searched by the exact ending, so that such a file is passed over.
 */
export function isNearScenario(name: string): boolean {
  const given = name.toLowerCase();
  // An editor keeps what was there before under such a name.
  if (/[~#]$/.test(name)) return false;
  // Most files have other kinds of names, and the distance takes time.
  if (name.endsWith(SCENARIO_ENDING) || editDistance(path.extname(given).slice(0, LAST.length + 2), LAST) > 1)
    return false;
  for (let length = SCENARIO_ENDING.length - MOST_SLIPS; length <= SCENARIO_ENDING.length + MOST_SLIPS; length++) {
    if (length <= given.length && editDistance(given.slice(-length), SCENARIO_ENDING) <= MOST_SLIPS) return true;
  }
  return false;
}
