import path from 'node:path';
import { errorsOf, type FindingCode } from '../../core/compliance/finding';
import { Backup, defaultBackupRoot } from '../backup';
import type { CheckPool } from '../checkPool';
import { forEachFile } from '../forEachFile';
import { SessionStore } from '../sessionStore';
import { FileChangedError, FileExistsError, FileGoneError, SessionWriteError } from '../writeErrors';
import { type Editors, NO_EDITORS } from './editors';
import type { FileFix, FixedFile, Place, WrittenFix } from './fileFix';
import type { FileRepair } from './fileRepair';
import { recordFix } from './fixRecord';
import { FixWriter } from './fixWriter';
import { Places } from './places';

export interface FolderFixOptions {
  /** All codes when absent. */
  readonly only?: readonly FindingCode[] | undefined;
  /** Where backups are kept; the state folder of the user's system without it. */
  readonly backupRoot?: string;
  readonly store?: SessionStore;
  readonly editors?: Editors;
  /** Asked before each file. */
  readonly isCancelled?: () => boolean;
}

export interface ApplyOptions {
  /** What becomes of a file that is not as it was planned for: it is planned anew as it is now, or left. */
  readonly whenChanged: 'again' | 'leave';
  /** Hears where the backup is, before the first file is changed. */
  readonly onBackup?: (folder: string) => void;
  /** Hears of every file that is dealt with. */
  readonly onFile?: () => void;
}

/** What was made of a plan. */
export interface FolderFixResult {
  /** Absolute path of the MobileApps folder. */
  readonly folder: string;
  /** In the order of the plan; those that were reached before it was cancelled. */
  readonly files: readonly FixedFile[];
  readonly written: readonly WrittenFix[];
  /** What `undoFix` needs; undefined when nothing was written. */
  readonly backup: Backup | undefined;
  /** What went wrong with the backup. Without one, nothing is changed: then there are no `files`. */
  readonly failure?: SessionWriteError;
}

// A file that changes while it is repaired is looked at once more.
const MOST_TRIES = 2;

/**
 * Makes the safe repairs in one MobileApps folder: first a plan, which can be shown, then what was planned, after a backup
 * of each file. Repairs are worked out in the threads of the pool, so that the thread that asks is never blocked.
 */
export class FolderFix {
  private readonly store: SessionStore;
  private readonly editors: Editors;
  private readonly isCancelled: () => boolean;

  constructor(
    private readonly pool: CheckPool,
    /** Absolute. */
    private readonly folder: string,
    private readonly options: FolderFixOptions = {},
  ) {
    this.store = options.store ?? new SessionStore({ folder });
    this.editors = options.editors ?? NO_EDITORS;
    this.isCancelled = options.isCancelled ?? (() => false);
  }

  /** What would be done to these files, in an order in which it can be done. Those that cannot be read are left out. */
  async plan(places: readonly Place[], onFile = () => {}): Promise<FileFix[]> {
    const planned: FileFix[] = [];
    const movers = new Map<Place, FileFix>();
    await forEachFile(places, async (place) => {
      if (this.isCancelled()) return;
      const fix = await this.planOne(place, false);
      if (fix && goesTo(fix)) movers.set(place, fix);
      else if (fix) planned.push(fix);
      onFile();
    });
    const free = new Places(this.folder);
    // In the order given, whatever thread was first.
    let waiting = places.filter((place) => movers.has(place));
    // A place that is taken may become free when the file there moves: another round while something moves.
    for (let moved = true; moved && !this.isCancelled(); ) {
      moved = false;
      const still: Place[] = [];
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
    for (const place of waiting) {
      const fix = this.isCancelled() ? undefined : await this.planOne(place, true);
      if (fix) planned.push(fix);
    }
    return planned;
  }

  /** Does what was planned. What cannot be done to one file keeps nobody from the rest. */
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
      return { folder, files: [], written: [], backup: undefined, failure: error };
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
    // One after the other: the place that one leaves may be where the next one goes.
    for (const fix of fixes) if (goesTo(fix)) await work(fix);
    const files = fixes.flatMap((fix) => done.get(fix) ?? []);
    const failure = await finish(backup, writer.written);
    const kept = backup.size > 0 ? backup : undefined;
    return { folder, files, written: writer.written, backup: kept, ...(failure && { failure }) };
  }

  /** Undefined when the file is gone. */
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
          const { before: file, errors: left } = fix;
          return { ...fix, repairs: [], change: { edits: [] }, file, left, failure: error };
        }
      }
      fix = await this.planAnew(planned);
    }
    return undefined;
  }

  private async planAnew(place: Place): Promise<FileFix | undefined> {
    const fix = await this.planOne(place, false);
    if (!fix || !goesTo(fix)) return fix;
    const { applicationFolder, name } = fix.file;
    const isFree = await new Places(this.folder).isFree(this.fileAt(place), applicationFolder, name);
    return isFree ? fix : this.planOne(place, true);
  }

  private async planOne({ application, name }: Place, stays: boolean): Promise<FileFix | undefined> {
    const { folder } = this;
    const text = this.editors.unsaved(this.fileAt({ application, name }));
    const { only } = this.options;
    const order = { folder, application, name, stays, ...(text !== undefined && { text }), ...(only && { only }) };
    const repair = await this.pool.call('repair', order);
    return repair && fixOf({ application, name }, repair, text !== undefined);
  }

  private fileAt({ application, name }: Place): string {
    return path.join(this.folder, application, name);
  }
}

function fixOf({ application, name }: Place, { before, errors, repaired }: FileRepair, unsaved: boolean): FileFix {
  const { repairs, change, file, findings, taken } = repaired;
  const left = errorsOf(findings);
  return { application, name, before, errors, repairs, change, file, left, unsaved, ...(taken && { taken }) };
}

function goesTo({ change }: FileFix): boolean {
  return change.application !== undefined || change.name !== undefined;
}

/** The backup is there all the same; only its list of files is not. */
async function finish(backup: Backup, written: readonly WrittenFix[]): Promise<SessionWriteError | undefined> {
  try {
    await backup.finish();
    await recordFix(written, backup);
    return undefined;
  } catch (error) {
    if (error instanceof SessionWriteError) return error;
    throw error;
  }
}
