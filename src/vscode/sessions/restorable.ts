import path from 'node:path';
import type * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposableStore';
import type { IndexDelta, SessionIndex } from '../../core/index/sessionIndex';
import { Backup, type SavedBackup } from '../../disk/backup';
import { recordedChange } from '../../disk/change/recordedChange';
import type { WrittenFile } from '../../disk/change/writtenFile';
import { isSessionPlace, sessionKeyAt } from '../../disk/sessionPlace';
import type { ChangePart } from '../changes/openChange';
import type { SessionChanges } from '../changes/sessionChanges';
import type { ContextKeySetter } from '../host/contextKeys';
import type { Later } from '../host/later';
import { SESSION_KEYS } from './sessionsContract';

/** What the backups of a MobileApps folder have. Files are absolute paths. */
interface BackedUp {
  /** Of each file, the last backup that has it. One that was moved then is not deleted. */
  readonly last: Map<string, string>;
  /** The last reset that this extension has made. */
  reset: { readonly backup: string; readonly files: readonly string[] } | undefined;
  /** Whether a file is not there any more. */
  isReset: boolean;
  isDeleted: boolean;
}

/**
 * Keeps up to date whether there is something that *Restore Last Reset* and *Restore Deleted Sessions* can bring back. The
 * backups are read once for each MobileApps folder. Then the log of changes tells which were made and removed, and the index
 * which files came and went.
 */
export class Restorable implements vscode.Disposable {
  private readonly known = new Map<string, BackedUp | undefined>();
  private readonly subscriptions: DisposableStore;

  /** @param roots the folders for backups: that of this extension first */
  constructor(
    private readonly index: SessionIndex,
    private readonly roots: readonly string[],
    private readonly contextKeys: ContextKeySetter,
    changes: Later<SessionChanges>,
  ) {
    this.subscriptions = new DisposableStore(index.onDidChange((delta) => this.indexChanged(delta)));
    changes.whenLoaded((log) => this.subscriptions.add(log.onDidBackUp((parts) => this.backedUp(parts))));
    for (const folder of index.folders()) void this.look(folder);
  }

  dispose(): Promise<void> {
    return this.subscriptions.dispose();
  }

  private indexChanged({ changed, added, applications, folders }: IndexDelta): void {
    const touched = new Set([
      ...folders,
      ...applications.map(({ folder }) => folder),
      ...added.map(({ folder }) => folder),
      ...changed.filter(({ before, after }) => !before !== !after).map(({ key }) => key.folder),
    ]);
    for (const folder of touched) void this.look(folder);
  }

  private async look(folder: string): Promise<void> {
    const kind = this.index.stateOf(folder)?.kind;
    if (kind === undefined || kind === 'gone') this.known.delete(folder);
    // While it is scanned, nothing is known to be gone.
    const isScanned = kind === 'ready' && !this.index.isPartial(folder);
    if (isScanned && !this.known.has(folder)) {
      this.known.set(folder, undefined);
      this.known.set(folder, await readBackups(folder, this.roots));
    }
    if (isScanned) this.tell(folder);
    else this.tellAll();
  }

  private backedUp(parts: readonly ChangePart[]): void {
    for (const { folder, backup, written, pruned = [] } of parts) {
      const known = this.known.get(folder);
      if (!known || !backup) continue;
      add(known, { backup: backup.path, isReset: backup.purpose === 'reset', written });
      const removed = new Set(pruned);
      for (const [file, last] of known.last) if (removed.has(last)) known.last.delete(file);
      if (known.reset && removed.has(known.reset.backup)) known.reset = undefined;
      this.tell(folder);
    }
  }

  private tell(folder: string): void {
    const known = this.known.get(folder);
    if (!known) return;
    const isGone = (file: string) => isSessionPlace(folder, file) && !this.index.has(sessionKeyAt(file));
    known.isReset = known.reset?.files.some(isGone) === true;
    known.isDeleted = [...known.last.keys()].some(isGone);
    this.tellAll();
  }

  private tellAll(): void {
    const all = [...this.known.values()];
    this.contextKeys.set(
      SESSION_KEYS.canRestoreReset,
      all.some((each) => each?.isReset),
    );
    this.contextKeys.set(
      SESSION_KEYS.canRestoreDeleted,
      all.some((each) => each?.isDeleted),
    );
  }
}

async function readBackups(folder: string, roots: readonly string[]): Promise<BackedUp> {
  const known: BackedUp = { last: new Map(), reset: undefined, isReset: false, isDeleted: false };
  const lists = await Promise.all(
    roots.map((root) => Backup.list(folder, root, () => {}).catch((): SavedBackup[] => [])),
  );
  const saved = lists.flat().sort((a, b) => a.time - b.time);
  for (const each of saved) {
    const isReset = each.purpose === 'reset' && lists[0]?.includes(each) === true;
    add(known, { backup: each.path, isReset, written: await writtenOf(each) });
  }
  return known;
}

/** What was done with the files of a backup, as far as it matters here: only a repair and its undoing move them. */
async function writtenOf({ path: place, folder, files, purpose }: SavedBackup): Promise<readonly WrittenFile[]> {
  const moved =
    purpose === 'fix' || purpose === 'undo' ? await recordedChange(place).catch(() => undefined) : undefined;
  const known = new Map(moved?.written.map((file) => [file.from, file]));
  return files.map((name) => {
    const file = path.join(folder, ...name.split('/'));
    return known.get(file) ?? { from: file, to: file, madeFolder: false, now: { kind: 'gone' } };
  });
}

/** Adds a backup that is later than all that are known. */
function add(
  known: BackedUp,
  { backup, isReset, written }: { backup: string; isReset: boolean; written: readonly WrittenFile[] },
): void {
  for (const { from, to, now } of written) {
    // Of what only an editor had, there is no copy.
    if (from === undefined || now.kind === 'unsaved') continue;
    if (to === undefined || to === from) known.last.set(from, backup);
    else known.last.delete(from);
  }
  if (isReset) known.reset = { backup, files: written.flatMap(({ from }) => from ?? []) };
}
