import type * as vscode from 'vscode';
import type { Phrase } from '../../core/compliance/phrase';
import type { TakenMarks } from '../../core/push/unpushedMarks';
import type { RecordName } from '../../disk/change/recordedChange';
import { CHANGES_MEMORY } from './changesMemory';

/** What the extension does to sessions that can be undone. */
const CHANGE_KINDS = [
  'create',
  'accept',
  'setPending',
  'toggle',
  'email',
  'token',
  'editToken',
  'fix',
  'delete',
  'reset',
  'restoreReset',
  'restoreVersion',
  'restoreDeleted',
  'markPushed',
] as const;

export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** Whether a name that was recorded is one of a change. Another version of the extension may know others. */
export function isChangeKind(kind: string): kind is ChangeKind {
  return CHANGE_KINDS.some((each) => each === kind);
}

/** `done`: it can be undone. `undone`: it can be done again. `lost`: the backups with its copies are gone. */
export type ChangeState = 'done' | 'undone' | 'lost';

/** A change of sessions, as the workspace remembers it. The bytes are in the backups. */
export interface KeptChange {
  readonly id: string;
  readonly kind: ChangeKind;
  /** The name of the session, when it is a single one. */
  readonly name?: string;
  /** Number of sessions that it changed. */
  readonly files: number;
  /** When it was made, in milliseconds since 1970. */
  readonly time: number;
  readonly state: ChangeState;
  /** When it came into this state. */
  readonly since: number;
  /** Why the last try to undo it, or to do it again, failed. */
  readonly trouble?: Phrase | undefined;
  /** All of its files were changed since, so that the last try did nothing. They may become what they were. */
  readonly isOvertaken?: boolean | undefined;
  /** What its last turn has written: where its record is. */
  readonly records: readonly ChangeReference[];
  /** The marks that it took away. */
  readonly marks?: TakenMarks;
}

/** Where the record of a change is: beside a backup, by its absolute path. */
export interface ChangeReference {
  readonly backup: string;
  readonly name: RecordName;
}

/** The changes that the workspace remembers, the latest last. */
export function keptChanges(memory: vscode.Memento): readonly KeptChange[] {
  return memory.get<readonly KeptChange[]>(CHANGES_MEMORY, []);
}

/** Whether the last try to turn a change did nothing. */
export function isStuck({ trouble, isOvertaken }: KeptChange): boolean {
  return trouble !== undefined || isOvertaken === true;
}

/** The changes that *Undo* can take back, the one that it tries first in front. */
export function changesToUndo(changes: readonly KeptChange[]): readonly KeptChange[] {
  return changes.filter(({ state }) => state === 'done').toReversed();
}

/** The changes that *Redo* can make again, the one that was undone last in front: none if something was changed since. */
export function changesToRedo(changes: readonly KeptChange[]): readonly KeptChange[] {
  const undone = changes.filter(({ state }) => state === 'undone').sort((a, b) => b.since - a.since);
  const [last] = undone;
  return last && changes.every(({ time }) => time <= last.since) ? undone : [];
}

/**
 * The change to turn now. One that is stuck is passed over for others that share no file with it. When there is none, the
 * first is tried again.
 * @param filesOf absolute paths of what a change has written
 */
export async function changeToTurn(
  wanted: readonly KeptChange[],
  filesOf: (change: KeptChange) => Promise<readonly string[]>,
): Promise<KeptChange | undefined> {
  const blocked = new Set<string>();
  for (const change of wanted) {
    if (!isStuck(change) && blocked.size === 0) return change;
    const files = await filesOf(change);
    if (!isStuck(change) && !files.some((file) => blocked.has(file))) return change;
    for (const file of files) blocked.add(file);
  }
  return wanted[0];
}
