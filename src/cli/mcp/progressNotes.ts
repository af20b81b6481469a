// Clients show it to a person.
const EVERY_MS = 200;

/** Tells a client how far a call is, and not more often than anybody can read. */
export class ProgressNotes {
  private toldAt: number | undefined;
  private last = 0;

  constructor(
    private readonly tell: (done: number, total?: number) => void,
    /** A monotonic clock, in milliseconds. */
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The protocol wants progress that grows. */
  report(done: number, total?: number): void {
    const now = this.now();
    if (done <= this.last || (this.toldAt !== undefined && now - this.toldAt < EVERY_MS)) return;
    this.toldAt = now;
    this.last = done;
    this.tell(done, total);
  }
}
