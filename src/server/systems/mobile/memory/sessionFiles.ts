import { isUtf8 } from 'node:buffer';
import fs from 'node:fs/promises';
import type { Session } from '../../../../core/session/session';
import type { Agreement } from '../../../../core/systems/mobile/mobileSession';
import { Backup } from '../../../../disk/backup';
import { digestOf } from '../../../../disk/digest';
import { readRegular } from '../../../../disk/regularFile';
import { refuseLinkedFolder, sessionPath } from '../../../../disk/sessionPlace';
import type { SessionStore } from '../../../../disk/sessionStore';
import { FileChangedError, FileExistsError, FileGoneError } from '../../../../disk/writeErrors';
import type { SessionPath } from '../mobileState';
import { sessionText } from '../sessionDocument';
import type { SessionRecord } from './heldSessions';
import { mergedText, says } from './mergedText';
import { partsOf } from './sessionPaths';

/** What memory holds of a file before it is written. */
export type Known = Pick<SessionRecord, 'session' | 'digest'>;

/** What memory is to hold afterwards, besides the session. */
export interface Written {
  /** Of what the file says that memory holds; the one before when the file says something else besides. */
  readonly digest: string;
  readonly agreement: Agreement;
}

export interface SessionFilesOptions {
  /** Where copies go of what somebody else wrote and the server writes over; see `Backup`. */
  readonly backupRoot?: string;
  readonly log: (message: string) => void;
}

// Programs that do not know our lock can be in the way; none writes a session again and again.
const MAX_TRIES = 5;

/**
 * The server's hand on the session files of one MobileApps folder. What somebody else changed meanwhile is kept in the file
 * where that can be, and else in a backup that the log tells of. All calls reject with a `SessionWriteError`, and then the
 * file is as it was; with `OutsideFolderError` for ids that are no plain names.
 */
export class SessionFiles {
  constructor(
    private readonly folder: string,
    private readonly store: SessionStore,
    private readonly options: SessionFilesOptions,
  ) {}

  /**
   * Writes a file in 4D's shape, and makes the folders above it. Where the file does not say what memory held, only what
   * differs between memory and `session` is set in it.
   */
  write(file: SessionPath, session: Session, known: Known | undefined): Promise<Written> {
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
   * Sets what differs between `known` and `session` in a file, and leaves the rest as it is written. A file that was deleted
   * stays so: that is a change by somebody else too.
   */
  change(file: SessionPath, session: Session, known: Known): Promise<Written> {
    const path = this.pathOf(file);
    return this.trying(async () => {
      const there = await this.read(path);
      if (!there) return { digest: known.digest, agreement: 'goneFromDisk' };
      return this.renew(path, there, session, (now) => changed(now, session, known));
    });
  }

  /** Removes a file; one that is gone already is fine. */
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
    return sessionPath({ folder: this.folder, ...partsOf(file) });
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
      // The whole MobileApps folder is not there (yet): 4D makes it too.
      await fs.mkdir(this.folder, { recursive: true });
      await this.store.create(path, bytes);
    }
  }

  /**
   * Writes what `plan` makes of the file as it is under its lock: a program that knows the lock and writes again and again
   * cannot come between. What would not change the file is not written, so that a read-only one does.
   */
  private async renew(path: string, there: Buffer, session: Session, plan: (now: Buffer) => Plan): Promise<Written> {
    let planned = plan(there);
    if (!planned.loses && planned.bytes.equals(there)) return planned.written;
    await this.store.edit(path, async (now) => {
      planned = plan(now);
      if (planned.loses) await this.keep(path, now, session);
      return planned.bytes.equals(now) ? undefined : planned.bytes;
    });
    return planned.written;
  }

  /** Before something is lost that somebody else wrote. What is not kept is at least told. */
  private async keep(path: string, there: Buffer, session: Session): Promise<void> {
    if (isUtf8(there) && says(there.toString('utf8'), session)) return;
    try {
      const backup = await Backup.create(this.folder, 'server', this.options.backupRoot);
      await backup.add(path);
      await backup.finish();
      this.options.log(`${path} had been changed by somebody else; what it said is kept in ${backup.path}.`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.options.log(`${path} had been changed by somebody else, and what it said could not be kept: ${reason}`);
    }
  }

  private async trying<T>(run: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await run();
      } catch (error) {
        const isMoment =
          error instanceof FileChangedError || error instanceof FileExistsError || error instanceof FileGoneError;
        if (!isMoment || tries === MAX_TRIES) throw error;
      }
    }
  }
}

/** What a write makes of a file. */
interface Plan {
  readonly bytes: Buffer;
  /** Whether something that somebody else wrote would be gone. */
  readonly loses: boolean;
  readonly written: Written;
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

function agreed(text: string): Written {
  return { digest: digestOf(text), agreement: 'inMemory' };
}

/** What somebody else changed besides makes the file one that memory does not agree with. */
function writtenAs(merged: string, session: Session, known: Known | undefined): Written {
  if (!known || says(merged, session)) return agreed(merged);
  return { digest: known.digest, agreement: 'changedOnDisk' };
}
