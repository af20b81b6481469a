import path from 'node:path';
import type { Configuration, HintSeverities } from '../core/configuration/configuration';
import type { FolderRules } from '../disk/configuration/folderRules';
import {
  readTeamConfigurationFile,
  rulesOf,
  type TeamConfigurationFile,
  teamConfigurationFor,
} from '../disk/configuration/teamConfigurationFile';
import { CallError } from './callError';
import { placeText } from './placeText';
import type { Terminal } from './terminal';

/** What a team has decided, for a call of the command line. */
export interface TeamConfiguration {
  /** The absolute path of the file; undefined without one. */
  readonly file?: string;
  readonly hints: HintSeverities;
  /** What no check looks at. */
  readonly ignored?: FolderRules;
  /** The absolute path of the schema of session files. */
  readonly schemaFile?: string;
  /** The configuration that names the schema. Undefined for one that the call names. */
  readonly schemaIn?: string | undefined;
  /** Options of the server as they are written, which nobody has checked. Paths in them are relative to the file. */
  readonly server: Configuration['server'];
}

/** So many faults are told. */
const MOST_FAULTS = 10;

/**
 * Reads the configuration that holds for a call: the file of `--config`, or the nearest `session-workbench.json` from the
 * working directory upwards. Without one, everything is as it is unless given.
 * @param named the file of `--config`
 * @throws CallError with a sentence for each thing that is wrong with it
 */
export function readTeamConfiguration({ cwd }: Pick<Terminal, 'cwd'>, named?: string): TeamConfiguration {
  const read = named === undefined ? teamConfigurationFor(cwd) : readTeamConfigurationFile(path.resolve(cwd, named));
  if (!read) return { hints: {}, server: {} };
  assertSound(read, named !== undefined);
  const { file, configuration } = read;
  const { folder, globs, schemaFile } = rulesOf(file, configuration);
  return {
    file,
    hints: configuration.hints,
    server: configuration.server,
    ...(globs.length > 0 && { ignored: { folder, globs } }),
    ...(schemaFile !== undefined && { schemaFile, schemaIn: file }),
  };
}

function assertSound({ file, faults, problem }: TeamConfigurationFile, isNamed: boolean): void {
  if (problem) throw new CallError(problem(isNamed ? `--config names ${file}, which` : file));
  const [first, ...others] = faults.map(({ message, range }) => `${placeText(file, range)}: ${message}`);
  if (first === undefined) return;
  const untold = others.length - MOST_FAULTS;
  const more = untold > 0 ? [`${file} has other faults (${untold}); mend these first`] : [];
  throw new CallError(first, [...others.slice(0, MOST_FAULTS), ...more]);
}
