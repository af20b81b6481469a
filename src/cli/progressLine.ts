import { line } from '../core/terminal/terminalLine';
import type { Terminal } from './terminal';

// Often enough to look alive, and rare enough to cost nothing.
const EVERY_MS = 100;

/** A line on stderr with the progress of long work. It is not shown when stderr is not a terminal. */
export class ProgressLine {
  private shownAt: number | undefined;

  constructor(
    private readonly terminal: Pick<Terminal, 'interactive' | 'pass'>,
    /** What is being done, for example "Checking". */
    private readonly verb: string,
    /** A monotonic clock, in milliseconds. */
    private readonly now: () => number = () => performance.now(),
  ) {}

  report(files: number): void {
    if (!this.terminal.interactive || files === 0) return;
    const now = this.now();
    if (this.shownAt !== undefined && now - this.shownAt < EVERY_MS) return;
    this.shownAt = now;
    this.terminal.pass(line`${this.verb}: ${files.toLocaleString('en')} ${files === 1 ? 'file' : 'files'}`);
  }

  /** Removes the line. */
  end(): void {
    if (this.shownAt !== undefined) this.terminal.pass();
    this.shownAt = undefined;
  }
}
