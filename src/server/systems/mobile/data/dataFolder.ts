import fs, { type BigIntStats, type Dirent } from 'node:fs';
import path from 'node:path';
import { inOneLine } from '../../../../core/base/fullStop';
import type { FileLimit } from '../../../../core/files/fileFault';
import { UserFileError } from '../../../../core/files/userFileError';
import { MOBILE_DATA_ENDING } from '../../../../core/systems/mobile/mobileData';
import { readUserFileSync } from '../../../../disk/userFile';
import { type ReadDataFile, readDataFile } from './dataFile';
import type { PlacedDataFile } from './dataMatch';
import type { DataFault } from './dataProtocol';

const FILE_LIMIT: FileLimit = { bytes: 16_000_000, name: 'the limit of a file with answers' };
const BODY_LIMIT: FileLimit = { bytes: 64_000_000, name: 'the limit of a body' };
const MOST_FILES = 5000;
const MOST_MB = 256;
const DEEPEST = 10;

interface KnownFile {
  readonly stamp: string;
  readonly read: ReadDataFile;
}

interface Listed {
  readonly name: string;
  readonly stats: BigIntStats;
}

/**
 * The files of a folder with recorded answers. It blocks its thread, so it is used in a thread of its own. Links are not
 * followed, so that nothing outside the folder is read.
 */
export class DataFolder {
  private known = new Map<string, KnownFile>();

  constructor(private readonly folder: string) {}

  /** Reads what has changed since the last call. The files are in the order of their names. */
  look(): { readonly files: readonly PlacedDataFile[]; readonly faults: readonly DataFault[] } {
    const faults: DataFault[] = [];
    const files: PlacedDataFile[] = [];
    const known = new Map<string, KnownFile>();
    let bytes = 0;
    for (const { name, stats } of this.list(faults)) {
      bytes += Number(stats.size);
      if (bytes > MOST_MB * 1_000_000) {
        faults.push({ file: name, reason: `the files together have more than ${MOST_MB} MB; give fewer` });
        break;
      }
      const stamp = [stats.mtimeNs, stats.ctimeNs, stats.size, stats.ino].join(' ');
      const before = this.known.get(name);
      const each = before?.stamp === stamp ? before : { stamp, read: this.read(name) };
      known.set(name, each);
      if (each.read.ok) files.push({ name, file: each.read.file });
      else faults.push({ file: name, reason: each.read.reason });
    }
    this.known = known;
    return { files, faults };
  }

  /**
   * The bytes of a file that an answer names.
   * @param name of the file with the answer
   * @throws Error that says why there are none
   */
  body(name: string, file: string): Uint8Array {
    const root = fs.realpathSync(this.folder);
    const whole = path.resolve(path.dirname(path.join(root, name)), file);
    if (!isInside(root, whole)) throw new Error(`its “file” leads out of the folder of “mobile.data”`);
    let real: string;
    try {
      real = fs.realpathSync(whole);
    } catch {
      // What is there but cannot be resolved is told by the reading.
      real = whole;
    }
    if (!isInside(root, real)) throw new Error('its “file” leads over a link out of the folder of “mobile.data”');
    try {
      return readUserFileSync(real, { limit: BODY_LIMIT, links: 'refused' }).bytes;
    } catch (error) {
      throw new Error(error instanceof UserFileError ? error.about(`its “file” ${file}`) : messageOf(error));
    }
  }

  private read(name: string): ReadDataFile {
    try {
      const { bytes } = readUserFileSync(path.join(this.folder, name), { limit: FILE_LIMIT, links: 'refused' });
      return readDataFile(bytes);
    } catch (error) {
      return { ok: false, reason: error instanceof UserFileError ? error.about('it') : messageOf(error) };
    }
  }

  private list(faults: DataFault[]): Listed[] {
    const found: Listed[] = [];
    const folders: { readonly name: string; readonly depth: number }[] = [{ name: '', depth: 0 }];
    for (const { name, depth } of folders) {
      for (const entry of this.entries(name, faults)) {
        const below = name === '' ? entry.name : `${name}/${entry.name}`;
        if (entry.isDirectory() && !entry.name.startsWith('.')) {
          if (depth < DEEPEST) folders.push({ name: below, depth: depth + 1 });
          else faults.push({ file: below, reason: `it is deeper than level ${DEEPEST}, so it is left out` });
        }
        if (!entry.name.toLowerCase().endsWith(MOBILE_DATA_ENDING)) continue;
        if (found.length >= MOST_FILES) {
          faults.push({ file: below, reason: `there are more files than ${MOST_FILES}; give fewer` });
          return found.toSorted(byName);
        }
        const stats = this.statsOf(entry, below, faults);
        if (stats) found.push({ name: below, stats });
      }
    }
    return found.toSorted(byName);
  }

  private entries(name: string, faults: DataFault[]): Dirent[] {
    try {
      return fs.readdirSync(path.join(this.folder, name), { withFileTypes: true });
    } catch (error) {
      const reason = name === '' ? `the folder ${this.folder} cannot be read` : 'it cannot be read';
      faults.push({ file: name, reason: `${reason}: ${messageOf(error)}` });
      return [];
    }
  }

  private statsOf(entry: Dirent, name: string, faults: DataFault[]): BigIntStats | undefined {
    if (entry.isSymbolicLink()) {
      faults.push({ file: name, reason: 'it is a link, which is not followed here; give the file itself' });
      return undefined;
    }
    try {
      return fs.lstatSync(path.join(this.folder, name), { bigint: true });
    } catch {
      // It was removed meanwhile.
      return undefined;
    }
  }
}

function isInside(folder: string, file: string): boolean {
  const way = path.relative(folder, file);
  return way !== '' && way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}

function byName(a: Listed, b: Listed): number {
  return a.name < b.name ? -1 : 1;
}

function messageOf(error: unknown): string {
  return inOneLine((error as Error).message);
}
