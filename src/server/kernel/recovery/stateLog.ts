import fs from 'node:fs';
import type { Preparation } from '../store/storeWatcher';
import { keepingTrouble } from './keepingTrouble';
import { WholeState } from './wholeState';
import { writeAll } from './writeAll';

/** Numbers of two open files that outlive the process that writes them. */
export type StateFiles = readonly [number, number];

/** Appends a line. */
export type Write = (line: string) => void;

export interface StateLogOptions {
  readonly files: StateFiles;
  /** The file with the valid state, and how many times the whole state was written so far. */
  readonly current?: { readonly file: 0 | 1; readonly generation: number } | undefined;
  /**
   * Writes lines that describe the whole state, some in each step. Lines that are added between two steps follow behind
   * them.
   */
  readonly whole: (write: Write) => Iterator<undefined>;
  readonly log: (line: string) => void;
  /** Called with the reason when nothing can be written, and with undefined when it can be again. */
  readonly onTrouble?: ((trouble: string | undefined) => void) | undefined;
  /** The whole state is written again when the changes are longer than the state and than this, in bytes. */
  readonly leastGrowth?: number;
  /** A state that is longer than this, in bytes, is written in slices. */
  readonly leastSliced?: number;
  /** Milliseconds to wait before the next attempt after the state could not be written. */
  readonly patienceMs?: number;
}

/** A state that is to replace everything; `state` is absent if it could not be begun. */
interface Prepared extends Preparation {
  state: WholeState | undefined;
}

const LEAST_GROWTH = 4 * 1024 * 1024;
const LEAST_SLICED = 1024 * 1024;
// A full disk is not tried again at each change.
const PATIENCE_MS = 5_000;

/**
 * The recovery state of a server in two files. A file has lines for the whole state, followed by a line for each
 * change. Each line is written before the code that waits for the change continues, so no answer is sent before it.
 * What is in a file stays when the process is killed.
 *
 * When the changes are longer than the state, the whole state is written into the other file: a long one in slices, so
 * that requests do not wait. Meanwhile, changes are written into the valid file, and follow in the other one. That file
 * becomes valid with its last line, so one file is always complete. If there is no room for it, both files become invalid: a server
 * that starts with no state is better than one with an old state.
 */
export class StateLog {
  private current: 0 | 1;
  private generation: number;
  private position = 0;
  private grown = 0;
  private length = 0;
  private pending = '';
  private isScheduled = false;
  private brokenAt: number | undefined;
  private slices: WholeState | undefined;
  private slicing: NodeJS.Immediate | undefined;
  private prepared: Prepared | undefined;
  private disposed = false;

  /** Writes nothing before `rewrite` is called. */
  constructor(private readonly options: StateLogOptions) {
    this.current = options.current?.file ?? 1;
    this.generation = options.current?.generation ?? 0;
  }

  /** Adds a line. It is in the file before code that awaits the change continues. */
  add(line: string): void {
    this.pending += line;
    this.schedule();
  }

  /** Writes all lines that wait. */
  flush(): void {
    const { pending } = this;
    if (pending === '' || this.disposed) return;
    this.pending = '';
    if (this.brokenAt !== undefined) {
      const { patienceMs = PATIENCE_MS } = this.options;
      if (performance.now() - this.brokenAt >= patienceMs) this.rewrite();
      return;
    }
    try {
      const bytes = writeAll(this.options.files[this.current], pending, this.position);
      this.position += bytes;
      this.grown += bytes;
      this.slices?.follow(pending);
    } catch {
      // The file misses a change, so it is invalid. Without the old changes, there may be room for the whole state.
      this.forget();
      this.rewrite();
    }
  }

  /** Writes the whole state into the other file, which then becomes the valid one. */
  rewrite(): void {
    if (this.disposed) return;
    this.pending = '';
    this.stopSlices();
    try {
      this.become(this.whole().end());
    } catch {
      // The file that is valid so far may take the room that is needed. It is outdated now, so it is emptied.
      this.forget();
      try {
        this.become(this.whole().end());
      } catch (error) {
        this.fail(error);
        return;
      }
    }
    if (this.brokenAt !== undefined) {
      this.brokenAt = undefined;
      this.options.log('What clients are answered is kept for after a crash again.');
      this.options.onTrouble?.(undefined);
    }
  }

  /**
   * Begins to write a state that is about to replace everything into the other file. That file becomes valid with
   * `replace` only, so until then a crash leaves the state of before.
   * @param whole as in the options
   */
  prepare(whole: StateLogOptions['whole']): Preparation {
    this.stopSlices();
    const prepared: Prepared = { next: () => this.prepareNext(prepared), state: undefined };
    if (this.disposed || this.brokenAt !== undefined) return prepared;
    try {
      prepared.state = this.whole(whole);
      this.prepared = prepared;
    } catch {
      // Without room for both states, the new one is written when it has replaced the other.
    }
    return prepared;
  }

