import path from 'node:path';
import type { SchemaCheck } from '../core/compliance/schemaErrorText';
import { UserFileError } from '../core/files/userFileError';
import type { UserFile } from '../core/files/userFiles';
import { type ReadOptions, readScenario, type ScenarioReading } from '../core/scenario/readScenario';
import { DEVICE } from '../core/systems';
import validate from './compiledScenarioSchema';
import { type ReadableFiles, SCENARIO_LIMIT } from './readableFiles';

/** The ending of scenario files. */
export const SCENARIO_ENDING = '.scenario.json';

/** The compiled schemas/scenario.schema.json. */
export const scenarioSchema: SchemaCheck = (value) => (validate(value) ? [] : (validate.errors ?? []));

/** Finds an included file on disk, relative to the file that includes it. */
export function includeFromDisk(files: ReadableFiles): NonNullable<ReadOptions['include']> {
  return (include, from) => {
    const file = path.resolve(path.dirname(from), include);
    try {
      return { file, text: textOf(files.readSync(file, { limit: SCENARIO_LIMIT })) };
    } catch (error) {
      if (error instanceof UserFileError) return undefined;
      throw error;
    }
  };
}

/**
 * Reads a scenario file with its includes.
 * @param file absolute path
 * @throws UserFileError; an AbortError when `signal` is aborted
 */
export async function loadScenario(files: ReadableFiles, file: string, signal: AbortSignal): Promise<ScenarioReading> {
  return scenarioFromText(files, textOf(await files.readPiped(file, { limit: SCENARIO_LIMIT }, signal)), file);
}

/**
 * Reads a scenario from its text. Includes are read from disk.
 * @param file absolute path that the text has or would have
 */
export function scenarioFromText(files: ReadableFiles, text: string, file: string): ScenarioReading {
  return readScenario(text, { file, schema: scenarioSchema, device: DEVICE, include: includeFromDisk(files) });
}

function textOf({ bytes }: UserFile): string {
  return Buffer.from(bytes).toString('utf8');
}
