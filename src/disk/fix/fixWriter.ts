import fs from 'node:fs/promises';
import path from 'node:path';
import type { TextEdit } from '../../core/edit/textEdit';
import type { Backup } from '../backup';
import { digestOf } from '../digest';
import { readRegular } from '../regularFile';
import { isSessionPlace } from '../sessionPlace';
import type { SessionStore } from '../sessionStore';
import { FileChangedError } from '../writeErrors';
import type { Editors } from './editors';
import type { FileFix, WrittenFix } from './fileFix';

const BOM = '\ufeff';

/** A file before and after a change. Paths are absolute. */
export interface FileStep {
  /** The MobileApps folder. */
  readonly folder: string;
  readonly from: string;
  readonly to: string;
  readonly before: Buffer;
  readonly after: Buffer;
  /** The edits that turn the text `before` into the text `after`. */
  readonly edits: readonly TextEdit[];
}

/** Writes planned fixes. Each file is backed up first. A file that is open in an editor is changed there. */
export class FixWriter {
  readonly written: WrittenFix[] = [];

  constructor(
    private readonly folder: string,
    private readonly backup: Backup,
    private readonly store: SessionStore,
    private readonly editors: Editors,
  ) {}

  /**
   * @param again whether the file was changed since the plan, so that the backup needs the new content
   * @throws SessionWriteError
   */
  async write({ application, name, before, file, change, unsaved }: FileFix, again: boolean): Promise<void> {
    const from = path.join(this.folder, application, name);
    const to = path.join(this.folder, file.applicationFolder, file.name);
    const moves = from !== to;
    // Unsaved text is not on the disk, so nothing there can be lost unless the file is moved.
    if (!unsaved || moves) await (again ? this.backup.renew(from) : this.backup.add(from));
    const madeFolder = moves && !(await isThere(path.dirname(to)));
    if (unsaved) {
      const edits = change.edits;
      if (!(await this.editors.change({ from, to, before: before.text, edits }))) throw new FileChangedError(from);
      this.written.push({ from, to, madeFolder, now: { kind: 'unsaved', before: before.text, after: file.text } });
      return;
    }
    // Somebody has begun to edit the file.
    if (this.editors.unsaved(from) !== undefined) throw new FileChangedError(from);
    const { folder } = this;
    const step = {
      folder,
      from,
      to,
      before: Buffer.from(before.text),
      after: Buffer.from(file.text),
      edits: change.edits,
    };
    const bytes = await takeStep(step, this.store, this.editors);
    this.written.push({
      from,
      to,
      madeFolder,
      now: { kind: 'saved', digest: digestOf(bytes), text: bytes.toString('utf8') },
    });
  }
}

/**
 * Changes a file, in its editor when the editor shows the old text.
 * @returns the bytes of the file after that
 */
export async function takeStep(step: FileStep, store: SessionStore, editors: Editors): Promise<Buffer> {
  const { folder, from, to, before, after } = step;
  if (await inEditor(step, editors)) {
    const { bytes } = await readRegular(to);
    const wanted = withBom(bytes, hasBom(after));
    // When VS Code saves, it keeps the byte order mark as it was. So the mark is added or removed in the file itself.
    if (wanted !== bytes) await store.replace(to, bytes, wanted);
    return wanted;
  }
  if (from === to) await store.replace(from, before, after);
  else if (isSessionPlace(folder, from) && isSessionPlace(folder, to)) await store.move(from, to, before, after);
  else await store.moveStray(folder, from, to, before, after);
  return after;
}

async function inEditor({ from, to, before, after, edits }: FileStep, editors: Editors): Promise<boolean> {
  const text = before.toString('utf8');
  const shift = text.startsWith(BOM) ? 1 : 0;
  const shown = text.slice(shift);
  // Only the byte order mark changes, so the editor has nothing to do.
  if (from === to && shown === after.toString('utf8').replace(BOM, '')) return false;
  const shifted = edits.flatMap(({ start, end, text: put }) => {
    const edit = { start: Math.max(0, start - shift), end: Math.max(0, end - shift), text: put.replace(/^\ufeff/, '') };
    return edit.start === edit.end && edit.text === '' ? [] : [edit];
  });
  return editors.change({ from, to, before: shown, edits: shifted });
}

function hasBom(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** Returns the same bytes when nothing has to change. */
function withBom(bytes: Buffer, wanted: boolean): Buffer {
  if (hasBom(bytes) === wanted) return bytes;
  return wanted ? Buffer.concat([Buffer.from(BOM), bytes]) : bytes.subarray(3);
}

async function isThere(folder: string): Promise<boolean> {
  try {
    await fs.lstat(folder);
    return true;
  } catch {
    return false;
  }
}
