import { Backup, type SavedBackup } from '../backup';
import { placeInFolder } from '../sessionPlace';
import { type Deed, recordedChange } from './recordedChange';

/** A copy of a session file, as it was before something was done with it. */
export interface SessionVersion {
  readonly backup: SavedBackup;
  /** What was done then; undefined when nothing was recorded. */
  readonly deed: Deed | undefined;
}

/**
 * The copies of a session file that the backups have, newest first.
 * @param file absolute path
 */
export async function versionsOf(folder: string, file: string, root: string): Promise<SessionVersion[]> {
  const place = placeInFolder(folder, file);
  const backups = (await Backup.list(folder, root)).filter(({ files }) => files.includes(place));
  return Promise.all(backups.map(async (backup) => ({ backup, deed: await deedOf(backup) })));
}

async function deedOf({ path }: SavedBackup): Promise<Deed | undefined> {
  try {
    return (await recordedChange(path)).deed;
  } catch {
    // Its process was killed, or it was made by a program that records nothing, as the server.
    return undefined;
  }
}
