import fs from 'node:fs/promises';
import type { TextEdit } from '../../core/edit/textEdit';
import { readRegular } from '../regularFile';
import { isSessionPlace } from '../sessionPlace';
import type { SessionStore } from '../sessionStore';
import type { Editors } from './editors';

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

/** Whether something is at a place. */
export async function isThere(place: string): Promise<boolean> {
  try {
    await fs.lstat(place);
    return true;
  } catch {
    return false;
  }
}
