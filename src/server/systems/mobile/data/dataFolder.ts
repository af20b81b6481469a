import fs, { type BigIntStats, type Dirent } from 'node:fs';
import path from 'node:path';
import { inOneLine } from '../../../../core/base/fullStop';
import { UserFileError } from '../../../../core/files/userFileError';
import { MOBILE_DATA_ENDING, type MobileDataFile } from '../../../../core/systems/mobile/mobileData';
import { readUserFileSync } from '../../../../disk/userFile';
import { type FaultInFile, type ReadDataFile, readDataFile } from './dataFile';
import { DATA_BODY_LIMIT, DATA_FILE_LIMIT, MOST_DATA_FILES, MOST_DATA_MB } from './dataLimits';
import type { PlacedDataFile } from './dataMatch';
import type { DataFault } from './dataProtocol';

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

  /** @param own the routes that the server answers itself */
  constructor(
    private readonly folder: string,
    private readonly own: readonly string[] = [],
  ) {}

  /**
   * Reads what has changed since the last call. Files that were made by hand come before recorded ones, so that what is
   * written for a route is played although it was recorded too. Among themselves they are in the order of their names.
   */
  look(): { readonly files: readonly PlacedDataFile[]; readonly faults: readonly DataFault[] } {
    const faults: DataFault[] = [];
    const files: PlacedDataFile[] = [];
    const known = new Map<string, KnownFile>();
    let bytes = 0;
    for (const { name, stats } of this.list(faults)) {
      bytes += Number(stats.size);
      if (bytes > MOST_DATA_MB * 1_000_000) {
        faults.push(leftOut(name, `the files together have more than ${MOST_DATA_MB} MB; give fewer`));
        break;
      }
      const stamp = [stats.mtimeNs, stats.ctimeNs, stats.size, stats.ino].join(' ');
      const before = this.known.get(name);
      const each = before?.stamp === stamp ? before : { stamp, read: this.read(name) };
      known.set(name, each);
      const { read } = each;
      if (read.ok) files.push({ name, file: read.file });
      faults.push(...(read.ok ? read.faults : [read.fault]).map((fault) => ({ file: name, ...fault })));
    }
    this.known = known;
    const isRecorded = ({ file }: PlacedDataFile) => file.recorded === true;
    return { files: [...files.filter((each) => !isRecorded(each)), ...files.filter(isRecorded)], faults };
  }

  /**
   * The bytes of a file that an answer names.
   * @param name of the file with the answer
   * @throws Error that says why there are none
   */
  body(name: string, file: string): Uint8Array {
    const real = this.bodyPlace(name, file);
    try {
      return readUserFileSync(real, { limit: DATA_BODY_LIMIT, links: 'refused' }).bytes;
    } catch (error) {
      throw new Error(error instanceof UserFileError ? error.about(`its “file” ${file}`) : messageOf(error));
    }
  }

  /** @throws Error that says why no file can be read from there */
  private bodyPlace(name: string, file: string): string {
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
    return real;
  }

  private read(name: string): ReadDataFile {
    try {
      const { bytes } = readUserFileSync(path.join(this.folder, name), { limit: DATA_FILE_LIMIT, links: 'refused' });
      const read = readDataFile(bytes, this.own);
      return read.ok ? { ...read, faults: [...read.faults, ...this.bodyFaults(name, read.file)] } : read;
    } catch (error) {
      const reason = error instanceof UserFileError ? error.about('it') : messageOf(error);
      return { ok: false, fault: { reason, effect: 'leftOut' } };
    }
  }

  /** The bodies in files that cannot be read. Each is told again when it is asked for. */
  private bodyFaults(name: string, { answers }: MobileDataFile): FaultInFile[] {
    const files = new Set(answers.flatMap(({ file }) => file ?? []));
    return [...files].flatMap((file) => {
      try {
        // Reading all bodies would take long. Only those that look wrong are read, for what there is to tell.
        const stats = fs.statSync(this.bodyPlace(name, file));
        if (stats.isFile() && stats.size <= DATA_BODY_LIMIT.bytes) return [];
      } catch {
        // What is wrong is told by the reading.
      }
      return this.bodyFault(name, file);
    });
  }

  private bodyFault(name: string, file: string): FaultInFile[] {
    try {
      this.body(name, file);
      return [];
    } catch (error) {
      return [{ reason: messageOf(error), effect: 'dead' }];
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
          else faults.push(leftOut(below, `it is deeper than level ${DEEPEST}, so it is left out`));
        }
        if (!entry.name.toLowerCase().endsWith(MOBILE_DATA_ENDING)) continue;
        if (found.length >= MOST_DATA_FILES) {
          faults.push(leftOut(below, `there are more files than ${MOST_DATA_FILES}; give fewer`));
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
      faults.push(leftOut(name, `${reason}: ${messageOf(error)}`));
      return [];
    }
  }

  private statsOf(entry: Dirent, name: string, faults: DataFault[]): BigIntStats | undefined {
    if (entry.isSymbolicLink()) {
      faults.push(leftOut(name, 'it is a link, which is not followed here; give the file itself'));
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

function leftOut(file: string, reason: string): DataFault {
  return { file, reason, effect: 'leftOut' };
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
