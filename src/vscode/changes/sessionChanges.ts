import { randomUUID } from 'node:crypto';
import { Mutex } from 'async-mutex';
import * as vscode from 'vscode';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import type { TakenMarks } from '../../core/push/unpushedMarks';
import type { BackupPurpose } from '../../disk/backup';
import { sessionKeyAt } from '../../disk/sessionPlace';
import type { SessionWriteError } from '../../disk/sessionWriteError';
import { FileGoneError } from '../../disk/writeErrors';
import type { ContextKeySetter } from '../host/contextKeys';
import { l10n } from '../host/l10n';
import { withLateProgress } from '../host/lateProgress';
import { requireTrust } from '../host/trust';
import type { ChangeRecord } from '../mobileApps/changeRecord';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import { sessionName } from '../mobileApps/sessionName';
import { CHANGES_MEMORY } from './changesMemory';
import { lostText, turnText } from './changeText';
import type { ChangeTurns } from './changeTurns';
import {
  type ChangeKind,
  changesToRedo,
  changesToUndo,
  changeToTurn,
  type KeptChange,
  keptChanges,
} from './keptChange';
import { type ChangePart, OpenChange } from './openChange';
import { tellChanges } from './tellChanges';

/** So many changes are remembered. An older one is in the backups, and can be restored from there. */
const MOST_KEPT = 50;

/** Nothing keeps a change from being turned any more. */
const UNSTUCK = { trouble: undefined, isOvertaken: undefined };

/** What the log of changes needs of the rest of the extension. */
export interface SessionChangesNeeds {
  readonly index: SessionIndex;
  readonly pending: NotYetPushed;
  readonly turns: ChangeTurns;
  readonly contextKeys: ContextKeySetter;
  readonly memory: vscode.Memento;
  readonly backupRoot: string;
  /** In milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * All changes that the extension makes to sessions, in their order, to be undone and done again. The list is kept by the
 * workspace and the bytes by the backups, so it outlives a reload of the window.
 */
export class SessionChanges implements vscode.Disposable {
  private kept: readonly KeptChange[];
  /** Changes that have no backup, or of which only a part is left to undo: no record knows that. By id. */
  private readonly live = new Map<string, readonly ChangePart[]>();
  /** One at a time, because each change starts from the result of the one before. */
  private readonly mutex = new Mutex();
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly backups = new vscode.EventEmitter<readonly ChangePart[]>();
  /** What was written just now: the backups of it, and those that were removed to make room. */
  readonly onDidBackUp = this.backups.event;
  private remembered: Thenable<unknown> = Promise.resolve();
  private looking: Promise<void> = Promise.resolve();

  constructor(private readonly needs: SessionChangesNeeds) {
    this.kept = keptChanges(needs.memory);
    this.tell();
    this.lookForBackups();
  }

  /** The changes, the latest last. */
  get changes(): readonly KeptChange[] {
    return this.kept;
  }

  /**
   * Makes a change and keeps it. What was written before an error is kept, too.
   * @returns the change; undefined when nothing was written
   */
  async record(
    kind: ChangeKind,
    run: (record: ChangeRecord, open: OpenChange) => Promise<unknown>,
    purpose: BackupPurpose = 'edit',
  ): Promise<KeptChange | undefined> {
    const open = new OpenChange(purpose, this.needs.backupRoot);
    const names = new Map<string, string>();
    const record: ChangeRecord = {
      keep: (file) => {
        // A session that is deleted has no name afterwards.
        if (names.size < 2) names.set(file, this.nameAt(file));
        return open.keep(file);
      },
      wrote: (file) => open.wrote(file),
    };
    let change: KeptChange | undefined;
    try {
      await run(record, open);
    } finally {
      const [name] = names.size === 1 ? names.values() : [];
      change = this.add(kind, await open.finish({ kind, ...(name !== undefined && { name }) }), name);
    }
    return change;
  }

  /**
   * Keeps a change that was made elsewhere, and recorded beside its backups.
   * @param name of the session, when it is a single one and has none any more
   */
  add(kind: ChangeKind, parts: readonly ChangePart[], name?: string): KeptChange | undefined {
    const written = parts.flatMap((part) => part.written);
    const [first] = written;
    if (!first) return undefined;
    const single = written.length === 1 ? (name ?? this.nameAt(first.to ?? first.from ?? '')) : undefined;
    const change = this.begun(kind, written.length, single);
    const records = recordsOf(parts);
    if (isUnrecorded(parts)) this.live.set(change.id, parts);
    this.push({ ...change, records });
    this.backedUp(parts);
    return this.now(change);
  }

