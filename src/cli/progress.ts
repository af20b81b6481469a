import type { Terminal } from './terminal';

// Often enough to look alive, seldom enough to cost nothing.
const EVERY_MS = 100;

/** One line on stderr that says how far long work is; nothing at all where nobody looks. */
export class Progress {
  private shownAt = 0;

  constructor(
    private readonly terminal: Terminal,
    /** What is being done, such as "Checking". */
    private readonly verb: string,
  ) {}

  report(files: number): void {
    const now = Date.now();
    if (!this.terminal.interactive || files === 0 || now - this.shownAt < EVERY_MS) return;
    this.shownAt = now;
    this.terminal.err(`\r\u001b[K${this.verb}: ${files.toLocaleString('en')} ${files === 1 ? 'file' : 'files'}`);
  }

  /** Takes the line away again. */
  end(): void {
    if (this.shownAt > 0) this.terminal.err('\r\u001b[K');
    this.shownAt = 0;
  }
}
