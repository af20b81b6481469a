import path from 'node:path';
import type { Configuration, HintSeverities } from '../core/configuration/configuration';
import { UserFileError } from '../core/files/userFileError';
import { isOfAnother, readConfigurationFile } from '../disk/configuration/configurationFile';
import { findConfiguration } from '../disk/configuration/findConfiguration';
import type { IgnoredGlobs } from '../disk/configuration/ignoredFiles';
import { CallError } from './callError';
import type { Terminal } from './terminal';

/** What a team has decided, for a call of the command line. */
export interface TeamConfiguration {
  /** The absolute path of the file; undefined without one. */
  readonly file?: string;
  readonly hints: HintSeverities;
  /** What no check looks at. */
  readonly ignored?: IgnoredGlobs;
  /** The absolute path of the schema of session files. */
  readonly schemaFile?: string;
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
  const file = named === undefined ? findConfiguration(cwd) : path.resolve(cwd, named);
  if (file === undefined) return { hints: {}, server: {} };
  const { schema, ignore: globs, ...configuration } = readSound(file, named !== undefined);
  const folder = path.dirname(file);
  return {
    file,
    ...configuration,
    ...(globs.length > 0 && { ignored: { folder, globs } }),
    ...(schema !== undefined && { schemaFile: path.resolve(folder, schema) }),
  };
}

function readSound(file: string, isNamed: boolean): Configuration {
  try {
    if (!isNamed && isOfAnother(file)) {
      throw new CallError(`${file} belongs to another user; name it with --config if you trust it`);
    }
    const { configuration, faults } = readConfigurationFile(file);
    const [first, ...others] = faults.map(({ message, range: { start } }) => {
      return `${file}:${start.line + 1}:${start.character + 1}: ${message}`;
    });
    if (first === undefined) return configuration;
    const untold = others.length - MOST_FAULTS;
    const more = untold > 0 ? [`${file} has other faults (${untold}); mend these first`] : [];
    throw new CallError(first, [...others.slice(0, MOST_FAULTS), ...more]);
  } catch (error) {
    if (!(error instanceof UserFileError)) throw error;
    const subject = isNamed ? `--config names ${file}, which` : file;
    throw new CallError(error.about(subject));
  }
}
