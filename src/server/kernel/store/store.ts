import type { Event } from '../../../core/base/event';

/**
 * Where the server keeps what it must not lose between two requests. Every call is asynchronous and every change is one
 * atomic operation, so that a store shared by several servers (Redis) can stand behind it. Values are plain JSON and are
 * copied on the way in and out: nobody holds a value that the store holds.
 */
export interface Store {
  get<T>(space: Space<T>, key: string): Promise<T | undefined>;
  put<T>(space: Space<T>, key: string, value: T, options?: PutOptions): Promise<void>;
  /** Reads and removes in one operation: of any number of callers at once, one gets the value. */
  take<T>(space: Space<T>, key: string): Promise<T | undefined>;
  /**
   * Replaces the value by what `change` makes of it, with nothing in between; removes it when that is undefined. `change`
   * may be called again after another's change, so it must only compute. The lifetime stays unless `options` say otherwise.
   * @returns what is there now
   */
  update<T>(
    space: Space<T>,
    key: string,
    change: (value: T | undefined) => T | undefined,
    options?: PutOptions,
  ): Promise<T | undefined>;
  /** @returns whether there was one */
  delete<T>(space: Space<T>, key: string): Promise<boolean>;
  /** In the order in which they were first put. */
  entries<T>(space: Space<T>): Promise<[string, T][]>;
  /** Fires for a value that is gone because its time is over; not for one that was deleted or taken. */
  readonly onDidExpire: Event<{ space: string; key: string; value: unknown }>;
}

/** A name for values of one kind. */
export interface Space<T> {
  readonly name: string;
  /** What changes with every request and matters little: a crash of the server may cost its last moments. */
  readonly isMinor?: true;
  /** Never there: it only ties the type of the values to the name. */
  readonly values?: T;
}

export interface PutOptions {
  /** Virtual milliseconds since 1970 from which on it counts as absent. Without it, it stays. */
  readonly expiresAt?: number;
}

/** Plain JSON of everything in a store. */
export interface StoreSnapshot {
  readonly entries: readonly {
    readonly space: string;
    readonly key: string;
    readonly value: unknown;
    readonly expiresAt?: number;
  }[];
}
