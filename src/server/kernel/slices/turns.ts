/**
 * Limits what is done in one turn of the event loop, so that long work does not keep other requests waiting. Everybody
 * who shares an object shares its limit.
 */
export class Turns {
  private done = 0;
  private readonly waiting: (() => void)[] = [];
  /** Index of the one who waits longest. */
  private head = 0;
  private next: NodeJS.Immediate | undefined;

  /** @param most how many pieces of work may be done in one turn */
  constructor(private readonly most: number) {}

  /** Whether this turn has no room for another piece of work. */
  get isFull(): boolean {
    return this.done >= this.most;
  }

  /** Counts a piece of work. @returns false if this turn has no room for it: then it must wait for another one */
  take(): boolean {
    if (this.isFull) return false;
    this.done++;
    this.next ??= setImmediate(() => this.turn());
    return true;
  }

  /**
   * Waits until there is room for another piece of work, and counts it. Callers get it in the order of their calls.
   * @returns undefined if there is room in this turn
   */
  pass(): Promise<void> | undefined {
    if (this.take()) return undefined;
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private turn(): void {
    this.next = undefined;
    this.done = 0;
    while (this.head < this.waiting.length && this.take()) this.waiting[this.head++]?.();
    if (this.head < this.waiting.length) return;
    this.waiting.length = 0;
    this.head = 0;
  }
}
