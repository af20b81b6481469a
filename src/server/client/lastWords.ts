/** The beginning of an error, as Node prints one that nobody caught, or one that ends the process itself. */
const ERROR = /^(?:Uncaught )?[\w.]*(?:Error|Exception)\b.*: |^FATAL ERROR: /;
/** What Node prints below an error. */
const FOOTER = /^(?:Node\.js v[\d.]+|\(Use `.*)$/;
const LONGEST = 500;
/** Signals from outside. The output of the process does not explain them. */
const FROM_OUTSIDE: readonly (string | null)[] = ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'];
// Older lines are about something else. The end of a process may come seconds after its error, while a core dump is
// written.
const RECENT_MS = 10_000;

interface Word {
  readonly text: string;
  readonly at: number;
}

/**
 * Finds the line that says why a process ended, among those that it wrote just before. The ordinary log is not passed
 * to it.
 */
export class LastWords {
  private error: Word | undefined;
  private last: Word | undefined;

  /** @param now a monotonic clock in milliseconds */
  constructor(private readonly now: () => number = () => performance.now()) {}

  hear(line: string): void {
    const text = line.trim().slice(0, LONGEST);
    const word = { text, at: this.now() };
    if (ERROR.test(text)) this.error = word;
    else if (text !== '' && !FOOTER.test(text)) this.last = word;
  }

  /** What was heard is no reason for what comes. */
  forget(): void {
    this.error = undefined;
    this.last = undefined;
  }

  /**
   * The last error, or the last line if there is no error. Undefined if there is no line, or if another process ended
   * this one.
   * @param signal that ended the process
   */
  telling(signal: string | null): string | undefined {
    if (FROM_OUTSIDE.includes(signal)) return undefined;
    const since = this.now() - RECENT_MS;
    return [this.error, this.last].find((word) => word && word.at >= since)?.text;
  }
}
