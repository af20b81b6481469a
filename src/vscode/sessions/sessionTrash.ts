import * as vscode from 'vscode';
import type { SessionKey } from '../../core/index/sessionIndex';
import { Backup, type Restoration, type SavedBackup } from '../../disk/backup';
import { pruneBackups } from '../../disk/backupPruning';
import type { SessionStore } from '../../disk/sessionStore';
import { backupKeeping } from '../mobileApps/backupKeeping';
import { byFolder } from '../mobileApps/byFolder';
import { uriOf } from '../mobileApps/sessionDocuments';

/** The result of a deletion, with everything that is needed to undo it. */
export interface Deletion {
  readonly deleted: readonly SessionKey[];
  readonly failed: readonly { readonly key: SessionKey; readonly error: Error }[];
  /** Backups of the deleted files, one for each MobileApps folder. */
  readonly backups: readonly SavedBackup[];
  /** False if a file could not be moved to the trash. Then only the backups are left. */
  readonly inTrash: boolean;
}

/** Moves session files to the trash of the operating system. They are copied to a backup first, for Undo. */
export class SessionTrash {
  constructor(
    private readonly store: SessionStore,
    private readonly backupRoot: string,
    /** Rejects if the file system has no trash, as in a remote window. */
    private readonly moveToTrash = (uri: vscode.Uri) =>
      Promise.resolve(vscode.workspace.fs.delete(uri, { useTrash: true })),
  ) {}

  async delete(
    keys: readonly SessionKey[],
    onProgress: (done: number) => void = () => {},
    isCancelled: () => boolean = () => false,
  ): Promise<Deletion> {
    const deleted: SessionKey[] = [];
    const failed: { key: SessionKey; error: Error }[] = [];
    const backups: SavedBackup[] = [];
    let inTrash = true;
    let done = 0;
    for (const [folder, inFolder] of byFolder(keys)) {
      const backup = await Backup.create(folder, 'delete', this.backupRoot);
      for (const key of inFolder) {
        if (isCancelled()) break;
        const file = uriOf(key).fsPath;
        try {
          const bytes = await backup.add(file);
          if (!(await this.tryTrash(key))) {
            inTrash = false;
            await this.store.remove(file, bytes);
          }
          deleted.push(key);
        } catch (error) {
          failed.push({ key, error: error instanceof Error ? error : new Error(String(error)) });
        }
        onProgress(++done);
      }
      await backup.finish();
      await pruneBackups(folder, this.backupRoot, backupKeeping());
      const saved = (await Backup.list(folder, this.backupRoot)).find((each) => each.path === backup.path);
      if (saved) backups.push(saved);
    }
    return { deleted, failed, backups, inTrash };
  }

  /** Restores all files byte for byte. A newer file with the same name stays. */
  async undo({ backups }: Deletion): Promise<Restoration[]> {
    const restorations: Restoration[] = [];
    for (const backup of backups) restorations.push(await Backup.restore(backup));
    return restorations;
  }

  /** Removes the backups when they are no longer needed, because they contain tokens. */
  async forget({ backups }: Deletion): Promise<void> {
    for (const { path } of backups) await vscode.workspace.fs.delete(vscode.Uri.file(path), { recursive: true });
  }

  private async tryTrash(key: SessionKey): Promise<boolean> {
    try {
      await this.moveToTrash(uriOf(key));
      return true;
    } catch {
      // There is no trash, or it does not take this file. If it cannot be removed at all, the error of the store says
      // why.
      return false;
    }
  }
}
