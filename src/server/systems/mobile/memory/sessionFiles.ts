import { isUtf8 } from 'node:buffer';
import type { Session } from '../../../../core/session/session';
import type { Agreement } from '../../../../core/systems/mobile/mobileSession';
import { Backup, defaultBackupRoot } from '../../../../disk/backup';
import { pruneBackups } from '../../../../disk/backupPruning';
import { digestOf } from '../../../../disk/digest';
import { folderFault } from '../../../../disk/fileKind';
import type { BackupKeeping } from '../../../../disk/keptBackups';
import { FolderFaultError, makeFolder } from '../../../../disk/makeFolder';
import { readRegular } from '../../../../disk/regularFile';
import { refuseLinkedFolder, sessionPath } from '../../../../disk/sessionPlace';
import type { SessionStore } from '../../../../disk/sessionStore';
import {
  FileChangedError,
  FileExistsError,
  FileGoneError,
  NotRegularFileError,
  ReadFailedError,
  UnusableFolderError,
  WriteFailedError,
  writeError,
} from '../../../../disk/writeErrors';
import type { SessionPath } from '../mobileState';
import { sessionText } from '../sessionDocument';
import type { SessionRecord } from './heldSessions';
import { mergedText, says } from './mergedText';
import { pathParts } from './sessionPaths';

/** What memory has of a file before it is written. */
export type Known = Pick<SessionRecord, 'session' | 'digest'>;

/** What memory must record after a write, in addition to the session. */
export interface FileWritten {
  /**
   * Digest of the file that memory agrees with. It is the previous one when the file also has changes that memory does
   * not know.
   */
  readonly digest: string;
  readonly agreement: Agreement;
}

export interface SessionFilesOptions {
  /** Folder for backups of other people's changes that the server overwrites. See `Backup`. */
  readonly backupRoot?: string;
  /** How long backups are kept. */
  readonly keeping?: BackupKeeping;
  readonly log: (message: string) => void;
}

// Programs that do not know our lock can write at the same time. None of them writes one session again and again.
const MAX_TRIES = 5;

/**
 * Writes the session files of one MobileApps folder. Changes that others made meanwhile stay in the file where
 * possible. Otherwise they go to a backup, which the log names.
 * All calls throw `SessionWriteError`, and then the file is unchanged. They throw `OutsideFolderError` for ids that are
 * not plain file names.
 */
export class SessionFiles {
  constructor(
    private readonly folder: string,
    private readonly store: SessionStore,
    private readonly options: SessionFilesOptions,
  ) {}

  /**
   * Writes a file as 4D does, and creates the folders above it. If the file differs from memory, only the differences
   * between memory and `session` are written to it.
   */
  write(file: SessionPath, session: Session, known: Known | undefined): Promise<FileWritten> {
    const path = this.pathOf(file);
    const text = sessionText(session);
    return this.trying(async () => {
      const there = await this.read(path);
      if (there) return this.renew(path, there, session, (now) => written(now, session, known));
      await this.create(path, Buffer.from(text));
      return agreed(text);
    });
  }

  /**
   * Writes the differences between `known` and `session` to a file, and keeps the rest of its text. A deleted file is
   * not created again: the deletion is also a change that somebody made.
   */
  change(file: SessionPath, session: Session, known: Known): Promise<FileWritten> {
    const path = this.pathOf(file);
    return this.trying(async () => {
      const there = await this.read(path);
      if (!there) return { digest: known.digest, agreement: 'goneFromDisk' };
      return this.renew(path, there, session, (now) => changed(now, session, known));
    });
  }

  /** Deletes a file. It is no error when the file does not exist. */
  remove(file: SessionPath, known: Known): Promise<void> {
    const path = this.pathOf(file);
    return this.trying(async () => {
      const there = await this.read(path);
      if (!there) return;
      if (known.digest !== digestOf(there)) await this.keep(path, there, known.session);
      await this.store.remove(path, there);
    });
  }

  private pathOf(file: SessionPath): string {
    return sessionPath({ folder: this.folder, ...pathParts(file) });
  }

  private async read(path: string): Promise<Buffer | undefined> {
    try {
      await refuseLinkedFolder(path);
      return (await readRegular(path)).bytes;
    } catch (error) {
      if (error instanceof FileGoneError) return undefined;
      throw error;
    }
  }

