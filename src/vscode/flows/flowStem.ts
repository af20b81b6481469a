import path from 'node:path';
import { SCENARIO_ENDING } from '../../core/scenario/scenarioEnding';

/** The name of a scenario file without its ending. */
export function stemOf(file: string): string {
  return path.basename(file, SCENARIO_ENDING);
}
