import type { SessionIndex } from '../../core/index/sessionIndex';

/** Folders of which all is opened: what is done to a folder as a whole is for these. */
export function wholeFolders(index: SessionIndex): string[] {
  return index.folders().filter((folder) => !index.isPartial(folder));
}