  /** Keeps that marks were taken away: the user says that a server has these sessions. */
  addMarks(keys: readonly SessionKey[], marks: TakenMarks): KeptChange {
    const [key] = keys;
    const entry = keys.length === 1 && key ? this.needs.index.entry(key) : undefined;
    return this.push({ ...this.begun('markPushed', keys.length, entry && sessionName(entry)), marks });
  }

  /** @param which called when earlier turns are done; the next one unless given */
  undo(which?: () => KeptChange | undefined): Promise<void> {
    return this.turn(which ?? (() => this.next(changesToUndo(this.kept))), false);
  }

  /** @param which called when earlier turns are done; the next one unless given */
  redo(which?: () => KeptChange | undefined): Promise<void> {
    return this.turn(which ?? (() => this.next(changesToRedo(this.kept))), true);
  }

  /**
   * Takes back what another window did, or one before this list began. That is a change of its own.
   * @param kind what taking it back is
   * @param name of the session, when it is a single one
   */
  async takeBack(kind: ChangeKind, parts: readonly ChangePart[], name?: string): Promise<void> {
    requireTrust();
    const told = await this.mutex.runExclusive(async () => {
      const named = name === undefined ? { kind } : { kind, name };
      const { parts: again, restorations } = await this.needs.turns.turn(named, parts, 'made');
      const change = this.add(kind, again, name) ?? this.begun(kind, filesOf(parts), name);
      return turnText(change, 'made', restorations);
    });
    show(told.text, told.isWhole);
  }

  /**
   * What the last turn of a change has written.
   * @throws SessionWriteError when nothing of it is known any more
   */
  async parts(change: KeptChange): Promise<readonly ChangePart[]> {
    const { parts, failed } = await this.needs.turns.partsOf(change, this.live.get(change.id));
    const [first] = failed;
    if (parts.length === 0 && first) throw first;
    return parts;
  }

  /** The change as it is now; undefined when it is forgotten. */
  now(change: KeptChange | undefined): KeptChange | undefined {
    return this.kept.find(({ id }) => id === change?.id);
  }

  /** Resolves when nothing is being undone any more. */
  async dispose(): Promise<void> {
    await this.mutex.waitForUnlock();
    await this.looking;
    await this.remembered;
    this.changed.dispose();
    this.backups.dispose();
  }

  private async turn(
    which: () => KeptChange | Promise<KeptChange | undefined> | undefined,
    isRedo: boolean,
  ): Promise<void> {
    requireTrust();
    // Nothing waits for the message.
    (await this.mutex.runExclusive(async () => this.turnNow(this.now(await which()), isRedo)))();
  }

  private next(wanted: readonly KeptChange[]): Promise<KeptChange | undefined> {
    return changeToTurn(wanted, async (change) => {
      const { parts } = await this.needs.turns.partsOf(change, this.live.get(change.id));
      return parts.flatMap(({ written }) => written.flatMap(({ from, to }) => [from ?? [], to ?? []].flat()));
    });
  }

  /** Returns what shows the message. */
  private async turnNow(change: KeptChange | undefined, isRedo: boolean): Promise<() => void> {
    if (!change || (change.state === 'undone') !== isRedo) {
      return () => show(isRedo ? l10n.t('There is nothing to redo.') : l10n.t('There is nothing to undo.'));
    }
    const since = this.needs.now();
    const state = isRedo ? 'done' : 'undone';
    if (change.marks) {
      const marks = this.needs.turns.turnMarks(change.marks, isRedo);
      this.replace({ ...change, marks, state, since, ...UNSTUCK });
      return () => show(turnText(change, state, []).text);
    }
    const title = isRedo ? l10n.t('Doing again') : l10n.t('Taking back');
    const { turns } = this.needs;
    const known = await turns.partsOf(change, this.live.get(change.id));
    if (known.parts.length === 0) return this.unknown(change, known.failed);
    const turned = await withLateProgress(title, change.files, () => turns.turn(change, known.parts, state));
    const { parts, restorations, left } = turned;
    const files = filesOf(parts);
    if (left.length > 0 && (files === 0 || !isRedo)) {
      // What failed can be tried again. What is undone already has its copies in the backups.
      this.live.set(change.id, left);
      const trouble = restorations.flatMap(({ failed }) => failed)[0]?.error.phrase;
      this.replace({ ...change, files: filesOf(left), trouble, isOvertaken: undefined });
    } else if (files === 0) this.replace({ ...change, trouble: undefined, isOvertaken: true });
    else {
      this.live.delete(change.id);
      if (isUnrecorded(parts)) this.live.set(change.id, parts);
      this.replace({ ...change, state, since, files, records: recordsOf(parts), ...UNSTUCK });
    }
    const { text, isWhole } = turnText(change, state, restorations, known.failed);
    this.backedUp(parts);
    return () => show(text, isWhole);
  }

