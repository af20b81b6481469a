import { diskFiles } from '../../disk/userFile';
import { type LoadedScenario, scenarioFromText } from '../../scenario/loadScenario';
import { openOrSavedText, openText, workspaceRoots } from './scenarioDocuments';

/**
 * Reads a scenario file and the files that it includes. Each is taken from its editor when it is open, otherwise from
 * disk. Files outside of the workspace are not included, but those that ship are.
 * @param file absolute path
 * @param shipped absolute path of the folder of the flows that ship
 * @throws UserFileError if it cannot be read; an AbortError when the signal is aborted
 */
export async function readOpenScenario(file: string, shipped: string, signal?: AbortSignal): Promise<LoadedScenario> {
  const text = await openOrSavedText(file);
  return scenarioFromText(text, file, {
    files: diskFiles,
    roots: workspaceRoots(),
    shipped,
    openText,
    ...(signal && { signal }),
  });
}
