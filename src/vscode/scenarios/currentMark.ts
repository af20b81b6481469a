import { diskFiles } from '../../disk/userFile';
import { openOrSavedText, openText, savedText, workspaceRoots } from './scenarioDocuments';

/** By what a scenario with all that it needs is told from an earlier state, as it is in the editors or on disk. */
export type CurrentMark = (file: string) => Promise<string>;

/**
 * @param shipped absolute path of the folder of the flows that ship
 * @returns a function that rejects if the file cannot be read
 */
export function currentMark(shipped: string): CurrentMark {
  return markBy(shipped, openOrSavedText, openText);
}

/** The same of what is saved, whatever is in the editors. */
export function savedMark(shipped: string): CurrentMark {
  return markBy(shipped, savedText);
}

function markBy(
  shipped: string,
  textOf: (file: string) => Promise<string>,
  openText?: (file: string) => string | undefined,
): CurrentMark {
  return async (file) => {
    // Only a flow that has run needs them.
    const [{ scenarioMark }, { pathsIn }] = await Promise.all([
      import('../../scenario/scenarioMark.js'),
      import('../../server/kernel/options/optionsPaths.js'),
    ]);
    const source = { files: diskFiles, roots: workspaceRoots(), shipped, ...(openText && { openText }) };
    return scenarioMark(await textOf(file), file, source, pathsIn);
  };
}