  /** Keeps that nothing is known of a change any more. It does not block those before it. */
  private unknown(change: KeptChange, failed: readonly SessionWriteError[]): () => void {
    const { phrase: trouble } = failed.find((each) => !(each instanceof FileGoneError)) ?? {};
    this.replace(trouble ? { ...change, trouble, isOvertaken: undefined } : { ...change, state: 'lost', ...UNSTUCK });
    const text = trouble ? turnText(change, 'undone', [], failed).text : lostText(change);
    return () => show(text, false);
  }

  /** Tells what was backed up. Of the changes, only those are looked at whose backups made room for it. */
  private backedUp(parts: readonly ChangePart[]): void {
    const pruned = new Set(parts.flatMap((part) => part.pruned ?? []));
    this.backups.fire(parts);
    if (pruned.size === 0) return;
    this.lookForBackups(this.kept.filter(({ records }) => records.some(({ backup }) => pruned.has(backup))));
  }

  /** Finds out of which changes the backups are gone. At the start all are looked at, as another window may have removed them. */
  private lookForBackups(changes: readonly KeptChange[] = this.kept): void {
    const looked = changes.filter(({ id, state }) => state !== 'lost' && !this.live.has(id));
    this.looking = Promise.all(
      looked.map(async (change) => ((await this.needs.turns.isLost(change)) ? [change] : [])),
    ).then((found) => {
      const lost = new Set(found.flat());
      if (lost.size === 0) return;
      // What was turned meanwhile is another object.
      this.keep(this.kept.map((each) => (lost.has(each) ? { ...each, state: 'lost', ...UNSTUCK } : each)));
    });
  }

  private begun(kind: ChangeKind, files: number, name: string | undefined): KeptChange {
    const time = this.needs.now();
    const single = name === undefined ? {} : { name };
    return { id: randomUUID(), kind, ...single, files, time, state: 'done', since: time, records: [] };
  }

  private nameAt(file: string): string {
    const key = sessionKeyAt(file);
    const entry = this.needs.index.entry(key);
    return entry ? sessionName(entry) : key.name.slice(0, 10);
  }

  private push(change: KeptChange): KeptChange {
    const kept = [...this.kept, change].slice(-MOST_KEPT);
    this.keep(kept);
    return change;
  }

  private replace(change: KeptChange): void {
    this.keep(this.kept.map((each) => (each.id === change.id ? change : each)));
  }

  private keep(kept: readonly KeptChange[]): void {
    this.kept = kept;
    const ids = new Set(kept.map(({ id }) => id));
    for (const id of this.live.keys()) if (!ids.has(id)) this.live.delete(id);
    this.tell();
    this.changed.fire();
    // What has no backup is not known after a reload.
    const lasting = kept.filter(({ records, marks }) => records.length > 0 || marks);
    this.remembered = this.needs.memory.update(CHANGES_MEMORY, lasting);
  }

  private tell(): void {
    tellChanges(this.needs.contextKeys, this.kept);
  }
}

function recordsOf(parts: readonly ChangePart[]): KeptChange['records'] {
  return parts.flatMap(({ backup, record: name = 'change' }) => (backup ? [{ backup: backup.path, name }] : []));
}

function filesOf(parts: readonly ChangePart[]): number {
  return parts.flatMap(({ written }) => written).length;
}

function isUnrecorded(parts: readonly ChangePart[]): boolean {
  return parts.some(({ backup }) => !backup);
}

function show(text: string, isWhole = true): void {
  void (isWhole ? vscode.window.showInformationMessage : vscode.window.showWarningMessage)(text);
}
