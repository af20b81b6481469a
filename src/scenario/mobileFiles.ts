import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { shortened } from '../core/compliance/phrase';
import { EDIT_LIMIT, type SetRefusal, setValues } from '../core/edit/jsonEdit';
import type { JsonValue } from '../core/edit/jsonValue';
import { applyEdits } from '../core/edit/textEdit';
import type { UserFiles } from '../core/files/userFiles';
import { JSON_DEPTH } from '../core/json/jsonDepth';
import { copyFolder } from './copyFolder';
import type { DiskBudget } from './diskBudget';
import { FileStepError } from './fileStepError';
import { PlainFolder } from './plainFolder';
import { RunError } from './runnerOptions';

/** All files of a folder by their relative path, and its sub-folders. */
export interface SavedFiles {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly folders: readonly string[];
  /** What the run had written to the disk. */
  readonly written: number;
}

/** The MobileApps folder of a run. The methods do what a person does there with an editor and a file manager. */
export class MobileFiles {
  private lastSaved: SavedFiles['files'] = new Map();

  private constructor(
    private readonly plain: PlainFolder | undefined,
    private readonly disk: DiskBudget | undefined,
    /** Files that existed before the run, in the form that `sameFile` returns. They are the user's. */
    private readonly kept: ReadonlySet<string> = new Set(),
    /** A folder that is deleted at the end of the run. Present when the MobileApps folder is temporary. */
    readonly scratch?: string,
  ) {}

  /** Makes a temporary folder, empty or as a copy. `dispose` deletes it. */
  static async temporary(userFiles: UserFiles, disk: DiskBudget, original?: string): Promise<MobileFiles> {
    const root = temporaryFolder();
    const folder = path.join(root, 'MobileApps');
    try {
      if (original === undefined) fs.mkdirSync(folder);
      else await copyFolder(userFiles, original, folder, disk);
    } catch (error) {
      fs.rmSync(root, { recursive: true, force: true });
      throw new FileStepError(whyNotCopied(original ?? folder, error as NodeJS.ErrnoException));
    }
    return new MobileFiles(new PlainFolder(folder, userFiles), disk, new Set(), root);
  }

  /**
   * The folder of a server that is already running. Existing files are the user's: the run may read them, but changes
   * only files that were added since.
   */
  static async ofServer(userFiles: UserFiles, folder: string, disk: DiskBudget): Promise<MobileFiles> {
    const plain = new PlainFolder(resolved(folder), userFiles);
    const { files } = await plain.contents();
    return new MobileFiles(plain, disk, new Set(files.map(sameFile)));
  }

  /** For a server that has no folder, or none that can be reached. */
  static none(): MobileFiles {
    return new MobileFiles(undefined, undefined);
  }

  get folder(): string | undefined {
    return this.plain?.root;
  }

  /** Deletes the folder if it is temporary. */
  dispose(): void {
    if (this.scratch !== undefined) fs.rmSync(this.scratch, { recursive: true, force: true });
  }

  /**
   * Undefined when there is no such file.
   * @throws FileStepError when it is not a regular file in the folder
   */
  read(file: string): string | undefined {
    const bytes = this.there.read(file);
    return bytes && Buffer.from(bytes).toString('utf8');
  }

  /** @param values by JSON Pointer */
  edit(file: string, values: Readonly<Record<string, unknown>>): void {
    const text = this.read(file);
    if (text === undefined) throw new FileStepError(`There is no file ${file} to edit.`);
    const edits = setValues(text, Object.entries(values) as [string, JsonValue][]);
    if ('why' in edits) throw new FileStepError(whyNotSet(file, edits));
    this.write(file, applyEdits(text, edits));
  }

  write(file: string, text: string): void {
    this.refuseKept(file);
    const { there } = this;
    this.disk?.spend(file, Buffer.byteLength(text), there.missingFolders(file));
    there.write(file, text);
  }

  delete(file: string): void {
    this.refuseKept(file);
    if (!this.there.delete(file)) throw new FileStepError(`There is no file ${file} to delete.`);
  }

