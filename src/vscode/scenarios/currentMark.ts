import { diskFiles } from '../../disk/userFile';
import { openOrSavedText, openText, workspaceRoots } from './scenarioDocuments';

/** By what a scenario with all that it needs is told from an earlier state, as it is in the editors or on disk. */
export type CurrentMark = (file: string) => Promise<string>;

/**
 * @param shipped absolute path of the folder of the flows that ship
 * @returns a function that rejects if the file cannot be read
 */
export function currentMark(shipped: string): CurrentMark {
  return async (file) => {
    // Only a flow that has run needs them.
    const [{ scenarioMark }, { pathsIn }] = await Promise.all([
      import('../../scenario/scenarioMark.js'),
      import('../../server/kernel/options/optionsPaths.js'),
    ]);
    const source = { files: diskFiles, roots: workspaceRoots(), shipped, openText };
    return scenarioMark(await openOrSavedText(file), file, source, pathsIn);
  };
}
