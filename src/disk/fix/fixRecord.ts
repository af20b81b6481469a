import path from 'node:path';
import { phrase } from '../../core/compliance/phrase';
import { Backup } from '../backup';
import { placeInFolder } from '../sessionPlace';
import { ReadFailedError } from '../writeErrors';
import type { UndoableFix, WrittenFix } from './fileFix';

/** A fix that was made, as a later process can read it. */
export interface RecordedFix {
  readonly written: readonly UndoableFix[];
  readonly backup: Backup;
}

/** A file that was written. Places are relative to the MobileApps folder, with `/`. */
interface Entry {
  readonly from: string;
  readonly to: string;
  readonly madeFolder: boolean;
  readonly digest: string;
}

const NOTE = 'fix';

/**
 * Records what a fix has written beside its backup, so that a later process can undo it. Changes that are only in an
 * editor are left out, because the editor can undo them.
 */
export async function recordFix(written: readonly WrittenFix[], backup: Backup): Promise<void> {
  const entries = written.flatMap(({ from, to, madeFolder, now }): Entry[] =>
    now.kind === 'saved'
      ? [
          {
            from: placeInFolder(backup.folder, from),
            to: placeInFolder(backup.folder, to),
            madeFolder,
            digest: now.digest,
          },
        ]
      : [],
  );
  if (entries.length > 0) await backup.keepNote(NOTE, { version: 1, written: entries });
}

/**
 * @param place absolute path of the backup
 * @throws ReadFailedError when there is no backup, or no fix was recorded in it
 */
export async function recordedFix(place: string): Promise<RecordedFix> {
  const backup = await Backup.open(place);
  const note = (await backup.note(NOTE)) as { readonly version?: unknown; readonly written?: unknown } | null;
  if (note?.version !== 1 || !Array.isArray(note.written) || !note.written.every(isEntry)) {
    throw new ReadFailedError(place, phrase('{0} does not describe a backup. Repair it, or remove its folder.', place));
  }
  const whole = (file: string) => path.join(backup.folder, ...file.split('/'));
  const written = note.written.map(
    ({ from, to, madeFolder, digest }): UndoableFix => ({
      from: whole(from),
      to: whole(to),
      madeFolder,
      now: { kind: 'saved', digest },
    }),
  );
  return { written, backup };
}

function isEntry(value: unknown): value is Entry {
  const { from, to, madeFolder, digest } = (value ?? {}) as Partial<Record<keyof Entry, unknown>>;
  // A fix never moves a file to where none belongs.
  return (
    isPlace(from) &&
    isPlace(to) &&
    to.split('/').length === 2 &&
    typeof madeFolder === 'boolean' &&
    typeof digest === 'string'
  );
}

/** Checks for plain names, so that the path cannot leave the folder. */
function isPlace(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const parts = value.split('/');
  return parts.every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\\0]/.test(part));
}
