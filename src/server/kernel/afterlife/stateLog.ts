import fs from 'node:fs';
import { keepingTrouble } from './keepingTrouble';

/** Two open files that outlive the process that writes them. */
export type StateFiles = readonly [number, number];

/** Appends a line. */
export type Write = (line: string) => void;

export interface StateLogOptions {
  readonly files: StateFiles;
  /** Which of them has the state that counts, and how many times it was written anew. */
  readonly current?: { readonly file: 0 | 1; readonly generation: number } | undefined;
  /** Writes lines that say the whole state. */
  readonly whole: (write: Write) => void;
  readonly log: (line: string) => void;
  /** Told why nothing can be kept, and again with undefined once it can. */
  readonly onTrouble?: ((trouble: string | undefined) => void) | undefined;
  /** So many bytes of changes are worth writing the state anew, when it is not longer itself. */
  readonly leastGrowth?: number;
  /** So long after it could not be written is it not tried again. */
  readonly patienceMs?: number;
}

const LEAST_GROWTH = 4 * 1024 * 1024;
const CHUNK = 1024 * 1024;
// A full disk is not asked at each change.
const PATIENCE_MS = 5_000;

/**
 * The state of a server in a file: all of it as lines, and a line for each change since. A line is written before anybody
 * who waits for its change goes on, so no answer leaves before it; what is in a file stays when the process is killed.
 *
 * When the changes have grown longer than the state, it is written anew into the other file, which counts from its last
 * line on: there is always one that is whole. When there is no room for that, none is: a server that begins anew is better
 * than one that goes back in time.
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
  private disposed = false;

  /** Nothing is written before `rewrite`. */
  constructor(private readonly options: StateLogOptions) {
    this.current = options.current?.file ?? 1;
    this.generation = options.current?.generation ?? 0;
  }

  /** Is in the file before anybody who is told of the change asynchronously goes on. */
  add(line: string): void {
    this.pending += line;
    this.schedule();
  }

  /** All lines are in the file when this returns. */
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
    } catch {
      // What is there is no longer the state; without the changes of before there may be room for it.
      this.forget();
      this.rewrite();
    }
  }

  /** Writes the whole state anew. */
  rewrite(): void {
    if (this.disposed) return;
    this.pending = '';
    const next = this.current === 0 ? 1 : 0;
    try {
      this.writeWhole(next);
    } catch {
      // The other file may take the room that is wanted; it does not say any more what is now.
      this.forget();
      try {
        this.writeWhole(next);
      } catch (error) {
        this.fail(error);
        return;
      }
    }
    const before = this.current;
    this.current = next;
    if (this.brokenAt !== undefined) {
      this.brokenAt = undefined;
      this.options.log('What clients are answered is kept for after a crash again.');
      this.options.onTrouble?.(undefined);
    }
    try {
      fs.ftruncateSync(this.options.files[before], 0);
    } catch {
      // It only takes room.
    }
  }

  /** Nothing is written afterwards. */
  dispose(): void {
    this.flush();
    this.disposed = true;
  }

  private writeWhole(index: 0 | 1): void {
    const { files, whole } = this.options;
    const file = files[index];
    fs.ftruncateSync(file, 0);
    let written = 0;
    let chunk = '';
    const flush = () => {
      written += writeAll(file, chunk, written);
      chunk = '';
    };
    const write: Write = (line) => {
      chunk += line;
      if (chunk.length > CHUNK) flush();
    };
    write(lineOf(['begin', this.generation + 1]));
    whole(write);
    write(lineOf(['whole']));
    flush();
    this.generation++;
    this.position = written;
    this.length = written;
    this.grown = 0;
  }

  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    // Before what awaits the change, as that is queued later.
    queueMicrotask(() => {
      this.isScheduled = false;
      this.flush();
      const { leastGrowth = LEAST_GROWTH } = this.options;
      if (this.grown > Math.max(leastGrowth, this.length)) this.rewrite();
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
   * Makes both files say nothing. An older state must not be taken up: what clients have used up since, such as a passcode,
   * would work once more.
   */
  private forget(): void {
    for (const file of this.options.files) {
      try {
        fs.ftruncateSync(file, 0);
      } catch {
        forgetInPlace(file);
      }
    }
  }
}

/** Without its first line a file says nothing; writing over what is there needs no room. */
function forgetInPlace(file: number): void {
  try {
    fs.writeSync(file, '\n', 0);
  } catch {
    // A file that cannot be written at all was not written by this process either.
  }
}

export function lineOf(record: readonly unknown[]): string {
  return `${JSON.stringify(record)}\n`;
}

/** What was written of the state that counts; undefined when there is none. */
export interface WrittenState {
  readonly current: { readonly file: 0 | 1; readonly generation: number };
  /** The records in their order; a line that was not written to its end is none. */
  readonly records: readonly (readonly unknown[])[];
}

/** Reads what a `StateLog` wrote, whenever its process ended. */
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

/** @returns how many bytes */
function writeAll(file: number, text: string, position: number): number {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) {
    written += fs.writeSync(file, bytes, written, bytes.length - written, position + written);
  }
  return bytes.length;
}
