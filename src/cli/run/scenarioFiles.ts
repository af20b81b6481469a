import fs from 'node:fs';
import path from 'node:path';
import { SCENARIO_ENDING } from '../../scenario/loadScenario';
import { CallError } from '../callError';
import { PRODUCT } from '../product';

/** Folders that hold what others have made. */
const SKIPPED = new Set(['node_modules', '.git']);

/**
 * The scenario files that paths mean: a file whatever its name, a folder's at any depth. Each once, in the order of the
 * paths. Throws `CallError`.
 */
export function scenarioFiles(cwd: string, paths: readonly string[]): string[] {
  const files = new Set<string>();
  for (const given of paths) {
    const whole = path.resolve(cwd, given);
    const stat = fs.statSync(whole, { throwIfNoEntry: false });
    if (!stat) throw new CallError(`${whole} does not exist; give a scenario file, or a folder that has some`);
    const found = stat.isDirectory() ? filesIn(whole) : [whole];
    if (found.length === 0) {
      throw new CallError(
        `no *${SCENARIO_ENDING} in ${whole}; give another folder, or a file. ${PRODUCT} run --help tells more`,
      );
    }
    for (const file of found) files.add(file);
  }
  return [...files];
}

function filesIn(folder: string): string[] {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .sort(({ name: a }, { name: b }) => (a < b ? -1 : 1))
    .flatMap((entry) => {
      const whole = path.join(folder, entry.name);
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : filesIn(whole);
      return entry.name.endsWith(SCENARIO_ENDING) ? [whole] : [];
    });
}
