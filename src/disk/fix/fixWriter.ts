import path from 'node:path';
import type { Backup } from '../backup';
import type { Editors } from '../change/editors';
import { isThere, takeStep } from '../change/fileStep';
import { digestOf } from '../digest';
import type { SessionStore } from '../sessionStore';
import { FileChangedError } from '../writeErrors';
import type { FileFix, WrittenFix } from './fileFix';

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
