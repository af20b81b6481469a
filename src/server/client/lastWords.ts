/** How an error begins, as Node prints one that nobody caught, or that ends the process itself. */
const ERROR = /^(?:Uncaught )?[\w.]*(?:Error|Exception)\b.*: |^FATAL ERROR: /;
/** What Node adds below. */
const FOOTER = /^(?:Node\.js v[\d.]+|\(Use `.*)$/;
const LONGEST = 500;

/** The line that says why a process has ended, of those that it wrote. */
export class LastWords {
  private error: string | undefined;
  private last: string | undefined;

  hear(line: string): void {
    const text = line.trim().slice(0, LONGEST);
    if (ERROR.test(text)) this.error = text;
    else if (text !== '' && !FOOTER.test(text)) this.last = text;
  }

  /** The last error; without one the last line; undefined when there is none. */
  get telling(): string | undefined {
    return this.error ?? this.last;
  }
}
