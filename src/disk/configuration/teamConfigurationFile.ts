import path from 'node:path';
import type { Configuration, ConfigurationFault } from '../../core/configuration/configuration';
import { UserFileError } from '../../core/files/userFileError';
import { isOfAnother, readConfigurationFile } from './configurationFile';
import { findConfiguration } from './findConfiguration';
import type { FolderRules } from './folderRules';

/** A `session-workbench.json` as it was read. */
export interface TeamConfigurationFile {
  /** Absolute. */
  readonly file: string;
  /** What is sound in it. */
  readonly configuration: Configuration;
  /** In the order of the text. With any, nobody follows the file. */
  readonly faults: readonly ConfigurationFault[];
  /** Why it is not read at all, as a sentence without its full stop that begins with a subject. */
  readonly problem?: (subject: string) => string;
}

/**
 * Reads the configuration that holds for a folder: the nearest one from there upwards. It is the same for the command line, for
 * the tools of agents and for the editor.
 * @param folder absolute
 */
export function teamConfigurationFor(folder: string): TeamConfigurationFile | undefined {
  const file = findConfiguration(folder);
  if (file === undefined) return undefined;
  if (!isOfAnother(file, folder)) return readTeamConfigurationFile(file);
  const problem = (subject: string) => `${subject} belongs to another user; name it with --config if you trust it`;
  return { file, ...NOTHING_READ, problem };
}

/** Reads a configuration, of whomever. @param file absolute */
export function readTeamConfigurationFile(file: string): TeamConfigurationFile {
  try {
    return { file, ...readConfigurationFile(file) };
  } catch (error) {
    if (!(error instanceof UserFileError)) throw error;
    return { file, ...NOTHING_READ, problem: (subject) => error.about(subject) };
  }
}

/** What a configuration decides for checks. */
export function rulesOf(file: string, { ignore, schema }: Configuration): FolderRules {
  const folder = path.dirname(file);
  return { folder, globs: ignore, ...(schema !== undefined && { schemaFile: path.resolve(folder, schema) }) };
}

const NOTHING_READ = { configuration: { hints: {}, ignore: [], server: {} }, faults: [] } as const;
