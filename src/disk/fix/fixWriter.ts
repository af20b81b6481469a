import fs from 'node:fs/promises';
import path from 'node:path';
import type { TextEdit } from '../../core/edit/textEdit';
import type { Backup } from '../backup';
import { digestOf } from '../digest';
import { readRegular } from '../regularFile';
import type { SessionStore } from '../sessionStore';
import { FileChangedError } from '../writeErrors';
import type { Editors } from './editors';
import type { FileFix, WrittenFix } from './fileFix';

const BOM = '\ufeff';

/** A file as it is, and as it is to be; absolute paths. */
export interface FileStep {
  readonly from: string;
  readonly to: string;
  readonly before: Buffer;
  readonly after: Buffer;
  /** What makes the text `before` the text `after`. */
  readonly edits: readonly TextEdit[];
}

/** Writes what was planned: each file is in the backup first, and goes through its editor where one has it open. */
export class FixWriter {
  readonly written: WrittenFix[] = [];

  constructor(
    private readonly folder: string,
    private readonly backup: Backup,
    private readonly store: SessionStore,
    private readonly editors: Editors,
  ) {}

  /** `again`: what was changed meanwhile is what has to be in the backup. Rejects with a `SessionWriteError`. */
  async write({ application, name, before, file, change, unsaved }: FileFix, again: boolean): Promise<void> {
    const from = path.join(this.folder, application, name);
    const to = path.join(this.folder, file.applicationFolder, file.name);
    const moves = from !== to;
    // Of what is only in an editor the disk has nothing to lose, unless its file moves.
    if (!unsaved || moves) await (again ? this.backup.renew(from) : this.backup.add(from));
    const madeFolder = moves && !(await isThere(path.dirname(to)));
    if (unsaved) {
      const edits = change.edits;
      if (!(await this.editors.change({ from, to, before: before.text, edits }))) throw new FileChangedError(from);
      this.written.push({ from, to, madeFolder, now: { kind: 'unsaved', before: before.text, after: file.text } });
      return;
    }
    // Somebody has begun to edit it.
    if (this.editors.unsaved(from) !== undefined) throw new FileChangedError(from);
    const step = { from, to, before: Buffer.from(before.text), after: Buffer.from(file.text), edits: change.edits };
    const bytes = await takeStep(step, this.store, this.editors);
    this.written.push({
      from,
      to,
      madeFolder,
      now: { kind: 'saved', digest: digestOf(bytes), text: bytes.toString('utf8') },
    });
  }
}

/** Takes a file from one state to another, in its editor where that has it as it is; answers the bytes it has then. */
export async function takeStep(step: FileStep, store: SessionStore, editors: Editors): Promise<Buffer> {
  const { from, to, before, after } = step;
  if (await inEditor(step, editors)) {
    const { bytes } = await readRegular(to);
    const wanted = withBom(bytes, hasBom(after));
    // VS Code keeps the mark that a file has when it saves: only the file itself can get or lose it.
    if (wanted !== bytes) await store.replace(to, bytes, wanted);
    return wanted;
  }
  if (from === to) await store.replace(from, before, after);
  else await store.move(from, to, before, after);
  return after;
}

async function inEditor({ from, to, before, after, edits }: FileStep, editors: Editors): Promise<boolean> {
  const text = before.toString('utf8');
  const shift = text.startsWith(BOM) ? 1 : 0;
  const shown = text.slice(shift);
  // Only the mark: the editor has nothing to change.
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

/** The same bytes when there is nothing to do. */
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
