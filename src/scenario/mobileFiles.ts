import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type JsonValue, setValue } from '../core/edit/jsonEdit';
import { applyEdits } from '../core/edit/textEdit';

/** All files of a folder by their relative path. */
export type SavedFiles = ReadonlyMap<string, Buffer>;

/** A file that a step wants cannot be had, or changed so; one sentence. */
export class FileStepError extends Error {
  override readonly name = 'FileStepError';
}

/** The MobileApps folder of a run: what a person does there with an editor and a file manager. */
export class MobileFiles {
  /** @param folder absolute path; undefined when the server has none that can be reached */
  constructor(readonly folder: string | undefined) {}

  /** A folder of its own in the system's temporary one: empty, or a copy. `remove` takes it away again. */
  static temporary(original?: string): MobileFiles {
    const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-run-')));
    const folder = path.join(root, 'MobileApps');
    try {
      if (original === undefined) fs.mkdirSync(folder);
      else fs.cpSync(original, folder, { recursive: true });
    } catch (error) {
      fs.rmSync(root, { recursive: true, force: true });
      throw new FileStepError(`The MobileApps folder of the scenario cannot be copied: ${(error as Error).message}`);
    }
    return new MobileFiles(folder);
  }

  /** Takes a temporary folder away. */
  remove(): void {
    if (this.folder !== undefined) fs.rmSync(path.dirname(this.folder), { recursive: true, force: true });
  }

  /** Undefined when there is no such file. */
  read(file: string): string | undefined {
    try {
      return fs.readFileSync(this.pathOf(file), 'utf8');
    } catch (error) {
      if (error instanceof FileStepError) throw error;
      return undefined;
    }
  }

  /** @param values by JSON Pointer */
  edit(file: string, values: Readonly<Record<string, unknown>>): void {
    let text = this.read(file);
    if (text === undefined) throw new FileStepError(`There is no file ${file} to edit.`);
    for (const [pointer, value] of Object.entries(values)) {
      const edits = setValue(text, pointer, value as JsonValue);
      if (!edits)
        throw new FileStepError(
          `${pointer} cannot be set in ${file}: it is not well-formed, or a parent is no object.`,
        );
      text = applyEdits(text, edits);
    }
    this.write(file, text);
  }

  /** In one step, so that nobody reads half of it. */
  write(file: string, text: string): void {
    const target = this.pathOf(file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    const temporary = `${path.dirname(target)}.scenario-${process.pid}`;
    fs.writeFileSync(temporary, text);
    fs.renameSync(temporary, target);
  }

  delete(file: string): void {
    if (this.read(file) === undefined) throw new FileStepError(`There is no file ${file} to delete.`);
    fs.rmSync(this.pathOf(file));
  }

  /** DELETE FOLDER with contents. */
  deleteAll(): void {
    fs.rmSync(this.root, { recursive: true, force: true });
  }

  save(): SavedFiles {
    const { folder } = this;
    if (folder === undefined || !fs.existsSync(folder)) return new Map();
    const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = files.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
    return new Map(paths.map((file) => [file, fs.readFileSync(path.join(folder, file))]));
  }

  restore(saved: SavedFiles): void {
    const now = this.save();
    for (const file of now.keys()) if (!saved.has(file)) fs.rmSync(path.join(this.root, file));
    for (const [file, bytes] of saved) {
      if (now.get(file)?.equals(bytes)) continue;
      fs.mkdirSync(path.dirname(path.join(this.root, file)), { recursive: true });
      fs.writeFileSync(path.join(this.root, file), bytes);
    }
  }

  private get root(): string {
    if (this.folder !== undefined) return this.folder;
    throw new FileStepError('This server has no MobileApps folder.');
  }

  private pathOf(file: string): string {
    const whole = path.resolve(this.root, file);
    const relative = path.relative(this.root, whole);
    if (relative === '' || relative.startsWith('..') || path.isAbsolute(relative)) {
      throw new FileStepError(`${file} is not in the MobileApps folder.`);
    }
    return whole;
  }
}
