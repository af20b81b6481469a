import path from 'node:path';
import type { FindingCode } from '../../core/compliance/finding';
import type { ApplicationIdentity } from '../../core/session/applicationIdentity';
import { Backup, defaultBackupRoot } from '../backup';
import { pruneBackups } from '../backupPruning';
import { type Editors, NO_EDITORS } from '../change/editors';
import { recordChange } from '../change/recordedChange';
import type { CheckPool } from '../checkPool';
import { forEachFile } from '../forEachFile';
import type { BackupKeeping } from '../keptBackups';
import { SessionStore } from '../sessionStore';
import { SessionWriteError } from '../sessionWriteError';
import { FileChangedError, FileExistsError, FileGoneError } from '../writeErrors';
import type { FileFix, FilePlace, FixedFile, WrittenFix } from './fileFix';
import type { FileRepair } from './fileRepair';
import { FixWriter } from './fixWriter';
import { Places, Wanted } from './places';

export interface FolderFixOptions {
  /** Repairs only findings with these codes. Absent for all. */
  readonly only?: readonly FindingCode[] | undefined;
  /** What the sessions of an application say that it is. Absent when nobody knows. */
  readonly identityOf?: (application: string) => ApplicationIdentity | undefined;
  /** The folder for backups. The default is the user's state folder. */
  readonly backupRoot?: string;
  /** How long backups are kept. */
  readonly keeping?: BackupKeeping | undefined;
  readonly store?: SessionStore;
  readonly editors?: Editors;
  /** Called before each file. */
  readonly isCancelled?: () => boolean;
}

export interface ApplyOptions {
  /** What to do with a file that changed since the plan: plan it again, or leave it. */
  readonly whenChanged: 'again' | 'leave';
  /** Called with the path of the backup before the first file is changed. */
  readonly onBackup?: (folder: string) => void;
  /** Called after each file. */
  readonly onFile?: () => void;
}

/** The result of a plan. */
export interface FolderFixResult {
  /** Absolute path of the MobileApps folder. */
  readonly folder: string;
  /** In the order of the plan. After cancelling, only those that were done. */
  readonly files: readonly FixedFile[];
  readonly written: readonly WrittenFix[];
  /** Needed by `takeBack`. Undefined when nothing was written. */
  readonly backup: Backup | undefined;
  /** Why the backup failed. Without a backup nothing is changed, and `files` is empty. */
  readonly failure?: SessionWriteError;
  /** Absolute paths of old backups that were removed. */
  readonly pruned?: readonly string[];
  /** Old backups that should have been removed and could not be. */
  readonly unpruned?: readonly SessionWriteError[];
}

// A file that changes during its repair is planned again once.
const MOST_TRIES = 2;

/**
 * Makes the safe repairs in one MobileApps folder. `plan` computes them, so that they can be shown. `apply` makes them,
 * after a backup of each file. The repairs are computed in the threads of the pool, so that the calling thread is not
 * blocked.
 */
export class FolderFix {
  private readonly store: SessionStore;
  private readonly editors: Editors;
  private readonly isCancelled: () => boolean;

  constructor(
    private readonly pool: CheckPool,
    /** Absolute path. */
    private readonly folder: string,
    private readonly options: FolderFixOptions = {},
  ) {
    this.store = options.store ?? new SessionStore({ folder });
    this.editors = options.editors ?? NO_EDITORS;
    this.isCancelled = options.isCancelled ?? (() => false);
  }

  /** The fixes of these files, in an order in which they can be applied. Files that cannot be read are left out. */
  async plan(places: readonly FilePlace[], onFile = () => {}): Promise<FileFix[]> {
    const planned: FileFix[] = [];
    const movers = new Map<FilePlace, FileFix>();
    await forEachFile(places, async (place) => {
      if (this.isCancelled()) return;
      const fix = await this.planOne(place, false);
      if (fix && goesTo(fix)) movers.set(place, fix);
      else if (fix) planned.push(fix);
      onFile();
    });
    const free = new Places(this.folder);
    const wanted = new Wanted([...movers.values()].map(({ file }) => file));
    // In the given order, whichever thread was first.
    const movable = places.filter((place) => movers.has(place));
    // Of sessions that differ and belong in one place, only a person knows which is the one that counts.
    const contested = new Set(movable.filter((place) => wanted.isContested((movers.get(place) as FileFix).file)));
    let waiting = movable.filter((place) => !contested.has(place));
    // When a file moves, its place becomes free for another one. So this is repeated as long as something moves.
    for (let moved = true; moved && !this.isCancelled(); ) {
      moved = false;
      const still: FilePlace[] = [];
      for (const place of waiting) {
        const fix = movers.get(place) as FileFix;
        const { applicationFolder, name } = fix.file;
        const from = this.fileAt(place);
        if (await free.isFree(from, applicationFolder, name)) {
          free.planMove(from, path.join(this.folder, applicationFolder, name));
          planned.push(fix);
          moved = true;
        } else still.push(place);
      }
      waiting = still;
    }
    for (const place of [...contested, ...waiting]) {
      const fix = this.isCancelled() ? undefined : await this.planOne(place, true);
      if (fix) planned.push(fix);
    }
    return planned;
  }

