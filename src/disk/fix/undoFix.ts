import fs from 'node:fs/promises';
import path from 'node:path';
import type { TextEdit } from '../../core/edit/textEdit';
import type { Backup, Restoration } from '../backup';
import { digestOf } from '../digest';
import { readRegular } from '../regularFile';
import { placeInFolder, sessionKeyAt } from '../sessionPlace';
import { SessionStore } from '../sessionStore';
import { FileChangedError, FileExistsError, writeError } from '../writeErrors';
import { type Editors, NO_EDITORS } from './editors';
import type { UndoableFix } from './fileFix';
import { takeStep } from './fixWriter';

/**
 * Undoes a fix: content and place of each file. A file that was changed since is not touched (`kept`), and neither is
 * one whose old place is taken. `restored` and `kept` are relative to the folder and name the places before the fix.
 */
export async function undoFix(
  { written, backup }: { readonly written: readonly UndoableFix[]; readonly backup: Backup | undefined },
  store: SessionStore = new SessionStore(),
  editors: Editors = NO_EDITORS,
): Promise<Restoration> {
  const result = { restored: [] as string[], kept: [] as string[], failed: [] as Restoration['failed'][number][] };
  // The last move is undone first, because its old place may be where an earlier move went.
  for (const fix of written.toReversed()) {
    const folder = backup?.folder ?? sessionKeyAt(fix.to).folder;
    const file = placeInFolder(folder, fix.from);
    try {
      const isBack = await takeBack(folder, fix, backup, store, editors);
      if (isBack && fix.madeFolder) await removeIfEmpty(path.dirname(fix.to));
      (isBack ? result.restored : result.kept).push(file);
    } catch (error) {
      if (error instanceof FileChangedError || error instanceof FileExistsError) result.kept.push(file);
      else result.failed.push({ file, error: writeError(fix.from, error) });
    }
  }
  result.restored.sort();
  result.kept.sort();
  return result;
}

/** False when the file has changed since. */
async function takeBack(
  folder: string,
  { from, to, now }: UndoableFix,
  backup: Backup | undefined,
  store: SessionStore,
  editors: Editors,
): Promise<boolean> {
  if (now.kind === 'unsaved') {
    const { before, after } = now;
    return editors.change({ from: to, to: from, before: after, edits: [difference(after, before)] });
  }
  if (!backup || editors.unsaved(to) !== undefined) return false;
  const { bytes: before } = await readRegular(to);
  if (digestOf(before) !== now.digest) return false;
  const after = await backup.read(from);
  const edits = [difference(before.toString('utf8'), after.toString('utf8'))];
  await takeStep({ folder, from: to, to: from, before, after, edits }, store, editors);
  return true;
}

/** The one range in which two texts differ. */
function difference(text: string, other: string): TextEdit {
  const shorter = Math.min(text.length, other.length);
  let start = 0;
  while (start < shorter && text[start] === other[start]) start++;
  let same = 0;
  while (same < shorter - start && text.at(-1 - same) === other.at(-1 - same)) same++;
  return { start, end: text.length - same, text: other.slice(start, other.length - same) };
}

async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await fs.rmdir(folder);
  } catch (error) {
    // The folder is not empty, or it was deleted.
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(String((error as NodeJS.ErrnoException).code))) throw error;
  }
}
