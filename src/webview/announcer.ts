/** The maximum number of sentences announced at once. For the rest, only their number is announced. */
const MOST = 3;
/** Sentences that come within these milliseconds are announced together. */
const TOGETHER_MS = 400;

/** An announced sentence. The id distinguishes sentences with the same text. */
export interface Said {
  readonly id: number;
  readonly text: string;
}

/** Announces events to screen readers without interrupting them. Many events at once are summarized. */
export class Announcer {
  /** The latest announcements, oldest first. */
  said: readonly Said[] = [];
  private count = 0;
  private waiting: string[] = [];
  private last: string | undefined;
  private timer: number | undefined;

  /**
   * @param more the text that stands for a number of omitted sentences
   * @param onSaid called when `said` has changed
   */
  constructor(
    private readonly more: (count: number) => string,
    private readonly onSaid: () => void,
  ) {}

  say(text: string): void {
    this.waiting.push(text);
    this.timer ??= window.setTimeout(() => this.flush(), TOGETHER_MS);
  }

  /** Sets the sentence to announce after all others, in place of the last one that was set. Undefined sets none. */
  sayLast(text: string | undefined): void {
    this.last = text;
    if (text !== undefined) this.timer ??= window.setTimeout(() => this.flush(), TOGETHER_MS);
  }

  private flush(): void {
    this.timer = undefined;
    const { waiting, last } = this;
    const left = waiting.length - MOST;
    const texts = left > 0 ? [...waiting.slice(-MOST), this.more(left)] : waiting;
    if (last !== undefined) texts.push(last);
    this.waiting = [];
    this.last = undefined;
    const now = texts.map((text) => ({ id: this.count++, text }));
    this.said = [...this.said, ...now].slice(-2 * (MOST + 2));
    this.onSaid();
  }
}
