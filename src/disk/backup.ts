import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { phrase } from '../core/compliance/phrase';
import type { FileLimit } from '../core/files/fileFault';
import { parseJson } from '../core/json/parseJson';
import { BackupModes } from './backupModes';
import { faultOnTheWay } from './fileKind';
import { forEachFile } from './forEachFile';
import { isAtOrIn } from './isAtOrIn';
import { makeFolders } from './makeFolders';
import { newFileToken } from './ownFile';
import { readRegular } from './regularFile';
import { isSessionPlace, placeInFolder } from './sessionPlace';
import { SessionStore } from './sessionStore';
import { SessionWriteError } from './sessionWriteError';
import { stateFolder } from './stateFolder';
import { syncDirectory, writeTemporary } from './temporaryFile';
import {
  BackupPlaceError,
  BackupWayError,
  backupPlaceFault,
  FileExistsError,
  FileGoneError,
  NotRegularFileError,
  ReadFailedError,
  readError,
  writeError,
} from './writeErrors';

/** Why a backup is made. `server`: the dev server was about to overwrite what another program had changed. `undo`: so was a change taken back. */
export type BackupPurpose = 'fix' | 'reset' | 'delete' | 'server' | 'edit' | 'undo';

/** A backup on disk. */
export interface SavedBackup {
  /** Absolute path of the backup itself. */
  readonly path: string;
  /** Absolute path of the MobileApps folder whose files are in it. */
  readonly folder: string;
  readonly purpose: BackupPurpose;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Relative to the folder, with `/`; sorted. */
  readonly files: readonly string[];
  /** Whether copies of sessions are in it that were where none belongs. They come back only when the fix is undone. */
  readonly hasStrays: boolean;
  /** Whether notes are in it. One of a change that only an editor had has nothing else. */
  readonly hasNotes: boolean;
  /** False when its process was killed, or still writes it. */
  readonly isFinished: boolean;
}

export interface Restoration {
  /** Files that now have the content of the backup, including those that still had it. Relative to the folder. */
  readonly restored: readonly string[];
  /** Files that exist with another content. They were not changed. */
  readonly kept: readonly string[];
  readonly failed: readonly { readonly file: string; readonly error: SessionWriteError }[];
}

/**
 * The manifest of a backup. The files of the backup are those that exist beside it, so the manifest is right even when
 * the process is killed.
 */
interface Manifest {
  readonly version: 1;
  readonly folder: string;
  readonly purpose: BackupPurpose;
  /** ISO 8601. */
  readonly time: string;
  /** Present when the backup is complete. */
  readonly files?: readonly string[];
}

const MANIFEST = 'backup.json';
/** A hundred thousand files have a list of about ten million bytes. */
const MANIFEST_LIMIT: FileLimit = { bytes: 256_000_000, name: 'MANIFEST_LIMIT' };
const FILES = 'files';
/** Copies of sessions that were where none belongs, named by the SHA-256 of their place. */
export const STRAYS = 'strays';

/** The default place for backups: the user's state folder. */
export function defaultBackupRoot(): string {
  return path.join(stateFolder(), 'backups');
}

/**
 * Copies of session files before they are changed. They are in a folder outside the MobileApps folder: `<root>/<id of
 * the folder>/<time>-<purpose>`, with `backup.json`, `modes.jsonl` and `files/<application folder>/<name>`, and `strays` (see `STRAYS`). Only this user can read
 * it, because session files contain tokens. Every method rejects with a `SessionWriteError`.
 */
export class Backup {
  private readonly added = new Map<string, Promise<Buffer>>();
  private hasNotes = false;

  private constructor(
    /** Absolute path. */
    readonly path: string,
    private readonly manifest: Manifest,
  ) {}

  /**
   * Starts a backup of an existing folder (absolute path).
   * @throws BackupPlaceError when the root is inside the folder
   * @throws BackupWayError when something on the way to it is no folder
   */
  static async create(folder: string, purpose: BackupPurpose, root = defaultBackupRoot()): Promise<Backup> {
    if (isAtOrIn(await realPathOf(folder), await realPathOf(root))) throw new BackupPlaceError(root);
    const home = await homeOf(folder, root);
    try {
      makeFolders(home, 0o700);
      const time = new Date().toISOString();
      const target = await makeNew(path.join(home, `${time.replaceAll(':', '-')}-${purpose}`));
      const backup = new Backup(target, { version: 1, folder: path.resolve(folder), purpose, time });
      await writeWhole(path.join(target, MANIFEST), json(backup.manifest));
      return backup;
    } catch (error) {
      const onTheWay = faultOnTheWay(home);
      if (onTheWay) throw new BackupWayError(root, onTheWay.at, onTheWay.fault);
      throw backupPlaceFault(root, home, error);
    }
  }

