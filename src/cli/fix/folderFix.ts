import path from 'node:path';
import type { FindingCode } from '../../core/compliance/finding';
import { SessionChecker, type SessionText } from '../../core/compliance/sessionChecker';
import { type RepairedFile, repairAll } from '../../core/repair/repairAll';
import { Backup } from '../../disk/backup';
import { builtInSchema } from '../../disk/schemaCheck';
import { SessionFileReader } from '../../disk/sessionFile';
import { SessionStore } from '../../disk/sessionStore';
import { FileChangedError, FileExistsError, FileGoneError, SessionWriteError } from '../../disk/writeErrors';
import { errorsOf, type FolderReport } from '../checkReport';
import type { FixedFile, FixedFolder } from './fixedFile';
import { Places } from './places';

export interface FixOptions {
  /** Finds out what would be done, and writes nothing. */
  readonly dryRun: boolean;
  /** All codes when absent. */
  readonly only: readonly FindingCode[] | undefined;
}

// A file that changes while it is repaired is looked at once more.
const MOST_TRIES = 2;

/** Makes the safe repairs in one MobileApps folder, after a backup of each file that changes. */
export class FolderFix {
  private readonly checker = new SessionChecker(builtInSchema);
  private readonly reader = new SessionFileReader();
  private readonly store: SessionStore;
  private readonly places: Places;
  private backup: Backup | undefined;

  /** `onBackup` hears where the backup is, before the first file is changed. */
  constructor(
    private readonly report: FolderReport,
    private readonly options: FixOptions,
    private readonly onBackup: (folder: string) => void,
  ) {
    this.store = new SessionStore({ folder: report.path });
    this.places = new Places(report.path);
  }

  /** `onFile` hears of every file that is done. Without a backup nothing is changed; `failure` says so. */
  async run(onFile: () => void): Promise<FixedFolder> {
    const fixed: FixedFile[] = [];
    let failure: string | undefined;
    const take = (file: FixedFile | undefined) => {
      if (file) fixed.push(file);
      onFile();
    };
    try {
      let waiting = this.faulty();
      // A place that is taken may become free when the file there moves: another round while something moves.
      for (let moves = -1; waiting.length > 0 && this.places.moves > moves; ) {
        moves = this.places.moves;
        const still: Place[] = [];
        for (const place of waiting) {
          const outcome = await this.fix(place, false);
          if (outcome === 'taken') still.push(place);
          else take(outcome);
        }
        waiting = still;
      }
      for (const place of waiting) {
        const outcome = await this.fix(place, true);
        if (outcome !== 'taken') take(outcome);
      }
    } catch (error) {
      if (!(error instanceof NoBackupError)) throw error;
      failure = `${this.report.path} is left as it is, because no backup can be made: ${error.message}`;
    } finally {
      failure = (await this.finish()) ?? failure;
    }
    const files = fixed.filter(isWorthTelling).sort(byPlace);
    return { path: this.report.path, files, ...(failure !== undefined && { failure }) };
  }

  private async finish(): Promise<string | undefined> {
    try {
      await this.backup?.finish();
      return undefined;
    } catch (error) {
      if (!(error instanceof SessionWriteError)) throw error;
      return `The backup is there, but its list of files is not: ${error.message}`;
    }
  }

  private faulty(): Place[] {
    return this.report.applications.flatMap(({ name: application, files }) =>
      files.filter(({ findings }) => findings.length > 0).map(({ name }) => ({ application, name })),
    );
  }

  /** Undefined when the file is gone; `taken` when its place is, unless it is to be repaired where it is then. */
  private async fix(place: Place, whereItIs: boolean): Promise<FixedFile | 'taken' | undefined> {
    const { application, name } = place;
    const from = path.join(this.report.path, application, name);
    for (let tries = 1; ; tries++) {
      const reading = this.reader.read(from);
      if (reading.kind !== 'text') return undefined;
      const { text, illFormedAt } = reading;
      const file = { applicationFolder: application, name, text, ...(illFormedAt !== undefined && { illFormedAt }) };
      const isFree = (to: string, as: string) => this.places.isFree(from, to, as);
      const repaired = repairAll(file, this.checker, this.options.only, isFree);
      if (repaired.taken && !whereItIs) return 'taken';
      try {
        if (repaired.repairs.length > 0) await this.write(from, file, repaired, tries);
        const { repairs, taken, findings } = repaired;
        return { ...place, repairs, file: repaired.file, left: errorsOf(findings), ...(taken && { taken }) };
      } catch (error) {
        if (!(error instanceof SessionWriteError) || error instanceof NoBackupError) throw error;
        if (error instanceof FileGoneError && error.file === from) return undefined;
        const changed = error instanceof FileChangedError || error instanceof FileExistsError;
        if (changed && tries < MOST_TRIES) continue;
        const left = errorsOf(this.checker.check(file).findings);
        return { ...place, repairs: [], file, left, failure: error.message };
      }
    }
  }

  private async write(from: string, file: SessionText, { change, file: after }: RepairedFile, tries: number) {
    const moves = change.application !== undefined || change.name !== undefined;
    const to = path.join(this.report.path, after.applicationFolder, after.name);
    if (this.options.dryRun) {
      if (moves) this.places.pretendMove(from, to);
      return;
    }
    const backup = await this.startBackup();
    // What was changed meanwhile is what has to be in the backup.
    await (tries === 1 ? backup.add(from) : backup.renew(from));
    const [expected, next] = [file, after].map(({ text }) => Buffer.from(text)) as [Buffer, Buffer];
    if (!moves) return this.store.replace(from, expected, next);
    await this.store.move(from, to, expected, next);
    this.places.moved();
  }

  private async startBackup(): Promise<Backup> {
    if (this.backup) return this.backup;
    try {
      this.backup = await Backup.create(this.report.path, 'fix');
    } catch (error) {
      throw error instanceof SessionWriteError ? new NoBackupError(error) : error;
    }
    this.onBackup(this.backup.path);
    return this.backup;
  }
}

interface Place {
  readonly application: string;
  readonly name: string;
}

/** Nothing is changed then. */
class NoBackupError extends SessionWriteError {
  constructor(cause: SessionWriteError) {
    super(cause.file, cause.phrase, { cause });
  }
}

function isWorthTelling({ repairs, left, failure }: FixedFile): boolean {
  return repairs.length > 0 || left.length > 0 || failure !== undefined;
}

function byPlace(a: Place, b: Place): number {
  return `${a.application}/${a.name}` < `${b.application}/${b.name}` ? -1 : 1;
}
