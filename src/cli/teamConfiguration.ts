import path from 'node:path';
import type { Configuration, ConfigurationFault, HintSeverities } from '../core/configuration/configuration';
import { toldFaults } from '../core/configuration/toldFaults';
import { readConfigurationText } from '../disk/configuration/configurationFile';
import type { FolderRules } from '../disk/configuration/folderRules';
import {
  readTeamConfigurationFile,
  rulesOf,
  type TeamConfigurationFile,
  teamConfigurationFor,
} from '../disk/configuration/teamConfigurationFile';
import { serverFaults } from '../server/kernel/options/serverFaults';
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

/**
 * Reads the configuration that holds for a call: the file of `--config`, or the nearest `session-workbench.json` from the
 * working directory upwards. Without one, everything is as it is unless given.
 * @param named the file of `--config`
 * @param use `check` also asks whether a server takes the options. A server that starts asks that itself.
 * @throws CallError with a sentence for each thing that is wrong with it
 */
export async function readTeamConfiguration(
  { cwd }: Pick<Terminal, 'cwd'>,
  named: string | undefined,
  use: 'check' | 'serve',
): Promise<TeamConfiguration> {
  const read = named === undefined ? teamConfigurationFor(cwd) : readTeamConfigurationFile(path.resolve(cwd, named));
  if (!read) return { hints: {}, server: {} };
  const { file, configuration, problem } = read;
  if (problem) throw new CallError(problem(named === undefined ? file : `--config names ${file}, which`));
  if (use === 'check' || read.faults.length > 0) await assertSound(read, use);
  const { folder, globs, schemaFile } = rulesOf(file, configuration);
  return {
    file,
    hints: configuration.hints,
    server: configuration.server,
    ...(globs.length > 0 && { ignored: { folder, globs } }),
    ...(schemaFile !== undefined && { schemaFile, schemaIn: file }),
  };
}

async function assertSound({ file, faults, configuration }: TeamConfigurationFile, use: 'check' | 'serve') {
  const ofServer = await serverFaults(configuration.server, () => readConfigurationText(file));
  const error = faultsError(file, [...faults, ...ofServer], use);
  if (error) throw error;
}

/** What to say of the faults of a configuration, in the order of the text. Undefined without one. */
export function faultsError(
  file: string,
  faults: readonly ConfigurationFault[],
  use: 'check' | 'serve',
): CallError | undefined {
  const { told: first, untold } = toldFaults(faults);
  const told = first.map(({ message, range }) => `${placeText(file, range)}: ${message}`);
  if (untold > 0) told.push(`${file} has other faults (${untold}); mend these first`);
  const last = told.pop();
  if (last === undefined) return undefined;
  // Each line is a fault, so the last one says what follows. That a server does not start can be seen.
  const then =
    use === 'check' && `; nothing is checked until ${told.length > 0 ? 'all of these are' : 'that is'} mended`;
  const [head, ...others] = [...told, `${last}${then || ''}`];
  return head === undefined ? undefined : new CallError(head, others);
}