  /** Applies a plan. When one file fails, the others are still fixed. */
  async apply(fixes: readonly FileFix[], options: ApplyOptions): Promise<FolderFixResult> {
    const { whenChanged, onBackup = () => {}, onFile = () => {} } = options;
    const planned = fixes.filter(({ repairs }) => repairs.length > 0);
    const { folder } = this;
    if (planned.length === 0) return { folder, files: fixes, written: [], backup: undefined };
    const { backupRoot = defaultBackupRoot() } = this.options;
    let backup: Backup;
    try {
      backup = await Backup.create(folder, 'fix', backupRoot);
    } catch (error) {
      if (!(error instanceof SessionWriteError)) throw error;
      return { folder, files: fixes.map(asItWas), written: [], backup: undefined, failure: error };
    }
    onBackup(backup.path);
    const writer = new FixWriter(folder, backup, this.store, this.editors);
    const done = new Map<FileFix, FixedFile>();
    const work = async (fix: FileFix) => {
      if (this.isCancelled()) return;
      const fixed = fix.repairs.length > 0 ? await this.applyOne(writer, fix, whenChanged) : fix;
      if (fixed) done.set(fix, fixed);
      onFile();
    };
    await forEachFile(
      fixes.filter((fix) => !goesTo(fix)),
      work,
    );
    // Moves are made one after the other, because one file may move to where another was.
    for (const fix of fixes) if (goesTo(fix)) await work(fix);
    const files = fixes.flatMap((fix) => done.get(fix) ?? []);
    const failure = await finish(backup, writer.written);
    const kept = backup.isEmpty ? undefined : backup;
    const { removed: pruned, failed: unpruned } = await pruneBackups(folder, backupRoot, this.options.keeping);
    return { folder, files, written: writer.written, backup: kept, pruned, unpruned, ...(failure && { failure }) };
  }

  /** Undefined when the file does not exist any more. */
  private async applyOne(
    writer: FixWriter,
    planned: FileFix,
    whenChanged: ApplyOptions['whenChanged'],
  ): Promise<FixedFile | undefined> {
    const from = this.fileAt(planned);
    let fix: FileFix | undefined = planned;
    for (let tries = 1; fix; tries++) {
      try {
        if (fix.repairs.length > 0) await writer.write(fix, tries > 1);
        return fix;
      } catch (error) {
        if (!(error instanceof SessionWriteError)) throw error;
        if (error instanceof FileGoneError && error.file === from && whenChanged === 'again') return undefined;
        const changed = error instanceof FileChangedError || error instanceof FileExistsError;
        if (!changed || whenChanged === 'leave' || tries === MOST_TRIES) {
          return { ...asItWas(fix), failure: error };
        }
      }
      fix = await this.planAnew(planned);
    }
    return undefined;
  }

  private async planAnew(place: FilePlace): Promise<FileFix | undefined> {
    const fix = await this.planOne(place, false);
    if (!fix || !goesTo(fix)) return fix;
    const { applicationFolder, name } = fix.file;
    const isFree = await new Places(this.folder).isFree(this.fileAt(place), applicationFolder, name);
    return isFree ? fix : this.planOne(place, true);
  }

  private async planOne({ application, name }: FilePlace, stays: boolean): Promise<FileFix | undefined> {
    const { folder } = this;
    const text = this.editors.unsaved(this.fileAt({ application, name }));
    const { only, identityOf } = this.options;
    const beside = identityOf?.(application);
    const order = {
      ...{ folder, application, name, stays },
      ...(text !== undefined && { text }),
      ...(only && { only }),
      ...(beside && { beside }),
    };
    const repair = await this.pool.call('repair', order);
    return repair && fixOf({ application, name }, repair, text !== undefined);
  }

  private fileAt({ application, name }: FilePlace): string {
    return path.join(this.folder, application, name);
  }
}

function fixOf({ application, name }: FilePlace, { before, errors, repaired }: FileRepair, unsaved: boolean): FileFix {
  const { repairs, change, file, findings, taken } = repaired;
  // A misplaced session that cannot be moved is left to the user.
  const left = findings.filter(({ severity, code }) => severity === 'error' || code === 'hint/misplaced');
  return { application, name, before, errors, repairs, change, file, left, unsaved, ...(taken && { taken }) };
}

function goesTo({ change }: FileFix): boolean {
  return change.application !== undefined || change.name !== undefined;
}

/** A file for which nothing was done. */
function asItWas(fix: FileFix): FileFix {
  return { ...fix, repairs: [], change: { edits: [] }, file: fix.before, left: fix.errors };
}

/** If this fails, the backup exists, but without its list of files. */
async function finish(backup: Backup, written: readonly WrittenFix[]): Promise<SessionWriteError | undefined> {
  try {
    // Without a file in it, it is kept for its record.
    await recordChange(written, backup, { kind: 'fix' });
    await backup.finish();
    return undefined;
  } catch (error) {
    if (error instanceof SessionWriteError) return error;
    throw error;
  }
}
