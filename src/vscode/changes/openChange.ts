import { Backup, type BackupPurpose } from '../../disk/backup';
import { pruneBackups } from '../../disk/backupPruning';
import { type Deed, type RecordName, recordChange } from '../../disk/change/recordedChange';
import type { WrittenFile } from '../../disk/change/writtenFile';
import { sessionKeyAt } from '../../disk/sessionPlace';
import { backupKeeping } from '../mobileApps/backupKeeping';
import type { ChangeRecord } from '../mobileApps/changeRecord';

/** What was written in one MobileApps folder. */
export interface ChangePart {
  readonly folder: string;
  readonly written: readonly WrittenFile[];
  /** Copies of what was there before, and the record of the change. Undefined when none could be made for what only an editor has. */
  readonly backup: Backup | undefined;
  /** Which record beside the backup it is; that of the change itself unless given. */
  readonly record?: RecordName;
  /** Absolute paths of backups that were removed to make room. */
  readonly pruned?: readonly string[];
}

/** A change that is being made. Each MobileApps folder gets a backup when its first file is about to be written. */
export class OpenChange implements ChangeRecord {
  private readonly backups = new Map<string, Promise<Backup>>();
  private readonly written = new Map<string, WrittenFile[]>();

  constructor(
    private readonly purpose: BackupPurpose,
    private readonly backupRoot: string,
  ) {}

  async keep(file: string): Promise<Buffer> {
    // A file that another program changed meanwhile is written again, and its copy must be the latest.
    return (await this.backupOf(sessionKeyAt(file).folder)).renew(file);
  }

  wrote(file: WrittenFile): void {
    const place = file.to ?? file.from;
    if (place === undefined) return;
    const { folder } = sessionKeyAt(place);
    const known = this.written.get(folder);
    if (known) known.push(file);
    else this.written.set(folder, [file]);
  }

  /** Absolute paths of the backups that were begun. */
  async places(): Promise<string[]> {
    return (await Promise.all(this.backups.values())).map(({ path }) => path);
  }

  /** Completes the backups, and records beside them what was done. */
  async finish(deed: Deed): Promise<ChangePart[]> {
    const parts: ChangePart[] = [];
    for (const folder of new Set([...this.backups.keys(), ...this.written.keys()])) {
      const written = this.written.get(folder) ?? [];
      // What only an editor has is in the record alone. Where none can be made, this window still knows it.
      const backup = await (this.backups.get(folder) ?? this.backupOf(folder).catch(() => undefined));
      let pruned: readonly string[] = [];
      if (backup) {
        await recordChange(written, backup, deed);
        await backup.finish();
        ({ removed: pruned } = await pruneBackups(folder, this.backupRoot, backupKeeping()));
      }
      if (written.length > 0) parts.push({ folder, written, backup, pruned });
    }
    return parts;
  }

  private backupOf(folder: string): Promise<Backup> {
    const known = this.backups.get(folder) ?? Backup.create(folder, this.purpose, this.backupRoot);
    this.backups.set(folder, known);
    return known;
  }
}
