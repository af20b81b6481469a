import path from 'node:path';
import type { FindingCode } from '../../core/compliance/finding';
import type { SessionKey } from '../../core/index/sessionIndex';
import type { Restoration } from '../../disk/backup';
import type { CheckPool } from '../../disk/checkPool';
import type { FileFix } from '../../disk/fix/fileFix';
import { recordedFix } from '../../disk/fix/fixRecord';
import { FolderFix, type FolderFixResult } from '../../disk/fix/folderFix';
import { undoFix } from '../../disk/fix/undoFix';
import { isSessionPlace, sessionKeyAt } from '../../disk/sessionPlace';
import type { SessionStore } from '../../disk/sessionStore';
import type { Progress } from '../host/lateProgress';
import { backupKeeping } from '../mobileApps/backupKeeping';
import { byFolder } from '../mobileApps/byFolder';
import type { Before, NotYetPushed } from '../mobileApps/notYetPushed';
import { OpenEditors } from '../mobileApps/openEditors';

/** The planned fixes of one MobileApps folder. */
export interface FolderPlan {
  readonly folder: string;
  readonly fixes: readonly FileFix[];
}

/** What was done, with everything that is needed to undo it. */
export interface FixOutcome {
  readonly results: readonly FolderFixResult[];
  /** The files that were written, at their old and new places. */
  readonly places: readonly Place[];
  /** What was known of them before. */
  readonly before: Before;
  /** Whether it was cancelled before the end. */
  readonly cancelled: boolean;
}

interface Place {
  /** Path of the file before the fix. */
  readonly from: string;
  readonly key: SessionKey;
}

/** Plans, makes and undoes the safe repairs of sessions: in the editor if a file is open, otherwise on disk. */
export class SessionFixes {
  private readonly editors = new OpenEditors();

  constructor(
    private readonly pool: CheckPool,
    private readonly store: SessionStore,
    private readonly pending: NotYetPushed,
    private readonly backupRoot: string,
  ) {}

  /** Plans the repairs of sessions. Writes nothing. */
  async plan(
    keys: readonly SessionKey[],
    only?: readonly FindingCode[],
    { onFile, isCancelled }: Progress = {},
  ): Promise<FolderPlan[]> {
    const plans: FolderPlan[] = [];
    for (const [folder, places] of byFolder(keys)) {
      plans.push({ folder, fixes: await this.fixOf(folder, only, isCancelled).plan(places, onFile) });
    }
    return plans;
  }

  /**
   * Makes the planned repairs. A file that has changed since the plan is skipped, and so is everything after a
   * cancellation.
   */
  async apply(plans: readonly FolderPlan[], { onFile, isCancelled }: Progress = {}): Promise<FixOutcome> {
    const results: FolderFixResult[] = [];
    const places = plans.flatMap(({ folder, fixes }) => fixes.flatMap((fix) => placesOf(folder, fix)));
    const before = this.pending.before(places.map(({ key }) => key));
    let cancelled = false;
    for (const { folder, fixes } of plans) {
      const fix = this.fixOf(folder, undefined, isCancelled);
      const result = await fix.apply(fixes, { whenChanged: 'leave', ...(onFile && { onFile }) });
      results.push(result);
      cancelled ||= !result.failure && result.files.length < fixes.length;
      for (const { from, to, now } of result.written) {
        // No server has a session in memory that counts as none.
        if (from !== to && isSessionPlace(folder, from)) this.pending.deleted([sessionKeyAt(from)], before);
        // A server does not see unsaved text.
        if (now.kind === 'saved') this.pending.changed(sessionKeyAt(to), before, now.text);
        else if (from !== to) this.pending.changed(sessionKeyAt(to), before);
      }
    }
    return { results, places, before, cancelled };
  }

  /** Undoes the repairs, except in files that were changed since. */
  async undo({ results, places, before }: FixOutcome): Promise<Restoration[]> {
    const restorations: Restoration[] = [];
    const now = this.pending.before(places.map(({ key }) => key));
    for (const { folder, written, backup } of results) {
      const restoration = await undoFix({ written, backup }, this.store, this.editors);
      const restored = new Set(restoration.restored.map((file) => path.join(folder, file)));
      const back = places.filter(({ from }) => restored.has(from)).map(({ key }) => key);
      this.pending.again(back, before, now);
      restorations.push(restoration);
    }
    return restorations;
  }

  /**
   * The same for a fix from before a reload of the window. Its marks disappear by themselves once the files are seen to
   * be as before.
   * @param backups absolute paths
   */
  async undoRecorded(backups: readonly string[]): Promise<Restoration[]> {
    const restorations: Restoration[] = [];
    for (const place of backups) restorations.push(await undoFix(await recordedFix(place), this.store, this.editors));
    return restorations;
  }

  private fixOf(folder: string, only?: readonly FindingCode[], isCancelled?: () => boolean): FolderFix {
    const { store, editors, backupRoot } = this;
    return new FolderFix(this.pool, folder, {
      store,
      editors,
      backupRoot,
      keeping: backupKeeping(),
      only,
      ...(isCancelled && { isCancelled }),
    });
  }
}

function placesOf(folder: string, { application, name, file }: FileFix): Place[] {
  const from = path.join(folder, application, name);
  const keys = isSessionPlace(folder, from) ? [{ folder, application, name }] : [];
  const { applicationFolder, name: newName } = file;
  if (applicationFolder !== application || newName !== name)
    keys.push({ folder, application: applicationFolder, name: newName });
  return keys.map((key) => ({ from, key }));
}
