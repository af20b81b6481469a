import path from 'node:path';
import { translatedScenario } from '../../core/scenario/translatedScenario';
import { diskFiles } from '../../disk/userFile';
import { type LoadedScenario, scenarioFromText } from '../../scenario/loadScenario';
import { openOrSavedText, openText, workspaceRoots } from './scenarioDocuments';
import { shippedTexts } from './shippedTexts';

/**
 * Reads a scenario file and the files that it includes. Each is taken from its editor when it is open, otherwise from
 * disk. Files outside of the workspace are not included, but those that ship are. A flow that ships has the language of
 * VS Code.
 * @param file absolute path
 * @param shipped absolute path of the folder of the flows that ship
 * @throws UserFileError if it cannot be read; an AbortError when the signal is aborted
 */
export async function readOpenScenario(file: string, shipped: string, signal?: AbortSignal): Promise<LoadedScenario> {
  const text = await openOrSavedText(file);
  const loaded = await scenarioFromText(text, file, {
    files: diskFiles,
    roots: workspaceRoots(),
    shipped,
    openText,
    ...(signal && { signal }),
  });
  const { scenario } = loaded;
  const texts = scenario && path.dirname(file) === path.resolve(shipped) ? await shippedTexts(shipped) : undefined;
  return scenario && texts ? { ...loaded, scenario: translatedScenario(scenario, texts) } : loaded;
}
