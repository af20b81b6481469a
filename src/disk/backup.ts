import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { phrase } from '../core/compliance/phrase';
import { forEachFile } from './forEachFile';
import { isAtOrIn } from './isAtOrIn';
import { newToken } from './ownFile';
import { readRegular } from './regularFile';
import { placeOf } from './sessionPlace';
import { SessionStore } from './sessionStore';
import { stateFolder } from './stateFolder';
import { syncDirectory, writeTemporary } from './temporaryFile';
import {
  BackupPlaceError,
  FileExistsError,
  NotRegularFileError,
  OutsideFolderError,
  ReadFailedError,
  readError,
  type SessionWriteError,
  writeError,
} from './writeErrors';

/** `server`: the dev session server was to write over a file that somebody else had changed. */
export type BackupPurpose = 'fix' | 'reset' | 'delete' | 'server';

/** A backup as it is on disk. */
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
}

export interface Restoration {
  /** There again with what the backup has; also those that had it still. Relative to the folder. */
  readonly restored: readonly string[];
  /** There with other content, and left so. */
  readonly kept: readonly string[];
  readonly failed: readonly { readonly file: string; readonly error: SessionWriteError }[];
}

/** What the manifest of a backup says. The files are those that lie beside it, so that no kill can make it lie. */
interface Manifest {
  readonly version: 1;
  readonly folder: string;
  readonly purpose: BackupPurpose;
  /** ISO 8601. */
  readonly time: string;
  /** Once it is finished. */
  readonly files?: readonly string[];
}

const MANIFEST = 'backup.json';
const FILES = 'files';

/** Where backups are when nobody says otherwise: the state folder of the user's system. */
export function defaultBackupRoot(): string {
  return path.join(stateFolder(), 'backups');
}

/**
 * Copies of session files before they are changed, in a folder of their own outside the MobileApps folder:
 * `<root>/<id of the folder>/<time>-<purpose>`, with `backup.json` and `files/<application folder>/<name>`. Only this
 * user may look into it, because session files hold tokens. Every method rejects with a `SessionWriteError`.
 */
export class Backup {
  private readonly added = new Map<string, Promise<Buffer>>();

  private constructor(
    /** Absolute path. */
    readonly path: string,
    private readonly manifest: Manifest,
  ) {}

  /**
   * Starts a backup of a folder (absolute path) that is there. Rejects with `BackupPlaceError` when the root is inside it or no
   * folder.
   */
  static async create(folder: string, purpose: BackupPurpose, root = defaultBackupRoot()): Promise<Backup> {
    if (isAtOrIn(await realPathOf(folder), await realPathOf(root))) throw new BackupPlaceError(root, 'inside');
    const home = await homeOf(folder, root);
    try {
      await fs.mkdir(home, { recursive: true, mode: 0o700 });
      const time = new Date().toISOString();
      const target = await makeNew(path.join(home, `${time.replaceAll(':', '-')}-${purpose}`));
      const backup = new Backup(target, { version: 1, folder: path.resolve(folder), purpose, time });
      await writeWhole(path.join(target, MANIFEST), json(backup.manifest));
      return backup;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST' || code === 'ENOTDIR') throw new BackupPlaceError(root, 'file');
      throw writeError(home, error);
    }
  }

  /**
   * Copies bytes, mode, owner (as far as this user may) and time of change; resolves with the bytes when the disk has
   * them. A file that is in the backup already stays there as it was first, before anything was done to it.
   */
  add(file: string): Promise<Buffer> {
    const known = this.added.get(file);
    if (known) return known;
    const copied = this.renew(file);
    this.added.set(file, copied);
    // So that it can be tried again.
    copied.catch(() => this.added.delete(file));
    return copied;
  }

  /** Like `add`, but what the file is now takes the place of what was added before. */
  async renew(file: string): Promise<Buffer> {
    const place = placeOf(file);
    if (place.folder !== this.manifest.folder) throw new OutsideFolderError(file);
    const { bytes, stats } = await readRegular(file);
    const directory = path.join(this.path, FILES, place.application);
    const copy = path.join(directory, place.name);
    try {
      await fs.mkdir(directory, { recursive: true, mode: 0o700 });
      const { uid, gid, mode, mtimeMs } = stats;
      await fs.rename(await writeTemporary(directory, newToken(), bytes, { uid, gid, mode, mtimeMs }), copy);
    } catch (error) {
      throw writeError(copy, error);
    }
    this.added.set(file, Promise.resolve(bytes));
    return bytes;
  }

  /** What it has of a file. */
  async read(file: string): Promise<Buffer> {
    const { application, name } = placeOf(file);
    return (await readRegular(path.join(this.path, FILES, application, name))).bytes;
  }

  /** Number of files in it. */
  get size(): number {
    return this.added.size;
  }

