/** A resource that can be released. If `dispose` returns a promise, it is awaited. */
export interface Disposes {
  dispose(): unknown;
}

/**
 * Disposes several resources together. The last one that was added is disposed first, because it may use the earlier
 * ones. When one of them fails, the others are disposed all the same.
 */
export class DisposableStore implements Disposes {
  private readonly kept = new Set<Disposes>();
  private isEnding = false;
  private ended: Promise<void> | undefined;

  constructor(...things: readonly Disposes[]) {
    for (const each of things) this.add(each);
  }

  /** Adds a resource. After the store was disposed, the resource is disposed at once. */
  add<T extends Disposes>(thing: T): T {
    if (this.isEnding) void thing.dispose();
    else this.kept.add(thing);
    return thing;
  }

  /** Calls `dispose` of all resources before it returns. Resolves when the asynchronous ones have finished. */
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
