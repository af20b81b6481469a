import type { SessionIndex } from '../../core/index/sessionIndex';

/** Folders that are shown completely. Only these can be handled as a whole. */
export function wholeFolders(index: SessionIndex): string[] {
  return index.folders().filter((folder) => !index.isPartial(folder));
}
