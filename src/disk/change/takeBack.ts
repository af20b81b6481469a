import fs from 'node:fs/promises';
import path from 'node:path';
import type { TextEdit } from '../../core/edit/textEdit';
import { Backup, type Restoration } from '../backup';
import { digestOf } from '../digest';
import { forEachFile } from '../forEachFile';
import { readRegular } from '../regularFile';
import { placeInFolder, sessionKeyAt } from '../sessionPlace';
import { SessionStore } from '../sessionStore';
import { FileChangedError, FileExistsError, FileGoneError, writeError } from '../writeErrors';
import { type Editors, NO_EDITORS } from './editors';
import { isThere, takeStep } from './fileStep';
import type { WrittenFile } from './writtenFile';

/** A change to take back: what it has written, and the copies of what was there before. */
export interface UndoableChange {
  readonly written: readonly WrittenFile[];
  readonly backup: Backup | undefined;
}

export interface TakeBackOptions {
  readonly store?: SessionStore;
  readonly editors?: Editors;
  /** Gets a copy of each file before it is written again, so that the change can be made again. */
  readonly into?: Backup;
}

/** What was taken back, and what that has written: taking that back makes the change again. */
export interface TakenBack extends Restoration {
  readonly written: readonly WrittenFile[];
}

/**
 * Takes a change back: content and place of each file. A file that was changed since is not touched (`kept`), and neither
 * is one whose old place is taken. `restored` and `kept` are relative to the folder, and name the places before the
 * change, or that of a file that the change had made.
 */
export async function takeBack(change: UndoableChange, options: TakeBackOptions = {}): Promise<TakenBack> {
  return new TakingBack(change, options).run();
}

class TakingBack {
  private readonly restored: string[] = [];
  private readonly kept: string[] = [];
  private readonly failed: Restoration['failed'][number][] = [];
  private readonly written: WrittenFile[] = [];
  private readonly store: SessionStore;
  private readonly editors: Editors;

  constructor(
    private readonly change: UndoableChange,
    private readonly options: TakeBackOptions,
  ) {
    this.store = options.store ?? new SessionStore();
    this.editors = options.editors ?? NO_EDITORS;
  }

  async run(): Promise<TakenBack> {
    const { written } = this.change;
    await this.putBack(written.filter(({ now }) => now.kind === 'gone'));
    const made = written.filter(({ from, now }) => from === undefined && now.kind === 'saved');
    await forEachFile(made, (file) => this.attempt(file));
    // The last move is taken back first, because its old place may be where an earlier move went.
    const others = written.filter(({ from, now }) => from !== undefined && now.kind !== 'gone');
    for (const file of others.toReversed()) await this.attempt(file);
    this.restored.sort();
    this.kept.sort();
    const { restored, kept, failed } = this;
    return { restored, kept, failed, written: this.written };
  }

  /** Brings removed files back, with mode and time of change. */
  private async putBack(removed: readonly WrittenFile[]): Promise<void> {
    const { backup } = this.change;
    const places = removed.flatMap(({ from }) => from ?? []);
    if (!backup || places.length === 0) return;
    const { folder } = backup;
    const files = places.map((file) => placeInFolder(folder, file));
    const { restored, kept, failed } = await Backup.restore({ path: backup.path, folder, files }, this.store);
    this.restored.push(...restored);
    this.kept.push(...kept);
    this.failed.push(...failed);
    for (const place of restored) {
      const to = path.join(folder, ...place.split('/'));
      const bytes = await backup.read(to);
      const now = { kind: 'saved', digest: digestOf(bytes), text: bytes.toString('utf8') } as const;
      this.written.push({ from: undefined, to, madeFolder: false, now });
    }
  }

  private async attempt(file: WrittenFile): Promise<void> {
    const named = file.from ?? file.to;
    if (named === undefined) return;
    const folder = this.change.backup?.folder ?? sessionKeyAt(file.to ?? named).folder;
    const place = placeInFolder(folder, named);
    try {
      const again = await this.takeOneBack(folder, file);
      if (again && file.madeFolder && file.to !== undefined) await removeIfEmpty(path.dirname(file.to));
      if (again) this.written.push(again);
      (again ? this.restored : this.kept).push(place);
    } catch (error) {
      const isGone = error instanceof FileGoneError && error.file === file.to;
      if (isGone || error instanceof FileChangedError || error instanceof FileExistsError) this.kept.push(place);
      else this.failed.push({ file: place, error: writeError(named, error) });
    }
  }

  /** Returns what was written; undefined when the file has changed since. */
  private async takeOneBack(folder: string, { from, to, now }: WrittenFile): Promise<WrittenFile | undefined> {
    const { editors, store } = this;
    const { backup } = this.change;
    if (to === undefined || now.kind === 'gone') return undefined;
    if (now.kind === 'unsaved') {
      const { before, after } = now;
      if (from === undefined) return undefined;
      const edits = [difference(after, before)];
      if (!(await editors.change({ from: to, to: from, before: after, edits }))) return undefined;
      return { from: to, to: from, madeFolder: false, now: { kind: 'unsaved', before: after, after: before } };
    }
    if (!backup || editors.unsaved(to) !== undefined) return undefined;
    const { bytes: before } = await readRegular(to);
    if (digestOf(before) !== now.digest) return undefined;
    await this.options.into?.add(to);
    if (from === undefined) {
      await store.remove(to, before);
      return { from: to, to: undefined, madeFolder: false, now: { kind: 'gone' } };
    }
    const after = await backup.read(from);
    const madeFolder = from !== to && !(await isThere(path.dirname(from)));
    const edits = [difference(before.toString('utf8'), after.toString('utf8'))];
    const bytes = await takeStep({ folder, from: to, to: from, before, after, edits }, store, editors);
    const text = bytes.toString('utf8');
    return { from: to, to: from, madeFolder, now: { kind: 'saved', digest: digestOf(bytes), text } };
  }
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
