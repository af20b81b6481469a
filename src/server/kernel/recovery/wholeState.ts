import fs from 'node:fs';
import { SLICE } from '../slices/inSlices';
import { lineOf } from './lineOf';
import { writeAll } from './writeAll';

const CHUNK = 256 * 1024;
/** So many characters are written in one slice, and no more steps begun. Entries may have to be written out for it. */
const LONGEST_SLICE = 64 * 1024;

/** The whole state on its way into a file. The file becomes valid with its last line. */
export class WholeState {
  private readonly steps: Iterator<undefined>;
  private written = 0;
  /** What was written so far, in characters. */
  private length = 0;
  private chunk = '';
  private readonly changes: string[] = [];

  /**
   * Empties the file.
   * @param generation how many times the whole state was written, with this one
   * @param whole as in `StateLogOptions`
   */
  constructor(
    private readonly file: number,
    generation: number,
    whole: (write: (line: string) => void) => Iterator<undefined>,
  ) {
    fs.ftruncateSync(file, 0);
    this.add(lineOf(['begin', generation]));
    this.steps = whole((line) => this.add(line));
  }

  /** Lines that follow behind the whole state: the changes since it was begun. */
  follow(lines: string): void {
    this.changes.push(lines);
  }

  /** Writes one slice. @returns whether there is more */
  next(): boolean {
    const before = this.length;
    for (let step = 0; step < SLICE && this.length - before < LONGEST_SLICE; step++) {
      if (this.steps.next().done) return false;
    }
    this.flush();
    return true;
  }

  /**
   * Writes everything that is left, and makes the file valid.
   * @param rest as `whole`, for what is written behind it
   * @returns its length in bytes
   */
  end(rest?: (write: (line: string) => void) => Iterator<undefined>): number {
    while (!this.steps.next().done);
    const others = rest?.((line) => this.add(line));
    while (others && !others.next().done);
    for (const lines of this.changes) this.add(lines);
    this.add(lineOf(['whole']));
    this.flush();
    return this.written;
  }

  private add(lines: string): void {
    this.chunk += lines;
    this.length += lines.length;
    if (this.chunk.length > CHUNK) this.flush();
  }

  private flush(): void {
    this.written += writeAll(this.file, this.chunk, this.written);
    this.chunk = '';
  }
}
