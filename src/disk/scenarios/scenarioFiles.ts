import fs from 'node:fs';
import path from 'node:path';
import { counted } from '../../core/base/counted';
import { phraseText } from '../../core/compliance/phrase';
import { fileFaultPhrase } from '../../core/files/fileFault';
import { UserFileError } from '../../core/files/userFileError';
import { isScenario } from '../../core/scenario/isScenario';
import { SCENARIO_ENDING } from '../../core/scenario/scenarioEnding';
import { SCENARIO_LIMIT } from '../../core/scenario/scenarioFileLimit';
import { faultOfOpen, fileFaultSync } from '../fileKind';
import { findFiles } from '../findFiles';
import { diskFiles } from '../userFile';

/** How messages call this product. */
const PRODUCT = 'session-workbench';

/** The paths name no scenario that can be run. The message is one line: what is wrong and how to fix it. */
export class ScenarioSearchError extends Error {}

/** What a search could not look at. */
export interface UnreadPlace {
  /** Absolute. */
  readonly folder: string;
  /** Name in the folder. Empty for the folder itself. */
  readonly file: string;
  readonly reason: string;
}

export interface ScenarioSearch {
  /** Absolute, without duplicates, in the order of the paths. */
  readonly files: readonly string[];
  /** Folders and special files that could not be read. */
  readonly unreadable: readonly UnreadPlace[];
}

/**
 * The scenario files that paths name: a file with any name, or all scenario files below a folder. In a folder, files of
 * other tools are ignored and links are not followed.
 * @throws ScenarioSearchError
 */
export function scenarioFiles(cwd: string, paths: readonly string[]): ScenarioSearch {
  const files = new Set<string>();
  const unreadable = new Map<string, UnreadPlace>();
  for (const given of paths) {
    const whole = path.resolve(cwd, given);
    const found = isFolder(whole) ? ownIn(whole) : { files: [own(whole)], unreadable: [] };
    for (const file of found.files) files.add(file);
    for (const each of found.unreadable) unreadable.set(path.join(each.folder, each.file), each);
  }
  return { files: [...files], unreadable: [...unreadable.values()] };
}

/** Whether a scenario file is a pipe with a name. Reading it waits for somebody who writes there. */
export function isPipe(file: string): boolean {
  return fileFaultSync(file)?.kind === 'pipe';
}

function isFolder(whole: string): boolean {
  let stats: fs.Stats | undefined;
  try {
    stats = fs.statSync(whole, { throwIfNoEntry: false });
  } catch (error) {
    const fault = faultOfOpen(whole, error as NodeJS.ErrnoException);
    throw new ScenarioSearchError(phraseText(fileFaultPhrase(whole, fault)));
  }
  if (!stats) {
    const isLink = fileFaultSync(whole)?.kind === 'deadLink';
    const what = isLink ? 'is a link that leads nowhere' : 'does not exist';
    throw new ScenarioSearchError(`${whole} ${what}; give a scenario file, or a folder that has some`);
  }
  return stats.isDirectory();
}

function ownIn(folder: string): ScenarioSearch {
  const unreadable: UnreadPlace[] = [];
  const named = findFiles(
    folder,
    SCENARIO_ENDING,
    {},
    {
      onSkipped: (skipped, { message: reason }) => unreadable.push({ folder: skipped, file: '', reason }),
      // Somebody put it there in place of a scenario, and would miss that one in the report.
      onSpecial: (file) => {
        const fault = fileFaultSync(file);
        if (!fault) return;
        const reason = phraseText(fileFaultPhrase(file, fault));
        unreadable.push({ folder: path.dirname(file), file: path.basename(file), reason });
      },
    },
  );
  const files = named.filter((file) => isOurs(file) !== false);
  if (files.length > 0) return { files, unreadable };
  const itself = unreadable.find((each) => each.folder === folder && each.file === '');
  if (itself)
    throw new ScenarioSearchError(`${folder} cannot be looked into: ${itself.reason}; give another folder, or a file`);
  const what = named.length === 0 ? '' : ` of ${PRODUCT}`;
  const why = [
    ...(named.length === 0 ? [] : [`${named.length} of another tool`]),
    ...(unreadable.length === 0 ? [] : [unreadableWords(unreadable)]),
  ];
  const reasons = why.length === 0 ? '' : ` (${why.join(', ')})`;
  throw new ScenarioSearchError(
    `no *${SCENARIO_ENDING}${what} in ${folder}${reasons}; give another folder, or a file. ${PRODUCT} run --help tells more`,
  );
}

function unreadableWords(unreadable: readonly UnreadPlace[]): string {
  const files = unreadable.filter(({ file }) => file !== '').map(({ reason }) => reason);
  const folders = unreadable.length - files.length;
  return [...files, ...(folders === 0 ? [] : [`${counted(folders, 'folder')} could not be looked into`])].join(', ');
}

function own(file: string): string {
  if (isOurs(file) !== false) return file;
  throw new ScenarioSearchError(
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
