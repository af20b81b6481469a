import fs from 'node:fs';
import path from 'node:path';
import type { SchemaCheck } from '../core/compliance/schemaErrorText';
import { type ReadOptions, readScenario, type ScenarioReading } from '../core/scenario/readScenario';
import { DEVICE } from '../core/systems';
import validate from './compiledScenarioSchema';
import { readText } from './readText';

/** The ending of scenario files. */
export const SCENARIO_ENDING = '.scenario.json';

/** The compiled schemas/scenario.schema.json. */
export const scenarioSchema: SchemaCheck = (value) => (validate(value) ? [] : (validate.errors ?? []));

/** Finds an included file on disk, relative to the file that includes it. */
export const includeFromDisk: NonNullable<ReadOptions['include']> = (include, from) => {
  const file = path.resolve(path.dirname(from), include);
  try {
    // Reading a pipe could wait forever.
    if (!fs.statSync(file).isFile()) return undefined;
    return { file, text: fs.readFileSync(file, 'utf8') };
  } catch {
    return undefined;
  }
};

/**
 * Reads a scenario file with its includes.
 * @param file absolute path
 * @throws whatever `readText` throws
 */
export async function loadScenario(file: string, signal: AbortSignal): Promise<ScenarioReading> {
  return scenarioFromText(await readText(file, signal), file);
}

/**
 * Reads a scenario from its text. Includes are read from disk.
 * @param file absolute path that the text has or would have
 */
export function scenarioFromText(text: string, file: string): ScenarioReading {
  return readScenario(text, { file, schema: scenarioSchema, device: DEVICE, include: includeFromDisk });
}
