import path from 'node:path';
import { Backup, defaultBackupRoot } from './backup';
import { pruneBackups } from './backupPruning';
import { recordChange } from './change/recordedChange';
import { removedFile } from './change/writtenFile';
import type { CheckPool } from './checkPool';
import { forEachFile } from './forEachFile';
import type { BackupKeeping } from './keptBackups';
import { SessionStore } from './sessionStore';
import type { SessionWriteError } from './sessionWriteError';
import { FileChangedError, FileGoneError, readError, writeError } from './writeErrors';

export interface ResetOptions {
  /** Only this application folder. Absent for all. */
  readonly application?: string;
  /** The folder for backups. The default is the user's state folder. */
  readonly backupRoot?: string;
  /** How long backups are kept. */
  readonly keeping?: BackupKeeping;
  readonly store?: SessionStore;
  /** Called with the number of files that are done, and the total. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface ResetResult {
  /** Absolute paths. */
  readonly removed: readonly string[];
  /** Files that were not changed, and application folders that could not be listed. Paths are absolute. */
  readonly failed: readonly { readonly file: string; readonly error: SessionWriteError }[];
  /** The backup of what was removed. Undefined when there was nothing to remove. */
  readonly backup: Backup | undefined;
  /** Absolute paths of old backups that were removed. */
  readonly pruned: readonly string[];
}

// How often a file that keeps changing is tried.
const MAX_TRIES = 3;

/**
 * Removes the session files of an application or of a whole MobileApps folder, each after its backup is on the disk.
 * The folder is listed first. Other files stay, and so do the application folders. A file that changes meanwhile is
 * backed up again.
 * @throws SessionWriteError when the MobileApps folder cannot be listed or the backup cannot be started; then nothing
 * is removed
 */
export async function resetSessions(pool: CheckPool, folder: string, options: ResetOptions = {}): Promise<ResetResult> {
  const { backupRoot = defaultBackupRoot(), store = new SessionStore({ folder }), onProgress = () => {} } = options;
  const removed: string[] = [];
  const failed: ResetResult['failed'][number][] = [];
  const files = await listSessions(pool, path.resolve(folder), options.application, (error) =>
    failed.push({ file: error.file, error }),
  );
  if (files.length === 0) return { removed, failed, backup: undefined, pruned: [] };
  const backup = await Backup.create(folder, 'reset', backupRoot);
  let done = 0;
  const attempt = async (file: string, run: () => Promise<unknown>) => {
    try {
      await run();
      return true;
    } catch (error) {
      // A file that does not exist any more needs no removal.
      if (!(error instanceof FileGoneError)) failed.push({ file, error: writeError(file, error) });
      return false;
    }
  };
  const saved: string[] = [];
  await forEachFile(files, async (file) => {
    if (await attempt(file, () => backup.add(file))) saved.push(file);
    onProgress(++done, files.length * 2);
  });
  await backup.finish();
  const { removed: pruned } = await pruneBackups(path.resolve(folder), backupRoot, options.keeping);
  done = files.length * 2 - saved.length;
  await forEachFile(saved, async (file) => {
    if (await attempt(file, () => removeSaved(store, backup, file))) removed.push(file);
    onProgress(++done, files.length * 2);
  });
  removed.sort();
  await attempt(backup.path, () => recordChange(removed.map(removedFile), backup, { kind: 'reset' }));
  return { removed, failed, backup: backup.size > 0 ? backup : undefined, pruned };
}

/** Removes a file if it is the same as in the backup. Otherwise the new content is backed up first. */
async function removeSaved(store: SessionStore, backup: Backup, file: string): Promise<void> {
  let bytes = await backup.add(file);
  for (let tries = 1; ; tries++) {
    try {
      return await store.remove(file, bytes);
    } catch (error) {
      if (!(error instanceof FileChangedError) || tries === MAX_TRIES) throw error;
    }
    bytes = await backup.renew(file);
  }
}

async function listSessions(
  pool: CheckPool,
  folder: string,
  application: string | undefined,
  onFailed: (error: SessionWriteError) => void,
): Promise<string[]> {
  const applications = application === undefined ? await listApplications(pool, folder) : [application];
  const files: string[] = [];
  for (const name of applications) {
    try {
      const { names } = await pool.call('listApplication', { folder, application: name });
      files.push(...names.map((file) => path.join(folder, name, file)));
    } catch (error) {
      const told = readError(path.join(folder, name), error);
      // A folder may have been deleted since the listing. But a folder that was asked for should exist.
      if (application !== undefined || !(told instanceof FileGoneError)) onFailed(told);
    }
  }
  return files;
}

async function listApplications(pool: CheckPool, folder: string): Promise<readonly string[]> {
  try {
    return (await pool.call('listFolder', { folder })).applications;
  } catch (error) {
    throw readError(folder, error);
  }
}
