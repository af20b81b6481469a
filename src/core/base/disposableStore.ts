/** Something to let go of. What it answers is waited for, if it is a promise. */
export interface Disposes {
  dispose(): unknown;
}

/**
 * Things that end together. The last one that came is the first to go, because it may use those before it. Each of them
 * is told to end, also when another one fails to.
 */
export class DisposableStore implements Disposes {
  private readonly kept = new Set<Disposes>();
  private isEnding = false;
  private ended: Promise<void> | undefined;

  constructor(...things: readonly Disposes[]) {
    for (const each of things) this.add(each);
  }

  /** Keeps a thing until the end. One that comes after the end goes at once. */
  add<T extends Disposes>(thing: T): T {
    if (this.isEnding) void thing.dispose();
    else this.kept.add(thing);
    return thing;
  }

  /** Tells all of them to end before it returns. Resolves when those that take their time have ended. */
  dispose(): Promise<void> {
    this.ended ??= this.end();
    return this.ended;
  }

  private async end(): Promise<void> {
    this.isEnding = true;
    const things = [...this.kept].reverse();
    this.kept.clear();
    const ends = things.map(async (each) => each.dispose());
    const failures = (await Promise.allSettled(ends)).flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
    if (failures.length === 1) throw failures[0];
    if (failures.length > 1) throw new AggregateError(failures, `${failures.length} things could not be ended`);
  }
}
