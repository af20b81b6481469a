import { createHash } from 'node:crypto';
import path from 'node:path';
import { parseJson } from '../core/json/parseJson';
import { isRecord } from '../core/session/sessionFields';
import { IncludeLoader, type IncludeSource } from './includeLoader';
import { PlaceMark } from './placeMark';

/** Each path in the options of a server, after the name of its option. */
export type PathsOfOptions = (options: object) => readonly (readonly [option: string, place: string])[];

/**
 * By what a scenario is told from an earlier state of it: its text, the files that it includes, and the files and folders
 * that its server takes, such as a MobileApps folder or a project with its request handlers.
 * @param file absolute path that the text has
 * @param pathsIn the paths that a server takes
 * @throws an AbortError when the signal of the source is aborted
 */
export async function scenarioMark(
  text: string,
  file: string,
  source: IncludeSource,
  pathsIn: PathsOfOptions,
): Promise<string> {
  const hash = createHash('sha1').update(text);
  const loader = new IncludeLoader(source);
  await loader.load(text, file);
  for (const each of loader.texts) hash.update(`\0${each}`);
  const places = new PlaceMark(hash, source.files);
  for (const [, place] of pathsIn(serverOf(text))) await places.add(path.resolve(path.dirname(file), place));
  return hash.digest('base64url').slice(0, 12);
}

function serverOf(text: string): object {
  try {
    const scenario: unknown = parseJson(text);
    return isRecord(scenario) && isRecord(scenario.server) ? scenario.server : {};
  } catch {
    // What cannot be read takes nothing.
    return {};
  }
}
