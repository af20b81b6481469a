import type { Place } from './store';

/** Reports data to a watcher, some in each step. */
export type Telling = (watcher: StoreWatcher) => Iterator<undefined>;

/** Work that a watcher does before data is replaced. */
export interface Preparation {
  /** Does a slice of it. @returns whether there is more */
  next(): boolean;
}

/**
 * Receives each change of a store before the code that awaits the change continues. Changes of minor places are
 * reported when the changed data was read, or at `tellMinor`.
 */
export interface StoreWatcher {
  /** @param json the value as JSON text */
  put(space: Place, key: string, json: string, expiresAt: number | undefined): void;
  /** The value was deleted or taken, or it has expired. */
  removed(space: Place, key: string): void;
  /**
   * @param id number of the entry; entries before it that nobody has read may be skipped
   * @param json the entry as JSON text
   * @param first number of the oldest entry that is left
   */
  appended(log: Place, id: number, json: string, first: number): void;
  /** @param next number of the next entry */
  cleared(log: Place, next: number): void;
  /**
   * A long snapshot is about to be restored. What changes before `replaced` is gone then, unless it is told there.
   * @param tell reports the values of the snapshot: one in each step
   */
  replacing?(tell: Telling): Preparation;
  /**
   * A snapshot was restored, so all data may be different.
   * @param rest reports what `replacing` did not report: one value or entry in each step
   * @param prepared what `replacing` returned; absent if it was not called
   */
  replaced(rest: Telling, prepared?: Preparation): void;
  /** Called before listeners are told of changes that were reported here. */
  settle(): void;
  /** A minor change waits to be reported. */
  waits(): void;
}
