import fs from 'node:fs';
import path from 'node:path';
import { isScenario } from '../../core/scenario/isScenario';
import { SCENARIO_ENDING } from '../../scenario/loadScenario';
import { CallError } from '../callError';
import { PRODUCT } from '../product';

/** Folders that hold what others have made. */
const SKIPPED = new Set(['node_modules', '.git']);

/**
 * The scenario files that paths mean: a file whatever its name, a folder's at any depth. Those of other tools in a folder
 * are left alone. Each once, in the order of the paths. Throws `CallError`.
 */
export function scenarioFiles(cwd: string, paths: readonly string[]): string[] {
  const files = new Set<string>();
  for (const given of paths) {
    const whole = path.resolve(cwd, given);
    const stat = fs.statSync(whole, { throwIfNoEntry: false });
    if (!stat) throw new CallError(`${whole} does not exist; give a scenario file, or a folder that has some`);
    for (const file of stat.isDirectory() ? ownIn(whole) : [own(whole)]) files.add(file);
  }
  return [...files];
}

function ownIn(folder: string): string[] {
  const named = filesIn(folder);
  const found = named.filter((file) => isOurs(file) !== false);
  if (found.length > 0) return found;
  const what = named.length === 0 ? '' : ` of ${PRODUCT}`;
  const why = named.length === 0 ? '' : ` (${named.length} of another tool)`;
  throw new CallError(
    `no *${SCENARIO_ENDING}${what} in ${folder}${why}; give another folder, or a file. ${PRODUCT} run --help tells more`,
  );
}

function own(file: string): string {
  if (isOurs(file) !== false) return file;
  throw new CallError(
    `${file} is no scenario of ${PRODUCT}: one has "steps", and "actors" or "server", or names scenario.schema.json as its "$schema"; give it those, or another file`,
  );
}

/** Undefined when it cannot be read, which the run tells, or only once, as a pipe. */
function isOurs(file: string): boolean | undefined {
  try {
    if (!isFile(file)) return undefined;
    return isScenario(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function filesIn(folder: string): string[] {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .sort(({ name: a }, { name: b }) => (a < b ? -1 : 1))
    .flatMap((entry) => {
      const whole = path.join(folder, entry.name);
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : filesIn(whole);
      return entry.name.endsWith(SCENARIO_ENDING) && isFile(whole) ? [whole] : [];
    });
}

/** Also what a link leads to; a pipe would be waited for. */
function isFile(whole: string): boolean {
  return fs.statSync(whole, { throwIfNoEntry: false })?.isFile() === true;
}
