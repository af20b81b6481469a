import path from 'node:path';
import type { CheckPool } from '../disk/checkPool';
import { CallError } from './callError';

/** The absolute path of a schema that was given. */
export function schemaFileIn(cwd: string, given: string | undefined): string | undefined {
  return given === undefined ? undefined : path.resolve(cwd, given);
}

/**
 * Refuses a schema that cannot be used: a check without it would say less than was asked for.
 * @throws CallError
 */
export async function assertSchema(pool: CheckPool, file: string | undefined): Promise<void> {
  if (file === undefined) return;
  const { problem } = await pool.call('schemaProblem', {});
  if (problem === undefined) return;
  throw new CallError(
    `--schema: ${file} cannot be used: ${problem}; give a JSON schema in draft-07, draft-06 or draft-04, or none for the built-in one`,
  );
}