  /**
   * Copies content, owner (as far as this user may) and time of change, and keeps the mode beside it. Resolves with the content when it is
   * safely on the disk. A file that is already in the backup is not copied again, because the first copy is the
   * original.
   */
  add(file: string): Promise<Buffer> {
    const known = this.added.get(file);
    if (known) return known;
    const copied = this.renew(file);
    this.added.set(file, copied);
    // After a failure it can be tried again.
    copied.catch(() => this.added.delete(file));
    return copied;
  }

  /** Like `add`, but replaces the earlier copy with the current content. */
  async renew(file: string): Promise<Buffer> {
    const place = placeInFolder(this.manifest.folder, file);
    const copy = this.copyOf(file);
    const directory = path.dirname(copy);
    const { bytes, stats } = await readRegular(file);
    try {
      makeFolders(directory, 0o700);
      const { uid, gid, mtimeMs } = stats;
      const mode = await new BackupModes(this.path).keep(place, stats.mode);
      await fs.rename(await writeTemporary(directory, newFileToken(), bytes, { uid, gid, mode, mtimeMs }), copy);
    } catch (error) {
      throw writeError(copy, error);
    }
    this.added.set(file, Promise.resolve(bytes));
    return bytes;
  }

  /** The copy of a file. */
  async read(file: string): Promise<Buffer> {
    return (await readRegular(this.copyOf(file))).bytes;
  }

  /** Where its copy is. A misplaced session is kept apart: `restore` would not put it there again, and `takeBack` does. */
  private copyOf(file: string): string {
    const place = placeInFolder(this.manifest.folder, file);
    if (isSessionPlace(this.manifest.folder, file)) return path.join(this.path, FILES, ...place.split('/'));
    return path.join(this.path, STRAYS, createHash('sha256').update(place).digest('hex'));
  }

  /** Number of files in it. */
  get size(): number {
    return this.added.size;
  }

  /** Whether nothing is in it: neither a file nor a note. */
  get isEmpty(): boolean {
    return this.size === 0 && !this.hasNotes;
  }

  /** Writes the list of files into the manifest. It may be called again. An empty backup is deleted. */
  async finish(): Promise<void> {
    try {
      if (this.isEmpty) {
        await fs.rm(this.path, { recursive: true, force: true });
        return;
      }
      const files = await filesIn(this.path);
      for (const name of await namesIn(path.join(this.path, FILES)))
        await syncDirectory(path.join(this.path, FILES, name));
      for (const name of await namesIn(this.path))
        if (name === FILES || name === STRAYS) await syncDirectory(path.join(this.path, name));
      await writeWhole(path.join(this.path, MANIFEST), json({ ...this.manifest, files }));
    } catch (error) {
      throw writeError(this.path, error);
    }
  }

  get purpose(): BackupPurpose {
    return this.manifest.purpose;
  }

  /** Absolute path of the MobileApps folder whose files are in it. */
  get folder(): string {
    return this.manifest.folder;
  }

  /** Stores a JSON value beside the files. */
  async keepNote(name: string, note: unknown): Promise<void> {
    const file = path.join(this.path, `${name}.json`);
    try {
      await writeWhole(file, json(note));
      this.hasNotes = true;
    } catch (error) {
      throw writeError(file, error);
    }
  }

  /**
   * A value that `keepNote` stored.
   * @throws SessionWriteError when it cannot be read or is not JSON
   */
  async note(name: string): Promise<unknown> {
    const file = path.join(this.path, `${name}.json`);
    try {
      return parseJson(await textOf(file));
    } catch (error) {
      throw error instanceof SyntaxError ? noBackup(file) : readError(file, error);
    }
  }

  /**
   * Opens a finished backup for reading.
   * @throws SessionWriteError when there is none
   */
  static async open(place: string): Promise<Backup> {
    const file = path.join(place, MANIFEST);
    try {
      return new Backup(place, parseManifest(file, await textOf(file)));
    } catch (error) {
      throw readError(file, error);
    }
  }

  /**
   * Backups of a MobileApps folder, newest first, including those whose process was killed.
   * @param onDamaged gets why one cannot be read, and the others are listed. Without it that is thrown
   */
  static async list(
    folder: string,
    root = defaultBackupRoot(),
    onDamaged?: (why: SessionWriteError) => void,
  ): Promise<SavedBackup[]> {
    const home = await homeOf(folder, root);
    const saved: SavedBackup[] = [];
    for (const name of await namesIn(home)) {
      const backup = await readSaved(path.join(home, name)).catch((error: unknown) => {
        if (!onDamaged || !(error instanceof SessionWriteError)) throw error;
        onDamaged(error);
        return undefined;
      });
      if (backup && (backup.files.length > 0 || backup.hasStrays || backup.hasNotes)) saved.push(backup);
    }
    return saved.sort((a, b) => b.time - a.time || (a.path < b.path ? 1 : -1));
  }

