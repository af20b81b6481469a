import * as vscode from 'vscode';
import type { SessionKey } from '../../core/index/sessionIndex';
import { removedFile } from '../../disk/change/writtenFile';
import type { SessionStore } from '../../disk/sessionStore';
import type { ChangeRecord } from '../mobileApps/changeRecord';
import { uriOf } from '../mobileApps/sessionDocuments';

/** The result of a deletion. */
export interface Deletion {
  readonly deleted: readonly SessionKey[];
  readonly failed: readonly { readonly key: SessionKey; readonly error: Error }[];
  /** False if a file could not be moved to the trash. Then only the backups are left. */
  readonly inTrash: boolean;
}

/** Moves session files to the trash of the operating system. They are copied to a backup first, for Undo. */
export class SessionTrash {
  constructor(
    private readonly store: SessionStore,
    /** Rejects if the file system has no trash, as in a remote window. */
    private readonly moveToTrash = (uri: vscode.Uri) =>
      Promise.resolve(vscode.workspace.fs.delete(uri, { useTrash: true })),
  ) {}

  async delete(
    keys: readonly SessionKey[],
    record: ChangeRecord,
    onProgress: (done: number) => void = () => {},
    isCancelled: () => boolean = () => false,
  ): Promise<Deletion> {
    const deleted: SessionKey[] = [];
    const failed: { key: SessionKey; error: Error }[] = [];
    let inTrash = true;
    let done = 0;
    for (const key of keys) {
      if (isCancelled()) break;
      const file = uriOf(key).fsPath;
      try {
        const bytes = await record.keep(file);
        if (!(await this.tryTrash(key))) {
          inTrash = false;
          await this.store.remove(file, bytes);
        }
        record.wrote(removedFile(file));
        deleted.push(key);
      } catch (error) {
        failed.push({ key, error: error instanceof Error ? error : new Error(String(error)) });
      }
      onProgress(++done);
    }
    return { deleted, failed, inTrash };
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