  private async create(path: string, bytes: Buffer): Promise<void> {
    try {
      await this.store.create(path, bytes);
    } catch (error) {
      if (!(error instanceof FileGoneError)) throw error;
      // The whole MobileApps folder does not exist yet. 4D creates it too.
      await this.makeFolder();
      await this.store.create(path, bytes);
    }
  }

  private async makeFolder(): Promise<void> {
    try {
      await makeFolder(this.folder);
    } catch (error) {
      throw error instanceof FolderFaultError
        ? new UnusableFolderError(this.folder, error.fault)
        : writeError(this.folder, error);
    }
  }

  /**
   * Under the lock of the file, writes what `plan` makes of its current content. The lock keeps out programs that know
   * it, even if they write again and again. A file that would not change is not written, so a read-only file is no
   * error then.
   */
  private async renew(
    path: string,
    there: Buffer,
    session: Session,
    plan: (now: Buffer) => Plan,
  ): Promise<FileWritten> {
    let planned = plan(there);
    if (!planned.loses && planned.bytes.equals(there)) return planned.written;
    await this.store.edit(path, async (now) => {
      planned = plan(now);
      if (planned.loses) await this.keep(path, now, session);
      return planned.bytes.equals(now) ? undefined : planned.bytes;
    });
    return planned.written;
  }

  /** Makes a backup of somebody's change before it is overwritten. If that fails, the log says so. */
  private async keep(path: string, there: Buffer, session: Session): Promise<void> {
    if (isUtf8(there) && says(there.toString('utf8'), session)) return;
    try {
      const backup = await Backup.create(this.folder, 'server', this.options.backupRoot);
      await backup.add(path);
      await backup.finish();
      const { keeping, backupRoot = defaultBackupRoot() } = this.options;
      const { failed } = await pruneBackups(this.folder, backupRoot, keeping);
      for (const { message } of failed) this.options.log(`An old backup could not be removed: ${message}`);
      this.options.log(`${path} had been changed by somebody else; what it said is kept in ${backup.path}.`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.options.log(`${path} had been changed by somebody else, and what it said could not be kept: ${reason}`);
    }
  }

  /** What is in the place of the MobileApps folder says more than that there is no file below it. */
  private async told(error: unknown): Promise<unknown> {
    const isOfPlace = [NotRegularFileError, FileGoneError, ReadFailedError, WriteFailedError].some(
      (each) => error instanceof each,
    );
    if (!isOfPlace) return error;
    const fault = await folderFault(this.folder);
    return fault && fault.kind !== 'missing' ? new UnusableFolderError(this.folder, fault) : error;
  }

  private async trying<T>(run: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await run();
      } catch (error) {
        const isMoment =
          error instanceof FileChangedError || error instanceof FileExistsError || error instanceof FileGoneError;
        if (!isMoment || tries === MAX_TRIES) throw await this.told(error);
      }
    }
  }
}

/** What a write would make of a file. */
interface Plan {
  readonly bytes: Buffer;
  /** Whether a change that somebody else made would be lost. */
  readonly loses: boolean;
  readonly written: FileWritten;
}

function written(there: Buffer, session: Session, known: Known | undefined): Plan {
  const isKnown = known?.digest === digestOf(there);
  const merged = known && !isKnown ? merge(there, known.session, session) : undefined;
  return planOf(merged, session, known, !isKnown);
}

function changed(there: Buffer, session: Session, known: Known): Plan {
  return planOf(merge(there, known.session, session), session, known, known.digest !== digestOf(there));
}

function planOf(merged: string | undefined, session: Session, known: Known | undefined, isStrange: boolean): Plan {
  const text = merged ?? sessionText(session);
  return {
    bytes: Buffer.from(text),
    loses: merged === undefined && isStrange,
    written: merged === undefined ? agreed(text) : writtenAs(merged, session, known),
  };
}

function merge(there: Buffer, before: Session, after: Session): string | undefined {
  return isUtf8(there) ? mergedText(there.toString('utf8'), before, after) : undefined;
}

function agreed(text: string): FileWritten {
  return { digest: digestOf(text), agreement: 'inMemory' };
}

/** If somebody else has made further changes in the file, memory does not agree with it. */
function writtenAs(merged: string, session: Session, known: Known | undefined): FileWritten {
  if (!known || says(merged, session)) return agreed(merged);
  return { digest: known.digest, agreement: 'changedOnDisk' };
}
