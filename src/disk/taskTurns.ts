/** After so long, in milliseconds, others get their turn. A frame of a window takes twice as long. */
const LONGEST_MS = 8;

/**
 * Does one task after the other, and lets the event loop go on in between. What threads send arrives together when the event loop
 * was busy, and all of it at once would block an extension host.
 */
export class TaskTurns {
  private readonly tasks: (() => void)[] = [];
  private next: NodeJS.Immediate | undefined;
  private failure: { readonly error: unknown } | undefined;
  private over: (() => void)[] = [];

  /** @param now a clock in milliseconds */
  constructor(private readonly now: () => number = () => performance.now()) {}

  add(task: () => void): void {
    this.tasks.push(task);
    this.next ??= setImmediate(() => this.turn());
  }

  /** Resolves when nothing is left to do. Rejects when a task has thrown; those behind it are not done then. */
  async done(): Promise<void> {
    if (this.next) await new Promise<void>((resolve) => this.over.push(resolve));
    if (this.failure) throw this.failure.error;
  }

  /** Forgets what was not done. */
  drop(): void {
    this.tasks.length = 0;
  }

  private turn(): void {
    const end = this.now() + LONGEST_MS;
    try {
      let task = this.tasks.shift();
      while (task) {
        task();
        if (this.now() >= end) break;
        task = this.tasks.shift();
      }
    } catch (error) {
      this.failure ??= { error };
      this.drop();
    }
    if (this.tasks.length > 0) {
      this.next = setImmediate(() => this.turn());
      return;
    }
    this.next = undefined;
    const { over } = this;
    this.over = [];
    for (const resolve of over) resolve();
  }
}
