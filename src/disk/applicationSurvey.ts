import fs from 'node:fs';
import path from 'node:path';
import { judgeName } from '../core/session/location';

/** The files of an application folder that may be session files, each with the stamp it had. Plain data, and compact. */
export interface StampedNames {
  /** Separated by `/`. */
  readonly names: string;
  /** Four numbers a name: times of change of content and of inode (milliseconds since 1970), bytes, inode. */
  readonly stamps: Float64Array;
  /** All else that was there, separated by `/`; for those who want to hear of that too. */
  readonly others?: string;
}

/** An application folder as it is now, and what is different since an earlier look. */
export interface ApplicationSurvey extends StampedNames {
  readonly count: number;
  readonly others: string;
  /** New, or with another stamp. Only these need to be read. */
  readonly changed: string[];
  readonly vanished: string[];
  /** Something came or went since, session file or not. */
  readonly isListedOtherwise: boolean;
}

const NUMBERS = 4;
// A file system's clock ticks every few milliseconds, on FAT every two seconds: a file that was changed so lately may change
// again and keep its stamp. It gets one that equals nothing (NaN), and is read again the next time.
const TOO_YOUNG_MS = 2_000;

/**
 * Lists an application folder and asks for the stamp of every file, so that nothing is missed, but reads none. Of what is
 * no regular file nothing is said. Throws what `readdir` throws.
 */
export function surveyApplication(folder: string, application: string, known?: StampedNames): ApplicationSurvey {
  const directory = path.join(folder, application) + path.sep;
  const listed: string[] = [];
  const others: string[] = [];
  for (const name of fs.readdirSync(directory)) (judgeName(name) === 'other' ? others : listed).push(name);
  const earlier = new EarlierNames(known);
  const youngest = Date.now() - TOO_YOUNG_MS;
  const names: string[] = [];
  const changed: string[] = [];
  const stamps = new Float64Array(listed.length * NUMBERS);
  for (const name of listed) {
    const stats = fs.lstatSync(directory + name, { throwIfNoEntry: false });
    if (!stats?.isFile()) {
      if (stats) others.push(name);
      continue;
    }
    const at = names.length * NUMBERS;
    // The inode's time is in it because the other can be set back.
    stamps[at] = stats.ctimeMs > youngest ? Number.NaN : stats.mtimeMs;
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

  /** A folder that nobody touched is listed in the same order again: only where it is not does looking up pay. */
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
