/** Runs something one at a time. Who asks while it runs gets the next run, together with all others who wait. */
export class SharedRun<T> {
  private running: Promise<T> | undefined;
  private next: Promise<T> | undefined;

  constructor(private readonly start: () => Promise<T>) {}

  run(): Promise<T> {
    // One that waits has not looked at anything yet.
    if (this.next) return this.next;
    if (!this.running) return this.begin();
    const after = () => {
      this.next = undefined;
      return this.begin();
    };
    // Why the one before failed is heard by those who asked for it.
    this.next = this.running.then(after, after);
    return this.next;
  }

  private begin(): Promise<T> {
    const run = this.start().finally(() => {
      if (this.running === run) this.running = undefined;
    });
    this.running = run;
    return run;
  }
}