  /** Completes the manifest, perhaps again. A backup of nothing is removed. */
  async finish(): Promise<void> {
    try {
      if (this.size === 0) {
        await fs.rm(this.path, { recursive: true, force: true });
        return;
      }
      const files = await filesIn(this.path);
      for (const name of await fs.readdir(path.join(this.path, FILES)))
        await syncDirectory(path.join(this.path, FILES, name));
      await syncDirectory(path.join(this.path, FILES));
      await writeWhole(path.join(this.path, MANIFEST), json({ ...this.manifest, files }));
    } catch (error) {
      throw writeError(this.path, error);
    }
  }

  /** Absolute path of the MobileApps folder whose files are in it. */
  get folder(): string {
    return this.manifest.folder;
  }

  /** Keeps plain JSON beside the files. */
  async keepNote(name: string, note: unknown): Promise<void> {
    const file = path.join(this.path, `${name}.json`);
    try {
      await writeWhole(file, json(note));
    } catch (error) {
      throw writeError(file, error);
    }
  }

  /** What `keepNote` has kept. Rejects with a `SessionWriteError` when it cannot be read, or is no JSON. */
  async note(name: string): Promise<unknown> {
    const file = path.join(this.path, `${name}.json`);
    try {
      return JSON.parse(await fs.readFile(file, 'utf8'));
    } catch (error) {
      throw error instanceof SyntaxError ? noBackup(file) : readError(file, error);
    }
  }

  /** One that was finished before, to read from. Rejects with a `SessionWriteError` when there is none. */
  static async open(place: string): Promise<Backup> {
    const file = path.join(place, MANIFEST);
    try {
      return new Backup(place, parseManifest(file, await fs.readFile(file, 'utf8')));
    } catch (error) {
      throw readError(file, error);
    }
  }

  /** Backups of a MobileApps folder, the newest first; also one whose process was killed. */
  static async list(folder: string, root = defaultBackupRoot()): Promise<SavedBackup[]> {
    const home = await homeOf(folder, root);
    const saved: SavedBackup[] = [];
    for (const name of await namesIn(home)) {
      const backup = await readSaved(path.join(home, name));
      if (backup && backup.files.length > 0) saved.push(backup);
    }
    return saved.sort((a, b) => b.time - a.time || (a.path < b.path ? 1 : -1));
  }

  /**
   * Brings files back with bytes, mode and time of change, and makes the folders they were in. A file that is there with
   * other content is never overwritten.
   */
  static async restore(
    { path: backup, folder, files }: SavedBackup,
    store = new SessionStore({ folder }),
  ): Promise<Restoration> {
    const result = { restored: [] as string[], kept: [] as string[], failed: [] as Restoration['failed'][number][] };
    try {
      await fs.mkdir(folder, { recursive: true });
    } catch (error) {
      throw writeError(folder, error);
    }
    await forEachFile(files, async (name) => {
      const file = path.join(folder, ...name.split('/'));
      try {
        const isThere = await bringBack(store, path.join(backup, FILES, ...name.split('/')), file);
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

/** False when there is a file with other content. */
async function bringBack(store: SessionStore, copy: string, file: string): Promise<boolean> {
  const { bytes, stats } = await readRegular(copy);
  const { uid, gid, mode, mtimeMs } = stats;
  try {
    await store.create(file, bytes, { uid, gid, mode, mtimeMs });
    return true;
  } catch (error) {
    if (!(error instanceof FileExistsError)) throw error;
  }
  try {
    return (await readRegular(file)).bytes.equals(bytes);
  } catch (error) {
    // A link or folder of that name is other content too, and one that may not be read perhaps.
    if (error instanceof NotRegularFileError || error instanceof ReadFailedError) return false;
    throw error;
  }
}

/** Where the backups of a MobileApps folder are. The folder may be gone. */
async function homeOf(folder: string, root: string): Promise<string> {
  const id = createHash('sha256')
    .update(await realPathOf(folder))
    .digest('hex')
    .slice(0, 16);
  return path.resolve(root, id);
}

/** The path without links, as far down as there is something. */
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
  await fs.rename(await writeTemporary(path.dirname(file), newToken(), Buffer.from(text)), file);
  await syncDirectory(path.dirname(file));
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** Undefined for what is no backup: a process was killed before it could say what this was to be. */
async function readSaved(backup: string): Promise<SavedBackup | undefined> {
  const file = path.join(backup, MANIFEST);
  let text: string;
  try {
    text = await fs.readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw readError(file, error);
  }
  const { folder, purpose, time } = parseManifest(file, text);
  return { path: backup, folder, purpose, time: Date.parse(time), files: await filesIn(backup) };
}

function parseManifest(file: string, text: string): Manifest {
  let manifest: Partial<Manifest> | null;
  try {
    manifest = JSON.parse(text);
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
    // A dot: left by a process that was killed while it copied.
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