  /**
   * Everything was replaced.
   * @param rest as `whole` in the options, for what was not prepared
   * @param preparation what `prepare` returned; without it, or if it failed, the whole state is written at once
   */
  replace(rest: StateLogOptions['whole'], preparation: Preparation | undefined): void {
    const { prepared } = this;
    if (this.disposed || !prepared?.state || prepared !== preparation) {
      this.rewrite();
      return;
    }
    this.prepared = undefined;
    this.pending = '';
    try {
      this.become(prepared.state.end(rest));
    } catch {
      this.rewrite();
    }
  }

  private prepareNext(prepared: Prepared): boolean {
    // Something else was written into the file meanwhile.
    if (this.prepared !== prepared || !prepared.state) return false;
    try {
      return prepared.state.next();
    } catch {
      this.prepared = undefined;
      return false;
    }
  }

  /** Writes the lines that wait, and nothing afterwards. */
  dispose(): void {
    this.flush();
    this.stopSlices();
    this.disposed = true;
  }

  /** Writes the whole state into the other file, in slices. */
  private rewriteInSlices(): void {
    if (this.slices || this.prepared || this.disposed) return;
    try {
      this.slices = this.whole();
      this.slicing = setImmediate(() => this.nextSlice());
    } catch {
      this.rewrite();
    }
  }

  private nextSlice(): void {
    const { slices } = this;
    if (!slices) return;
    try {
      if (slices.next()) this.slicing = setImmediate(() => this.nextSlice());
      else {
        this.flush();
        // A change that could not be written has ended this.
        if (this.slices !== slices) return;
        this.stopSlices();
        this.become(slices.end());
      }
    } catch {
      this.rewrite();
    }
  }

  private stopSlices(): void {
    clearImmediate(this.slicing);
    this.slices = undefined;
    this.prepared = undefined;
  }

  private whole(whole = this.options.whole): WholeState {
    const { files } = this.options;
    return new WholeState(files[this.current === 0 ? 1 : 0], this.generation + 1, whole);
  }

  /** The other file is the valid one from now on. */
  private become(length: number): void {
    const before = this.current;
    this.current = before === 0 ? 1 : 0;
    this.generation++;
    this.position = length;
    this.length = length;
    this.grown = 0;
    try {
      fs.ftruncateSync(this.options.files[before], 0);
    } catch {
      // The old file only takes room.
    }
  }

  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    // This microtask runs before the code that awaits the change, because that code is queued later.
    queueMicrotask(() => {
      this.isScheduled = false;
      this.flush();
      const { leastGrowth = LEAST_GROWTH, leastSliced = LEAST_SLICED } = this.options;
      if (this.grown <= Math.max(leastGrowth, this.length)) return;
      if (this.length + this.grown > leastSliced) this.rewriteInSlices();
      else this.rewrite();
    });
  }

  private fail(error: unknown): void {
    this.forget();
    const isNews = this.brokenAt === undefined;
    this.brokenAt = performance.now();
    if (!isNews) return;
    const trouble = keepingTrouble(error);
    this.options.log(trouble);
    this.options.onTrouble?.(trouble);
  }

  /**
   * Makes both files invalid. An old state must not be restored, because what clients have used up since, such as a
   * passcode, would be valid again.
   */
  private forget(): void {
    this.stopSlices();
    for (const file of this.options.files) {
      try {
        fs.ftruncateSync(file, 0);
      } catch {
        forgetInPlace(file);
      }
    }
  }
}

/** A file is invalid without its first line. Overwriting it needs no room on the disk. */
function forgetInPlace(file: number): void {
  try {
    fs.writeSync(file, '\n', 0);
  } catch {
    // If the file cannot be written at all, this process did not write it either.
  }
}

/** The valid state that was written. */
export interface WrittenState {
  readonly current: { readonly file: 0 | 1; readonly generation: number };
  /** The records in their order. A line that was not written to its end is left out. */
  readonly records: readonly (readonly unknown[])[];
}

/**
 * Reads what a `StateLog` wrote, even if its process was killed.
 * @returns undefined if there is no valid state
 */
export function readStateLog(files: StateFiles): WrittenState | undefined {
  const written = ([0, 1] as const).flatMap((file) => {
    const [begin, ...records] = recordsIn(readAll(files[file]));
    if (begin?.[0] !== 'begin' || !records.some(([kind]) => kind === 'whole')) return [];
    return [{ current: { file, generation: Number(begin[1]) }, records }];
  });
  return written.sort((a, b) => b.current.generation - a.current.generation)[0];
}

function recordsIn(bytes: Buffer): (readonly unknown[])[] {
  const records: (readonly unknown[])[] = [];
  let start = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
    try {
      records.push(JSON.parse(bytes.toString('utf8', start, end)));
    } catch {
      break;
    }
    start = end + 1;
  }
  return records;
}

function readAll(file: number): Buffer {
  const bytes = Buffer.alloc(fs.fstatSync(file).size);
  let filled = 0;
  while (filled < bytes.length) {
    const read = fs.readSync(file, bytes, filled, bytes.length - filled, filled);
    if (read === 0) break;
    filled += read;
  }
  return bytes.subarray(0, filled);
}
