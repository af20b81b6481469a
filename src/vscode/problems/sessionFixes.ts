import path from 'node:path';
import type { FindingCode } from '../../core/compliance/finding';
import { repairedCodes } from '../../core/configuration/repairedCodes';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import type { CheckPool } from '../../disk/checkPool';
import type { FileFix } from '../../disk/fix/fileFix';
import { FolderFix, type FolderFixResult } from '../../disk/fix/folderFix';
import { isSessionPlace } from '../../disk/sessionPlace';
import type { SessionStore } from '../../disk/sessionStore';
import type { Progress } from '../host/lateProgress';
import { backupKeeping } from '../mobileApps/backupKeeping';
import { byFolder } from '../mobileApps/byFolder';
import { markWritten } from '../mobileApps/markWritten';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import { OpenEditors } from '../mobileApps/openEditors';

/** The planned fixes of one MobileApps folder. */
export interface FolderPlan {
  readonly folder: string;
  readonly fixes: readonly FileFix[];
}

/** What was done. */
export interface FixOutcome {
  readonly results: readonly FolderFixResult[];
  /** Whether it was cancelled before the end. */
  readonly cancelled: boolean;
}

/** Plans and makes the safe repairs of sessions: in the editor if a file is open, otherwise on disk. */
export class SessionFixes {
  private readonly editors = new OpenEditors();

  constructor(
    private readonly pool: CheckPool,
    private readonly index: SessionIndex,
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
    const keys = plans.flatMap(({ folder, fixes }) => fixes.flatMap((fix) => keysOf(folder, fix)));
    const before = this.pending.before(keys);
    let cancelled = false;
    for (const { folder, fixes } of plans) {
      const fix = this.fixOf(folder, undefined, isCancelled);
      const result = await fix.apply(fixes, { whenChanged: 'leave', ...(onFile && { onFile }) });
      results.push(result);
      cancelled ||= !result.failure && result.files.length < fixes.length;
      markWritten(this.pending, folder, result.written, before);
    }
    return { results, cancelled };
  }

  private fixOf(folder: string, only?: readonly FindingCode[], isCancelled?: () => boolean): FolderFix {
    const { store, editors, backupRoot } = this;
    const rules = this.index.rulesOf(folder);
    return new FolderFix(this.pool, folder, {
      store,
      editors,
      backupRoot,
      keeping: backupKeeping(),
      only: rules ? repairedCodes(only, rules) : only,
      identityOf: (application) => this.index.identityOf(folder, application),
      ...(isCancelled && { isCancelled }),
    });
  }
}

/** The old and the new place of a file, as far as sessions can be there. */
function keysOf(folder: string, { application, name, file }: FileFix): SessionKey[] {
  const { applicationFolder, name: newName } = file;
  const now = { folder, application: applicationFolder, name: newName };
  return isSessionPlace(folder, path.join(folder, application, name)) ? [{ folder, application, name }, now] : [now];
}
