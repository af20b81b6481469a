import fs from 'node:fs';
import path from 'node:path';
import { counted } from '../../core/base/counted';
import { UserFileError } from '../../core/files/userFileError';
import { isScenario } from '../../core/scenario/isScenario';
import { fileFaultSync } from '../../disk/fileKind';
import { findFiles } from '../../disk/findFiles';
import { diskFiles } from '../../disk/userFile';
import { SCENARIO_ENDING } from '../../scenario/loadScenario';
import { SCENARIO_LIMIT } from '../../scenario/readableFiles';
import { CallError } from '../callError';
import type { Unreadable } from '../checkReport';
import { PRODUCT } from '../product';

export interface ScenarioSearch {
  /** Absolute, without duplicates, in the order of the paths. */
  readonly files: readonly string[];
  /** Folders that could not be read. */
  readonly unreadable: readonly Unreadable[];
}

/**
 * The scenario files that paths name: a file with any name, or all scenario files below a folder. In a folder, files of
 * other tools are ignored and links are not followed.
 * @throws CallError
 */
export function scenarioFiles(cwd: string, paths: readonly string[]): ScenarioSearch {
  const files = new Set<string>();
  const unreadable = new Map<string, Unreadable>();
  for (const given of paths) {
    const whole = path.resolve(cwd, given);
    const found = isFolder(whole) ? ownIn(whole) : { files: [own(whole)], unreadable: [] };
    for (const file of found.files) files.add(file);
    for (const each of found.unreadable) unreadable.set(each.folder, each);
  }
  return { files: [...files], unreadable: [...unreadable.values()] };
}

function isFolder(whole: string): boolean {
  let stats: fs.Stats | undefined;
  try {
    stats = fs.statSync(whole, { throwIfNoEntry: false });
  } catch (error) {
    throw new CallError(`${whole} cannot be looked at: ${(error as Error).message}; give another file or folder`);
  }
  if (!stats) {
    const isLink = fileFaultSync(whole)?.kind === 'deadLink';
    const what = isLink ? 'is a link that leads nowhere' : 'does not exist';
    throw new CallError(`${whole} ${what}; give a scenario file, or a folder that has some`);
  }
  return stats.isDirectory();
}

function ownIn(folder: string): ScenarioSearch {
  const unreadable: Unreadable[] = [];
  const named = findFiles(folder, SCENARIO_ENDING, {}, (skipped, { message: reason }) =>
    unreadable.push({ folder: skipped, file: '', reason }),
  );
  const files = named.filter((file) => isOurs(file) !== false);
  if (files.length > 0) return { files, unreadable };
  const itself = unreadable.find((each) => each.folder === folder);
  if (itself) throw new CallError(`${folder} cannot be looked into: ${itself.reason}; give another folder, or a file`);
  const what = named.length === 0 ? '' : ` of ${PRODUCT}`;
  const why = [
    ...(named.length === 0 ? [] : [`${named.length} of another tool`]),
    ...(unreadable.length === 0 ? [] : [`${counted(unreadable.length, 'folder')} could not be looked into`]),
  ];
  const reasons = why.length === 0 ? '' : ` (${why.join(', ')})`;
  throw new CallError(
    `no *${SCENARIO_ENDING}${what} in ${folder}${reasons}; give another folder, or a file. ${PRODUCT} run --help tells more`,
  );
}

function own(file: string): string {
  if (isOurs(file) !== false) return file;
  throw new CallError(
    `${file} is no scenario of ${PRODUCT}: one has "steps", and "actors" or "server", or names scenario.schema.json as its "$schema"; give it those, or another file`,
  );
}

/** Undefined when it cannot be read, which the run reports, or can be read only once, like a pipe. */
function isOurs(file: string): boolean | undefined {
  try {
    return isScenario(diskFiles.readSync(file, { limit: SCENARIO_LIMIT }).bytes.toString('utf8'));
  } catch (error) {
    if (!(error instanceof UserFileError)) throw error;
    return undefined;
  }
}
