import { performance } from 'node:perf_hooks';
import { HandedRows, type PackedSessions } from '../core/index/handedRows';
import { type StampedNames, surveyApplication } from './applicationSurvey';
import type { IgnoredFiles } from './configuration/ignoredFiles';
import type { FileChecker } from './fileChecker';
import { type ApplicationListing, listApplication } from './listing';
import { whyUnlisted } from './listingError';
import type { SessionFileReader } from './sessionFile';

/** The files of an application are dealt in this many parts, so that threads can share a large one. */
const PARTS = 64;
/** Adding so many to the index takes a few milliseconds, also where views follow the index. */
const MOST_AT_ONCE = 2048;
/**
 * Files by whose times it is known whether the disk has to be waited for. The first ones do not count, as code that has just
 * begun is slow, nor a few slow ones, as others use the processor too.
 */
const TRIED = { from: 1000, to: 2000 } as const;
/** How long one takes when the disk has to be waited for. Else it takes a third of that. */
const COLD_MS = 0.05;

/** What all threads of a scan are given. */
export interface ScanOrder {
  readonly folder: string;
  /** The largest first, so that no thread begins with one when the others are done. */
  readonly applications: readonly string[];
  /**
   * Shared by the threads. First how many wait for a thread. Then for each application the part that nobody has taken yet. So
   * no thread asks anybody what to do next.
   */
  readonly tickets: Int32Array;
  /** Whether the stamps of all files are wanted. They are taken before the files are read. */
  readonly withStamps: boolean;
  /** Whether the names of all files are wanted, to find those that are gone. */
  readonly withNames: boolean;
  /** Nobody asks for dates and digests of files. */
  readonly findingsOnly: boolean;
}

/** What a thread tells of an application, of which others may have read other parts. */
export interface ScannedPart {
  readonly application: string;
  /** Told once for each application, before all else. */
  readonly listed?: ListedApplication;
  readonly sessions?: PackedSessions;
  /** Files that are not well-formed and have just been changed. They may be half written. */
  readonly unsettled: readonly string[];
  /** Files that were deleted since they were listed, or that are no session files after all. */
  readonly gone: readonly string[];
  /** The folder was there for another thread, but cannot be listed any more. */
  readonly isLost?: boolean;
  /** The disk has to be waited for. More threads can wait at the same time. */
  readonly isCold: boolean;
}

export interface ListedApplication extends Omit<ApplicationListing, 'names'> {
  /** How many session files there are. */
  readonly expected?: number;
  /** Separated by `/`. Absent unless they are wanted. */
  readonly names?: string;
  readonly stamps?: StampedNames;
  /** Why it could not be listed. */
  readonly unreadable?: string;
}

export interface ScanWorkOptions {
  /** What is not looked at. */
  readonly ignored?: IgnoredFiles;
  /** Milliseconds. */
  readonly now?: () => number;
  /** Whether somebody waits for the thread. It is asked after each part. */
  readonly isWanted?: () => boolean;
}

/** What one thread does of a scan. */
export class ScanWork {
  private readonly table = new HandedRows();
  private unsettled: string[] = [];
  private gone: string[] = [];
  private listed: ListedApplication | undefined;
  private read = 0;
  private slow = 0;

  /** The application whose parts are being taken. */
  private current: { readonly application: string; readonly at: number; readonly parts: string[][] } | undefined;
  private readonly now: () => number;
  private readonly ignored: IgnoredFiles | undefined;
  private readonly isWanted: () => boolean;

  constructor(
    private readonly order: ScanOrder,
    private readonly files: FileChecker,
    private readonly reader: SessionFileReader,
    private readonly tell: (part: ScannedPart) => void,
    {
      now = () => performance.now(),
      isWanted = () => Atomics.load(order.tickets, 0) > 0,
      ignored,
    }: ScanWorkOptions = {},
  ) {
    this.ignored = ignored;
    this.now = now;
    this.isWanted = isWanted;
  }