  /**
   * Restores files with content, mode and time of change. Missing folders are made. A file that exists with another
   * content is never overwritten.
   */
  static async restore(
    { path: backup, folder, files }: Pick<SavedBackup, 'path' | 'folder' | 'files'>,
    store = new SessionStore({ folder }),
  ): Promise<Restoration> {
    const result = { restored: [] as string[], kept: [] as string[], failed: [] as Restoration['failed'][number][] };
    try {
      makeFolders(folder, 0o700);
    } catch (error) {
      throw writeError(folder, error);
    }
    const modes = await new BackupModes(backup).read();
    await forEachFile(files, async (name) => {
      const file = path.join(folder, ...name.split('/'));
      try {
        const isThere = await bringBack(store, path.join(backup, FILES, ...name.split('/')), file, modes.get(name));
        (isThere ? result.restored : result.kept).push(name);
      } catch (error) {
        result.failed.push({ file: name, error: writeError(file, error) });
      }
    });
    result.restored.sort();
    result.kept.sort();
    return result;
  }
}

/** False when the file exists with another content. */
async function bringBack(store: SessionStore, copy: string, file: string, known?: number): Promise<boolean> {
  const { bytes, stats } = await readRegular(copy);
  const { uid, gid, mtimeMs } = stats;
  // Backups of earlier versions have copies with the mode of the file.
  const mode = known ?? stats.mode;
  try {
    await store.create(file, bytes, { uid, gid, mode, mtimeMs });
    return true;
  } catch (error) {
    if (!(error instanceof FileExistsError)) throw error;
  }
  try {
    return (await readRegular(file)).bytes.equals(bytes);
  } catch (error) {
    // A link or a folder with this name counts as another content. So does a file that cannot be read.
    if (error instanceof NotRegularFileError || error instanceof ReadFailedError) return false;
    throw error;
  }
}

/** The folder for the backups of a MobileApps folder, which need not exist any more. */
async function homeOf(folder: string, root: string): Promise<string> {
  const id = createHash('sha256')
    .update(await realPathOf(folder))
    .digest('hex')
    .slice(0, 16);
  return path.resolve(root, id);
}

/** The path with links resolved. Parts that do not exist are kept as they are. */
async function realPathOf(place: string): Promise<string> {
  const rest: string[] = [];
  for (let at = path.resolve(place); ; at = path.dirname(at)) {
    try {
      return path.join(await fs.realpath(at), ...rest);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if ((code !== 'ENOENT' && code !== 'ENOTDIR') || path.dirname(at) === at) throw readError(at, error);
      rest.unshift(path.basename(at));
    }
  }
}

/** Two backups may begin in the same millisecond. */
async function makeNew(wanted: string): Promise<string> {
  for (let n = 1; ; n++) {
    const target = n === 1 ? wanted : `${wanted}-${n}`;
    try {
      await fs.mkdir(target, { mode: 0o700 });
      return target;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

async function writeWhole(file: string, text: string): Promise<void> {
  await fs.rename(await writeTemporary(path.dirname(file), newFileToken(), Buffer.from(text)), file);
  await syncDirectory(path.dirname(file));
}

/** @throws errors as `readError` returns them */
async function textOf(file: string): Promise<string> {
  return (await readRegular(file, MANIFEST_LIMIT)).bytes.toString('utf8');
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** Undefined when it is not a backup: the process was killed before it wrote the manifest. */
async function readSaved(backup: string): Promise<SavedBackup | undefined> {
  const file = path.join(backup, MANIFEST);
  let text: string;
  try {
    text = await textOf(file);
  } catch (error) {
    const told = readError(file, error);
    if (told instanceof FileGoneError) return undefined;
    throw told;
  }
  const { folder, purpose, time, files } = parseManifest(file, text);
  const isFinished = files !== undefined;
  const hasStrays = (await namesIn(path.join(backup, STRAYS))).length > 0;
  const hasNotes = (await namesIn(backup)).some((name) => name.endsWith('.json') && name !== MANIFEST);
  const own = { files: await filesIn(backup), hasStrays, hasNotes, isFinished };
  return { path: backup, folder, purpose, time: Date.parse(time), ...own };
}

function parseManifest(file: string, text: string): Manifest {
  let manifest: Partial<Manifest> | null;
  try {
    manifest = parseJson(text) as Partial<Manifest> | null;
  } catch {
    manifest = null;
  }
  if (
    typeof manifest?.folder !== 'string' ||
    typeof manifest.purpose !== 'string' ||
    !Date.parse(String(manifest.time))
  )
    throw noBackup(file);
  return manifest as Manifest;
}

function noBackup(file: string): ReadFailedError {
  return new ReadFailedError(file, phrase('{0} does not describe a backup. Repair it, or remove its folder.', file));
}

async function filesIn(backup: string): Promise<string[]> {
  const files: string[] = [];
  for (const application of await namesIn(path.join(backup, FILES))) {
    const names = await namesIn(path.join(backup, FILES, application));
    // A name with a leading dot is left from a process that was killed while copying.
    files.push(...names.filter((name) => !name.startsWith('.')).map((name) => `${application}/${name}`));
  }
  return files.sort();
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return await fs.readdir(directory);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw readError(directory, error);
  }
}
