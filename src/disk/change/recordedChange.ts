import path from 'node:path';
import { phrase } from '../../core/compliance/phrase';
import { Backup } from '../backup';
import { placeInFolder } from '../sessionPlace';
import { ReadFailedError } from '../writeErrors';
import type { WrittenFile } from './writtenFile';

/** What was done, in the words of who did it. */
export interface Deed {
  readonly kind: string;
  /** The name of the session, when it was a single one. */
  readonly name?: string;
  /** Present when it was undone, or done again, rather than done. */
  readonly turn?: DeedTurn;
}

export type DeedTurn = 'undone' | 'done';

/** A change that was made, as a later process can read it. */
export interface RecordedChange {
  readonly written: readonly WrittenFile[];
  readonly backup: Backup;
  readonly deed: Deed;
}

/**
 * The name of a record beside its backup. `undone` has what taking the change back has written, when that is nothing that
 * needs a copy of its own: files that came back from this backup. Where they came back on their own account, as an
 * earlier version does, the record is a `restored`, which no turn of the change writes over.
 */
export type RecordName = 'change' | 'undone' | `restored-${string}`;

/** A file that was written. Places are relative to the MobileApps folder, with `/`. */
interface Entry {
  readonly from?: string;
  readonly to?: string;
  readonly madeFolder: boolean;
  /** Absent when the file is gone, and when only an editor was changed. */
  readonly digest?: string;
  /** What the editor had before and after, which no file has. */
  readonly unsaved?: { readonly before: string; readonly after: string };
}

/**
 * Records what was written beside a backup, so that a later process can take it back. Of a change that is only in an editor
 * both texts are kept: a window that is reloaded brings the unsaved text back, and nothing to undo it with.
 */
export async function recordChange(
  written: readonly WrittenFile[],
  backup: Backup,
  deed: Deed,
  name: RecordName = 'change',
): Promise<void> {
  const placeOf = (file: string) => placeInFolder(backup.folder, file);
  const entries = written.map(
    ({ from, to, madeFolder, now }): Entry => ({
      ...(from !== undefined && { from: placeOf(from) }),
      ...(to !== undefined && { to: placeOf(to) }),
      madeFolder,
      ...(now.kind === 'saved' && { digest: now.digest }),
      ...(now.kind === 'unsaved' && { unsaved: { before: now.before, after: now.after } }),
    }),
  );
  if (entries.length > 0) await backup.keepNote(name, { version: 1, deed, written: entries });
}

/**
 * @param place absolute path of the backup
 * @throws ReadFailedError when there is no backup, or no change was recorded in it
 */
export async function recordedChange(place: string, name: RecordName = 'change'): Promise<RecordedChange> {
  const backup = await Backup.open(place);
  const note = (await backup.note(name)) as Partial<Record<'version' | 'written' | 'deed', unknown>> | null;
  // Only taking back may bring a session to where none belongs, as it was there before.
  const isGood = (entry: unknown): entry is Entry =>
    isEntry(entry) && (backup.purpose === 'undo' || !goesAstray(entry));
  if (note?.version !== 1 || !Array.isArray(note.written) || !note.written.every(isGood) || !isDeed(note.deed)) {
    throw new ReadFailedError(place, phrase('{0} does not describe a backup. Repair it, or remove its folder.', place));
  }
  const whole = (file: string | undefined) =>
    file === undefined ? undefined : path.join(backup.folder, ...file.split('/'));
  const written = note.written.map(
    ({ from, to, madeFolder, digest, unsaved }): WrittenFile => ({
      from: whole(from),
      to: whole(to),
      madeFolder,
      now: unsaved
        ? { kind: 'unsaved', ...unsaved }
        : digest === undefined
          ? { kind: 'gone' }
          : { kind: 'saved', digest },
    }),
  );
  return { written, backup, deed: note.deed };
}

function isDeed(value: unknown): value is Deed {
  const { kind, name, turn } = (value ?? {}) as Partial<Record<keyof Deed, unknown>>;
  const isTurn = turn === undefined || turn === 'undone' || turn === 'done';
  return typeof kind === 'string' && (name === undefined || typeof name === 'string') && isTurn;
}

function isEntry(value: unknown): value is Entry {
  const { from, to, madeFolder, digest, unsaved } = (value ?? {}) as Partial<Record<keyof Entry, unknown>>;
  const places = [from, to].filter((each) => each !== undefined);
  const isWhole = unsaved === undefined ? typeof digest === 'string' : digest === undefined && isTexts(unsaved);
  const isComplete = to === undefined ? digest === undefined && unsaved === undefined : isWhole;
  return places.length > 0 && places.every(isPlace) && isComplete && typeof madeFolder === 'boolean';
}

function isTexts(value: unknown): boolean {
  const { before, after } = (value ?? {}) as Partial<Record<'before' | 'after', unknown>>;
  return typeof before === 'string' && typeof after === 'string';
}

function goesAstray({ to }: Entry): boolean {
  return to !== undefined && to.split('/').length !== 2;
}

/** Checks for plain names, so that the path cannot leave the folder. */
function isPlace(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const parts = value.split('/');
  return parts.every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\\0]/.test(part));
}