  /** Deletes everything, as 4D's DELETE FOLDER does. */
  deleteAll(): void {
    const { size } = this.kept;
    if (size > 0) throw notTheRuns(size === 1 ? 'A file' : `${size} files`, size > 1);
    this.there.removeAll();
  }

  /**
   * What is there now. Files that are as they were when it was saved before share their bytes with that, so all that is
   * saved in a run is not more than what was written.
   */
  async save(): Promise<SavedFiles> {
    const { files, folders } = await this.there.contents();
    const saved = new Map<string, Uint8Array>();
    for (const file of files) {
      const bytes = this.there.read(file);
      const before = this.lastSaved.get(file);
      if (bytes) saved.set(file, before && Buffer.from(bytes).equals(before) ? before : bytes);
    }
    this.lastSaved = saved;
    return { files: saved, folders, written: this.disk?.written ?? 0 };
  }

  async restore({ files, folders, written }: SavedFiles): Promise<void> {
    const { there } = this;
    const now = await there.contents();
    const kept = new Set(folders);
    const surplus = [
      ...now.files.filter((file) => !files.has(file)),
      ...now.folders.filter((folder) => !kept.has(folder)),
      ...now.others,
    ];
    for (const each of surplus) there.remove(each);
    for (const folder of folders) there.makeFolder(folder);
    for (const [file, bytes] of files) {
      const now = there.read(file);
      if (!now || !Buffer.from(now).equals(bytes)) there.write(file, bytes);
    }
    this.lastSaved = files;
    this.disk?.restore(written);
  }

  private get there(): PlainFolder {
    if (this.plain) return this.plain;
    throw new FileStepError('This server has no MobileApps folder.');
  }

  private refuseKept(file: string): void {
    if (this.kept.has(sameFile(path.posix.normalize(file)))) throw notTheRuns(file);
  }
}

function whyNotSet(file: string, { why, pointer }: SetRefusal): string {
  if (why === 'malformed') return `${pointer} cannot be set in ${file}: it is not well-formed.`;
  if (why === 'tooDeep')
    return `${shortened(pointer, 200)} cannot be set in ${file}: it is deeper than ${JSON_DEPTH.levels} levels (${JSON_DEPTH.name}).`;
  if (why === 'tooLong') {
    return `The values cannot be set in ${file}: with its white space, more than ${EDIT_LIMIT.characters} characters would be written (${EDIT_LIMIT.name}); set fewer in one step.`;
  }
  return `${pointer} cannot be set in ${file}: a parent is no object.`;
}

function whyNotCopied(folder: string, error: NodeJS.ErrnoException): string {
  const told = error.code === 'ENOENT' ? `${folder} is not there.` : `${folder} cannot be read: ${error.message}.`;
  const why = error instanceof FileStepError ? error.message : told;
  return `The MobileApps folder of the scenario cannot be copied: ${why} Name another in server.mobileApps; without one the run begins with an empty folder.`;
}

function temporaryFolder(): string {
  try {
    return fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-run-')));
  } catch (error) {
    const variable = process.platform === 'win32' ? 'TEMP' : 'TMPDIR';
    throw new RunError(
      `No temporary folder can be made for the run: ${(error as Error).message}. Set ${variable} to a folder that may be written to.`,
    );
  }
}

/**
 * The same text for all spellings of a file name on disks that ignore case, Unicode normalization, or dots and spaces
 * at the end.
 */
function sameFile(file: string): string {
  return file
    .replace(/[. ]+(?=\/|$)/g, '')
    .normalize('NFC')
    .toLowerCase();
}

function notTheRuns(what: string, areMany = false): FileStepError {
  const [were, them] = areMany ? ['were', 'them'] : ['was', 'it'];
  return new FileStepError(
    `${what} in the MobileApps folder ${were} there before this run, which does not change ${them} on a server that is not its own. Run the scenario on a server of its own.`,
  );
}

/** The path with links resolved. When the folder does not exist yet, it is the place where it would be. */
function resolved(folder: string): string {
  try {
    return fs.realpathSync(folder);
  } catch {
    const parent = path.dirname(folder);
    return parent === folder ? folder : path.join(resolved(parent), path.basename(folder));
  }
}
