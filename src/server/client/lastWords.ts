/** How an error begins, as Node prints one that nobody caught, or that ends the process itself. */
const ERROR = /^(?:Uncaught )?[\w.]*(?:Error|Exception)\b.*: |^FATAL ERROR: /;
/** What Node adds below. */
const FOOTER = /^(?:Node\.js v[\d.]+|\(Use `.*)$/;
const LONGEST = 500;
/** Who is killed from outside has nothing to say about it. */
const FROM_OUTSIDE: readonly (string | null)[] = ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'];
// What is older was about something else. Writing out a dead process takes seconds.
const RECENT_MS = 10_000;

interface Word {
  readonly text: string;
  readonly at: number;
}

/** The line that says why a process has ended, of those that it wrote just before. Its ordinary log is not heard here. */
export class LastWords {
  private error: Word | undefined;
  private last: Word | undefined;

  /** @param now milliseconds of a clock that only goes on */
  constructor(private readonly now: () => number = () => performance.now()) {}

  hear(line: string): void {
    const text = line.trim().slice(0, LONGEST);
    const word = { text, at: this.now() };
    if (ERROR.test(text)) this.error = word;
    else if (text !== '' && !FOOTER.test(text)) this.last = word;
  }

  /**
   * The last error; without one the last line; undefined when there is none, or when another process ended this one.
   * @param signal that ended the process
   */
  telling(signal: string | null): string | undefined {
    if (FROM_OUTSIDE.includes(signal)) return undefined;
    const since = this.now() - RECENT_MS;
    return [this.error, this.last].find((word) => word && word.at >= since)?.text;
  }
}
