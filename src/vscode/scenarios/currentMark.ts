import { diskFiles } from '../../disk/userFile';
import { scenarioMark } from '../../scenario/scenarioMark';
import { pathsIn } from '../../server/kernel/options/optionsPaths';
import { openOrSavedText, openText, workspaceRoots } from './scenarioDocuments';

/** By what a scenario with all that it needs is told from an earlier state, as it is in the editors or on disk. */
export type CurrentMark = (file: string) => Promise<string>;

/**
 * @param shipped absolute path of the folder of the flows that ship
 * @returns a function that rejects if the file cannot be read
 */
export function currentMark(shipped: string): CurrentMark {
  return async (file) =>
    scenarioMark(
      await openOrSavedText(file),
      file,
      { files: diskFiles, roots: workspaceRoots(), shipped, openText },
      pathsIn,
    );
}
