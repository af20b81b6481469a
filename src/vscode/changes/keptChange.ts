import type * as vscode from 'vscode';
import type { Phrase } from '../../core/compliance/phrase';
import type { TakenMarks } from '../../core/push/unpushedMarks';
import type { RecordName } from '../../disk/change/recordedChange';
import { CHANGES_MEMORY } from './changesMemory';

/** What the extension does to sessions that can be undone. */
const CHANGE_KINDS = [
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

/**
 * `done`: it can be undone. `undone`: it can be done again. `overtaken`: all of its files were changed since, so that
 * nothing of it could be undone. `lost`: the backups with its copies are gone.
 */
export type ChangeState = 'done' | 'undone' | 'overtaken' | 'lost';

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
  /** Why the last try to undo it, or to do it again, failed. It is tried again from its row alone. */
  readonly trouble?: Phrase | undefined;
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

/** The change that *Undo* takes back: the latest that is not undone yet. One that failed does not block those before it. */
export function changeToUndo(changes: readonly KeptChange[]): KeptChange | undefined {
  return changes.findLast(({ state, trouble }) => state === 'done' && trouble === undefined);
}

/** The change that *Redo* makes again: the one that was undone last, unless something was changed after that. */
export function changeToRedo(changes: readonly KeptChange[]): KeptChange | undefined {
  const undone = changes.filter(({ state, trouble }) => state === 'undone' && trouble === undefined);
  const last = undone.reduce<KeptChange | undefined>((a, b) => (a && a.since > b.since ? a : b), undefined);
  return last && changes.every(({ time }) => time <= last.since) ? last : undefined;
}