  /**
   * Takes parts until there is none left. When it is called again after a pause, it goes on.
   * @returns whether it stopped before, because somebody waits for the thread
   */
  run(): { isPaused: boolean } {
    const { applications, tickets } = this.order;
    if (this.takeParts()) return { isPaused: true };
    // First what nobody has begun, then what others have not finished.
    for (const isBegun of [false, true]) {
      for (const [at, application] of applications.entries()) {
        const next = Atomics.load(tickets, at + 1);
        if (isBegun ? next >= PARTS : next > 0) continue;
        const part = Atomics.add(tickets, at + 1, 1);
        if (part < PARTS && this.begin(application, at, part)) return { isPaused: true };
      }
    }
    return { isPaused: false };
  }

  /** @returns whether somebody waits for the thread */
  private begin(application: string, at: number, first: number): boolean {
    const names = this.list(application, first === 0);
    if (!names) {
      Atomics.store(this.order.tickets, at + 1, PARTS);
      return this.isWanted();
    }
    this.current = { application, at, parts: dealt(names) };
    return this.takeParts(first);
  }

  /** @returns whether somebody waits for the thread */
  private takeParts(first?: number): boolean {
    if (!this.current) return false;
    const { application, at, parts } = this.current;
    const next = () => Atomics.add(this.order.tickets, at + 1, 1);
    for (let part = first ?? next(); part < PARTS; part = next()) {
      this.check(application, parts[part] ?? []);
      if (this.table.size >= MOST_AT_ONCE) this.flush(application);
      if (this.isWanted()) {
        this.flush(application);
        return true;
      }
    }
    this.flush(application);
    this.current = undefined;
    return false;
  }

  /** The names of the session files. Undefined when the folder cannot be listed. */
  private list(application: string, isFirst: boolean): string[] | undefined {
    const { folder, withNames, withStamps } = this.order;
    try {
      const stamps = isFirst && withStamps ? surveyApplication(folder, application) : undefined;
      const { names, others } = listApplication(folder, application, this.reader, this.ignored);
      if (isFirst)
        this.listed = {
          others,
          expected: names.length,
          ...(withNames && { names: names.join('/') }),
          ...(stamps && { stamps }),
        };
      return names;
    } catch (error) {
      const why = whyUnlisted(error);
      const told = { application, unsettled: [], gone: [], isCold: false };
      if (isFirst) this.tell({ ...told, listed: { names: '', others: [], ...why } });
      else this.tell({ ...told, isLost: true });
      return undefined;
    }
  }

  private check(application: string, names: readonly string[]): void {
    const { folder, findingsOnly } = this.order;
    const wishes = { findingsOnly };
    for (const name of names) {
      const isTried = this.read >= TRIED.from && this.read < TRIED.to;
      const start = isTried ? this.now() : 0;
      const outcome = this.files.add(this.table, folder, application, name, wishes);
      if (isTried && this.now() - start > COLD_MS) this.slow++;
      this.read++;
      if (outcome.kind === 'added') continue;
      if (outcome.kind !== 'entry') this.gone.push(name);
      else if (outcome.unsettled) this.unsettled.push(name);
      else this.table.add(outcome.entry);
    }
  }

  private flush(application: string): void {
    const { listed, table, unsettled, gone } = this;
    if (!listed && table.size === 0 && unsettled.length === 0 && gone.length === 0) return;
    const isCold = this.slow > (TRIED.to - TRIED.from) / 2;
    this.tell({
      application,
      ...(listed && { listed }),
      ...(table.size > 0 && { sessions: table.take() }),
      unsettled,
      gone,
      isCold,
    });
    this.listed = undefined;
    this.unsettled = [];
    this.gone = [];
  }
}

/** Which part a file is in follows from its name, so that threads that list a folder at different times agree. */
function dealt(names: readonly string[]): string[][] {
  const parts: string[][] = Array.from({ length: PARTS }, () => []);
  for (const name of names) {
    const { length } = name;
    const mixed = name.charCodeAt(length - 1) * 37 + name.charCodeAt(length >> 1) * 101 + length;
    (parts[mixed % PARTS] as string[]).push(name);
  }
  return parts;
}
