/** Runs an operation one at a time. Callers during a run share the next run. */
export class SharedRun<T> {
  private running: Promise<T> | undefined;
  private next: Promise<T> | undefined;

  constructor(private readonly start: () => Promise<T>) {}

  run(): Promise<T> {
    // The waiting run has not started, so this caller can share it.
    if (this.next) return this.next;
    if (!this.running) return this.begin();
    const after = () => {
      this.next = undefined;
      return this.begin();
    };
    // An error of the previous run goes only to the callers of that run.
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
