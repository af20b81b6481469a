import { ProcessFolders } from '../../../disk/processFolders';

/** The temporary folders for uploads: one for each process of a server. */
export function uploadFolders(): ProcessFolders {
  return new ProcessFolders('uploads', 'Uploads of a server that was killed');
}
