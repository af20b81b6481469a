/** As many sentences are said at once; of the others only how many there are. */
const MOST = 3;
const TOGETHER_MS = 400;

/** A sentence that was said, with a number that tells it from its like. */
export interface Said {
  readonly id: number;
  readonly text: string;
}

/** Says what happens to those who listen: politely, and many things at once in few words. */
export class Announcer {
  /** What was said last, the oldest first. */
  said: readonly Said[] = [];
  private count = 0;
  private waiting: string[] = [];
  private last: string | undefined;
  private timer: number | undefined;

  /**
   * @param more what is said for the sentences that are left out, by their number
   * @param onSaid told when there is something new in `said`
   */
  constructor(
    private readonly more: (count: number) => string,
    private readonly onSaid: () => void,
  ) {}

  say(text: string): void {
    this.waiting.push(text);
    this.timer ??= window.setTimeout(() => this.flush(), TOGETHER_MS);
  }

  /** Said after all others; the one of before is not said when it still waits. Nothing takes it back. */
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
