import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { TakenMarks } from '../../core/push/unpushedMarks';
import { Backup, type Restoration } from '../../disk/backup';
import { pruneBackups } from '../../disk/backupPruning';
import { type Deed, type RecordName, recordChange, recordedChange } from '../../disk/change/recordedChange';
import { takeBack } from '../../disk/change/takeBack';
import type { WrittenFile } from '../../disk/change/writtenFile';
import { isSessionPlace, placeInFolder, sessionKeyAt } from '../../disk/sessionPlace';
import type { SessionStore } from '../../disk/sessionStore';
import type { SessionWriteError } from '../../disk/sessionWriteError';
import { writeError } from '../../disk/writeErrors';
import { backupKeeping } from '../mobileApps/backupKeeping';
import { markWritten } from '../mobileApps/markWritten';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import { OpenEditors } from '../mobileApps/openEditors';
import type { ChangeTurn } from './changeText';
import type { ChangeReference, KeptChange } from './keptChange';
import type { ChangePart } from './openChange';

/** What undoing a change, or making it again, has done. */
export interface TurnedChange {
  readonly restorations: readonly Restoration[];
  /** What was written: undoing that is the next turn. */
  readonly parts: readonly ChangePart[];
  /** What could not be written, and can be tried again. */
  readonly left: readonly ChangePart[];
}

/** What was recorded of a change, and why the rest cannot be read. */
export interface RecordedParts {
  readonly parts: readonly ChangePart[];
  readonly failed: readonly SessionWriteError[];
}

/** What a turn needs to know of a change. */
type TurnableChange = Pick<KeptChange, 'kind' | 'name'>;

/** Undoes changes and makes them again. Both are the same: what was written last is taken back, after a backup. */
export class ChangeTurns {
  private readonly editors = new OpenEditors();

  constructor(
    private readonly store: SessionStore,
    private readonly pending: NotYetPushed,
    private readonly backupRoot: string,
  ) {}

  /**
   * @param parts what was written last
   * @param turn what it is: a change of its own is `made`
   * One MobileApps folder that fails does not keep the others from being turned.
   */
  async turn(change: TurnableChange, parts: readonly ChangePart[], turn: ChangeTurn): Promise<TurnedChange> {
    const turned: TurnedChange[] = [];
    for (const part of parts) {
      turned.push(await this.turnPart(change, part, turn).catch((error: unknown) => failedTurn(part, error)));
    }
    return {
      restorations: turned.flatMap(({ restorations }) => restorations),
      parts: turned.flatMap((each) => each.parts),
      left: turned.flatMap((each) => each.left),
    };
  }

  /**
   * What was written last, by this window or by what the backups know.
   * @param live what was written, when this window knows more of it than the backups do
   */
  async partsOf(
    { records }: Pick<KeptChange, 'records'>,
    live: readonly ChangePart[] | undefined,
  ): Promise<RecordedParts> {
    if (live) return { parts: live, failed: [] };
    const parts: ChangePart[] = [];
    const failed: SessionWriteError[] = [];
    for (const record of records) {
      try {
        parts.push(await recordedPart(record));
      } catch (error) {
        failed.push(writeError(record.backup, error));
      }
    }
    return { parts, failed };
  }

  /** Whether the backups of a change are all gone. */
  async isLost({ records }: Pick<KeptChange, 'records'>): Promise<boolean> {
    const found = await Promise.all(records.map(({ backup, name }) => isThere(path.join(backup, `${name}.json`))));
    return found.length > 0 && !found.includes(true);
  }

  /** Gives marks back, or takes them away again. Returns those that were taken. */
  turnMarks(marks: TakenMarks, isRedo: boolean): TakenMarks {
    if (isRedo) return this.pending.markPushed(marks.map(({ key }) => key));
    this.pending.unmarkPushed(marks);
    return marks;
  }

  private async turnPart({ kind, name }: TurnableChange, part: ChangePart, turn: ChangeTurn): Promise<TurnedChange> {
    const { folder, written, backup } = part;
    const before = this.pending.before(written.flatMap((file) => keysOf(folder, file)));
    const into = await Backup.create(folder, 'undo', this.backupRoot);
    const { written: again, ...restoration } = await takeBack(
      { written, backup },
      { store: this.store, editors: this.editors, into },
    );
    markWritten(this.pending, folder, again, before);
    const deed: Deed = { kind, ...(name !== undefined && { name }), ...(turn !== 'made' && { turn }) };
    const record: RecordName = turn === 'made' ? `restored-${randomUUID().slice(0, 8)}` : 'undone';
    // What only an editor has is in the record alone.
    const hasOwn = into.size > 0 || again.some(({ now }) => now.kind === 'unsaved');
    if (hasOwn) await recordChange(again, into, deed);
    else if (backup) await recordChange(again, backup, deed, record);
    await into.finish();
    const { removed: pruned } = await pruneBackups(folder, this.backupRoot, backupKeeping());
    const kept = hasOwn ? { backup: into, pruned } : { backup, record, pruned };
    const parts = again.length > 0 ? [{ folder, written: again, ...kept }] : [];
    const failed = new Set(restoration.failed.map(({ file }) => file));
    const leftFiles = written.filter((file) => failed.has(placeOf(part, file)));
    return { restorations: [restoration], parts, left: leftFiles.length > 0 ? [{ ...part, written: leftFiles }] : [] };
  }
}

/** A backup could not be made, for example, so that nothing is changed. */
function failedTurn(part: ChangePart, error: unknown): TurnedChange {
  const failed = part.written.map((file) => ({ file: placeOf(part, file), error: writeError(part.folder, error) }));
  return { restorations: [{ restored: [], kept: [], failed }], parts: [], left: [part] };
}

/** As a restoration names it. */
function placeOf({ folder }: ChangePart, { from, to }: WrittenFile): string {
  return placeInFolder(folder, from ?? to ?? folder);
}

async function recordedPart({ backup: place, name }: ChangeReference): Promise<ChangePart> {
  const { written, backup } = await recordedChange(place, name);
  return { folder: backup.folder, written, backup };
}

function keysOf(folder: string, { from, to }: WrittenFile) {
  const places = [from, to].flatMap((file) => file ?? []);
  return places.filter((file) => isSessionPlace(folder, file)).map(sessionKeyAt);
}

/** A place that cannot be looked at counts as there. */
async function isThere(file: string): Promise<boolean> {
  try {
    await fs.access(file);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}
