import type { Place } from './store';

/**
 * Told of each change of a store, before anybody who waits for the change goes on. Of minor places it hears when somebody
 * has read what changed, or when it asks.
 */
export interface StoreWatcher {
  /** @param json the value as JSON text */
  put(space: Place, key: string, json: string, expiresAt: number | undefined): void;
  /** It was deleted or taken, or its time is over. */
  removed(space: Place, key: string): void;
  /**
   * @param id there may be a gap to the one before, of entries that nobody has read
   * @param first number of the oldest entry that is left
   */
  appended(log: Place, id: number, json: string, first: number): void;
  /** @param next number of the next entry */
  cleared(log: Place, next: number): void;
  /** A snapshot was put in: everything is another. */
  replaced(): void;
  /** Somebody is about to be told of what this was told of. */
  settle(): void;
  /** Something minor changed. */
  waits(): void;
}
