import { Option } from 'commander';
import { findConfiguration } from '../disk/configuration/findConfiguration';
import { schemaFileIn } from './schemaFile';
import type { TeamConfiguration } from './teamConfiguration';
import type { Terminal } from './terminal';

/** Options of all commands that check session files. */
export interface ConfigurationOptions {
  readonly config?: string;
  readonly schema?: string;
}

/** `--config FILE`, of all commands that check session files. */
export function configOption(): Option {
  return new Option(
    '--config <file>',
    'what a team has decided; the nearest session-workbench.json from here upwards unless given',
  );
}

/**
 * What holds for a check: the configuration, and before it what the call says.
 * @throws CallError when the configuration cannot be used
 */
export async function checkConfiguration(
  { cwd }: Pick<Terminal, 'cwd'>,
  { config, schema }: ConfigurationOptions,
): Promise<Partial<TeamConfiguration>> {
  const schemaFile = schemaFileIn(cwd, schema);
  const called = schemaFile === undefined ? {} : { schemaFile, schemaIn: undefined };
  if (config === undefined && findConfiguration(cwd) === undefined) return called;
  // Most folders have none.
  const { readTeamConfiguration } = await import('./teamConfiguration.js');
  // A team is to know of a wrong option before somebody starts a server.
  return { ...(await readTeamConfiguration({ cwd }, config, 'check')), ...called };
}
