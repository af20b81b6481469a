import { phraseText } from '../core/compliance/phrase';
import { type FolderFault, folderFaultPhrase } from '../core/files/fileFault';
import { folderFault } from './fileKind';
import { makeFolders } from './makeFolders';

/** Something is in the place of a folder. The message says what, and what to do, without a full stop. */
export class FolderFaultError extends Error {
  override readonly name = 'FolderFaultError';

  constructor(
    readonly folder: string,
    readonly fault: FolderFault,
  ) {
    super(phraseText(folderFaultPhrase(folder, fault)));
  }
}

/**
 * Makes a folder for files with secrets, and those above it, if it is not there: readable by this user alone. A folder that
 * is there keeps its mode.
 * @throws FolderFaultError when something else is in its place; the file system's error when it refuses
 */
export async function makeFolder(folder: string): Promise<void> {
  const fault = await folderFault(folder);
  if (!fault) return;
  if (fault.kind !== 'missing') throw new FolderFaultError(folder, fault);
  makeFolders(folder, 0o700);
}
