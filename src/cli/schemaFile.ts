import path from 'node:path';
import type { CheckPool } from '../disk/checkPool';
import { CallError } from './callError';
import { placeText } from './placeText';

/** A schema that was given. */
export interface NamedSchema {
  /** Its absolute path. */
  readonly schemaFile?: string | undefined;
  /** The configuration that names it, if no option does. */
  readonly schemaIn?: string | undefined;
}

/** The absolute path of a schema that was given. */
export function schemaFileIn(cwd: string, given: string | undefined): string | undefined {
  return given === undefined ? undefined : path.resolve(cwd, given);
}

/**
 * Refuses a schema that cannot be used: a check without it would say less than was asked for.
 * @throws CallError
 */
export async function assertSchema(pool: CheckPool, { schemaFile: file, schemaIn }: NamedSchema): Promise<void> {
  if (file === undefined) return;
  const { problem } = await pool.call('schemaProblem', {});
  if (problem === undefined) return;
  const at = schemaIn !== undefined && (await memberPlace(schemaIn, ['schema']));
  const place = at === false ? '--schema' : `${at}: “schema”`;
  throw new CallError(
    `${place}: ${file} cannot be used: ${problem}; give a JSON schema in draft-07, draft-06 or draft-04, or none for the built-in one`,
  );
}

/** Where a value of a configuration is, as `FILE:LINE:COLUMN`. */
export async function memberPlace(file: string, names: readonly (string | number)[]): Promise<string> {
  const { memberRange } = await import('../core/configuration/optionRange.js');
  const { readConfigurationText } = await import('../disk/configuration/configurationFile.js');
  return placeText(file, memberRange(readConfigurationText(file), names, 'value'));
}
