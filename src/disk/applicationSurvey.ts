import fs from 'node:fs';
import path from 'node:path';
import { judgeName } from '../core/session/location';
import { orListingError } from './listingError';
import { ownKindOf } from './ownFile';

/**
 * The files of an application folder that may be session files, each with its stamp. It is compact plain data, because
 * it is posted between threads.
 */
export interface StampedNames {
  /** Separated by `/`. */
  readonly names: string;
  /**
   * Four numbers for each name: time of the last change of the content and of the inode (milliseconds since 1970), size
   * in bytes, and inode.
   */
  readonly stamps: Float64Array;
  /** Everything else in the folder with stamps, separated by `/`. Present only when a caller needs it. */
  readonly others?: string;
}

/** An application folder as it is now, and what changed since an earlier survey. */
export interface ApplicationSurvey extends StampedNames {
  readonly count: number;
  readonly others: string;
  /** Files that are new or have another stamp. Only these need to be read. */
  readonly changed: string[];
  readonly vanished: string[];
  /** Whether anything was added or removed since, session file or not, or another file or folder changed. */
  readonly isListedOtherwise: boolean;
}

export const NUMBERS = 4;
// A file system's clock ticks every few milliseconds, on FAT every two seconds. So a file that has just changed may
// change again and keep its stamp. It gets a stamp that equals nothing (NaN), so that it is read again the next time.
const TOO_YOUNG_MS = 2_000;

/**
 * Lists an application folder and gets the stamp of every file, but reads none. So no change is missed. Everything but
 * regular files is ignored.
 * @throws ListingError
 */
export function surveyApplication(folder: string, application: string, known?: StampedNames): ApplicationSurvey {
  const directory = path.join(folder, application) + path.sep;
  const listed: string[] = [];
  const others: string[] = [];
  const youngest = Date.now() - TOO_YOUNG_MS;
  for (const name of orListingError(path.resolve(directory), () => fs.readdirSync(directory))) {
    if (judgeName(name) !== 'other') listed.push(name);
    else if (!ownKindOf(name)) {
      const stats = fs.lstatSync(directory + name, { throwIfNoEntry: false });
      others.push(stats ? stampedOther(name, stats, youngest) : name);
    }
  }
  const earlier = new EarlierNames(known);
  const names: string[] = [];
  const changed: string[] = [];
  const stamps = new Float64Array(listed.length * NUMBERS);
  for (const name of listed) {
    const stats = fs.lstatSync(directory + name, { throwIfNoEntry: false });
    if (!stats?.isFile()) {
      if (stats) others.push(stampedOther(name, stats, youngest));
      continue;
    }
    const at = names.length * NUMBERS;
    stamps[at] = isYoung(stats, youngest) ? Number.NaN : stats.mtimeMs;
    stamps[at + 1] = stats.ctimeMs;
    stamps[at + 2] = stats.size;
    stamps[at + 3] = stats.ino;
    names.push(name);
    if (!earlier.isSame(name, stamps, at)) changed.push(name);
  }
  const used = stamps.length === names.length * NUMBERS ? stamps : stamps.slice(0, names.length * NUMBERS);
  const listing = { names: names.join('/'), others: others.join('/') };
  const isListedOtherwise = listing.names !== known?.names || listing.others !== known.others;
  const vanished = earlier.vanished(names);
  return { ...listing, stamps: used, count: names.length, changed, vanished, isListedOtherwise };
}

/**
 * A name with its stamp: another file may become a session that counts as none, a folder may get one, and a link may become a
 * folder.
 */
function stampedOther(name: string, stats: fs.Stats, youngest: number): string {
  // The time of the survey makes the stamp of a young one differ from the next.
  const age = isYoung(stats, youngest) ? `:young at ${youngest}` : '';
  return `${name}:${stats.mtimeMs}:${stats.ctimeMs}:${stats.size}${age}`;
}

/** The inode's time is used because the other can be set back, and the other because not every file system has both. */
function isYoung({ mtimeMs, ctimeMs }: fs.Stats, youngest: number): boolean {
  return mtimeMs > youngest || ctimeMs > youngest;
}

class EarlierNames {
  private readonly names: readonly string[];
  private readonly stamps: Float64Array;
  private next = 0;
  private seen = 0;
  private places: Map<string, number> | undefined;

  constructor(known: StampedNames | undefined) {
    this.names = known ? namesOf(known) : [];
    this.stamps = known?.stamps ?? new Float64Array();
  }

  isSame(name: string, stamps: Float64Array, at: number): boolean {
    const place = this.placeOf(name);
    if (place === undefined) return false;
    this.seen++;
    const offset = place * NUMBERS;
    for (let i = 0; i < NUMBERS; i++) if (stamps[at + i] !== this.stamps[offset + i]) return false;
    return true;
  }

  vanished(names: readonly string[]): string[] {
    if (this.seen === this.names.length) return [];
    const still = new Set(names);
    return this.names.filter((name) => !still.has(name));
  }

  /** An unchanged folder is listed in the same order again. Names are looked up only when the order differs. */
  private placeOf(name: string): number | undefined {
    if (this.names[this.next] === name) return this.next++;
    this.places ??= new Map(this.names.map((each, place) => [each, place]));
    const place = this.places.get(name);
    if (place !== undefined) this.next = place + 1;
    return place;
  }
}

/** The names one by one. */
export function namesOf({ names }: StampedNames): string[] {
  return names === '' ? [] : names.split('/');
}
