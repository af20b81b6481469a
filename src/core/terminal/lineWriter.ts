import type { Paint, TerminalLine } from './terminalLine';

/** Where the text of a writer goes. */
export interface TextSink {
  write(text: string): unknown;
}

/** How many lines are put together before they are written. */
const AT_ONCE = 1000;

/** Writes lines to stdout, stderr or a file. Nothing else writes there: lint/output.grit. */
export class LineWriter {
  /** Whether the cursor stands behind a line that goes away again. */
  private isPassing = false;

  constructor(
    private readonly sink: TextSink,
    private readonly paint?: Paint,
  ) {}

  write(lines: Iterable<TerminalLine>): void {
    this.clear();
    let texts: string[] = [];
    for (const line of lines) {
      texts.push(`${line.toString(this.paint)}\n`);
      if (texts.length < AT_ONCE) continue;
      this.sink.write(texts.join(''));
      texts = [];
    }
    if (texts.length > 0) this.sink.write(texts.join(''));
  }

  /** Shows a line until something else is written. Only for a terminal. */
  pass(line: TerminalLine): void {
    this.sink.write(`\r${ERASE}${line.toString(this.paint)}`);
    this.isPassing = true;
  }

  /** Takes away a line that `pass` has shown. */
  clear(): void {
    if (this.isPassing) this.sink.write(`\r${ERASE}`);
    this.isPassing = false;
  }
}

/** Erases the line from the cursor to its end. */
const ERASE = '\u001b[K';
