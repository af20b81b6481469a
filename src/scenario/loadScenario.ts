import path from 'node:path';
import type { SchemaCheck } from '../core/compliance/schemaErrorText';
import { isScenario } from '../core/scenario/isScenario';
import { noScenario } from '../core/scenario/noScenario';
import { readScenario } from '../core/scenario/readScenario';
import { SCENARIO_LIMIT } from '../core/scenario/scenarioFileLimit';
import { scenarioFinding } from '../core/scenario/scenarioFinding';
import type { ScenarioReading } from '../core/scenario/scenarioReading';
import { DEVICE } from '../core/systems';
import validate from './compiledScenarioSchema';
import { IncludeLoader, type IncludeSource } from './includeLoader';

/** The compiled schemas/scenario.schema.json. */
export const scenarioSchema: SchemaCheck = (value) => (validate(value) ? [] : (validate.errors ?? []));

/** A scenario that was read, with the files that it includes. */
export interface LoadedScenario extends ScenarioReading {
  /** Absolute paths, also of those that are not there. */
  readonly includes: readonly string[];
}

/**
 * Reads a scenario file with its includes.
 * @param file absolute path
 * @throws UserFileError; an AbortError when the signal of the source is aborted
 */
export async function loadScenario(file: string, source: IncludeSource): Promise<LoadedScenario> {
  const { bytes } = await source.files.readPiped(file, { limit: SCENARIO_LIMIT }, source.signal);
  return scenarioFromText(Buffer.from(bytes).toString('utf8'), file, source);
}

/**
 * Reads a scenario from its text. Includes are read from disk.
 * @param file absolute path that the text has or would have
 * @throws an AbortError when the signal of the source is aborted
 */
export async function scenarioFromText(text: string, file: string, source: IncludeSource): Promise<LoadedScenario> {
  if (!isScenario(text)) {
    const start = { line: 0, character: 0 };
    const words = noScenario(path.basename(file), text);
    return { findings: [scenarioFinding('scenario/schema', words, '', { start, end: start })], includes: [] };
  }
  const loader = new IncludeLoader(source);
  await loader.load(text, file);
  const reading = readScenario(text, { file, schema: scenarioSchema, device: DEVICE, include: loader.find });
  return { ...reading, includes: loader.files };
}
