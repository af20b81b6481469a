import fs from 'node:fs';
import path from 'node:path';
import type { SchemaCheck } from '../core/compliance/schemaFault';
import { type ReadOptions, readScenario, type ScenarioReading } from '../core/scenario/readScenario';
import validate from './compiledScenarioSchema';
import { readText } from './readText';

/** What makes a file a scenario. */
export const SCENARIO_ENDING = '.scenario.json';

/** schemas/scenario.schema.json, compiled ahead of time. */
export const scenarioSchema: SchemaCheck = (value) => (validate(value) ? [] : (validate.errors ?? []));

/** How includes are found on disk: relative to the file that has them. */
export const includeFromDisk: NonNullable<ReadOptions['include']> = (include, from) => {
  const file = path.resolve(path.dirname(from), include);
  try {
    // A pipe would be waited for without end.
    if (!fs.statSync(file).isFile()) return undefined;
    return { file, text: fs.readFileSync(file, 'utf8') };
  } catch {
    return undefined;
  }
};

/**
 * Reads a scenario file with its includes.
 * @param file absolute path
 * @throws what `readText` throws
 */
export async function loadScenario(file: string, signal: AbortSignal): Promise<ScenarioReading> {
  return scenarioIn(await readText(file, signal), file);
}

/**
 * A scenario from its text, with includes as they are on disk.
 * @param file absolute path that it has, or would have
 */
export function scenarioIn(text: string, file: string): ScenarioReading {
  return readScenario(text, { file, schema: scenarioSchema, include: includeFromDisk });
}
