import type { Disposable, Event } from '../../../core/base/event';
import type { PageQuery } from '../slices/idPage';
import type { Log, LogEntry, LogPage, Unwritten } from './log';
import type { StoreWatcher } from './storeWatcher';

/**
 * All data that the server must keep between two requests. Every call is asynchronous, and every change is one atomic
 * operation, so that a store shared by several servers (such as Redis) can implement it. Values are plain JSON. Nobody
 * outside can modify a value in the store.
 *
 * The store does not have data that can be read from files again, copies of its own values that follow it (`Mirror`, `SpaceCopy`), or what ends
 * with the process anyway: locks, worker threads, timers, open connections, and events that wait to be reported.
 */
export interface Store {
  get<T>(space: Space<T>, key: string): Promise<T | undefined>;
  /**
   * Sets a value and its lifetime.
   * @throws TypeError if the value is not plain JSON
   * @throws RangeError if `expiresAt` is not a number
   */
  put<T>(space: Space<T>, key: string, value: T, options?: PutOptions): Promise<void>;
  /** Reads and removes a value in one operation. If several callers do that at once, only one gets the value. */
  take<T>(space: Space<T>, key: string): Promise<T | undefined>;
  /**
   * Replaces a value by the result of `change`, or removes it if the result is undefined. This is one atomic operation.
   * `change` may be called again after a concurrent change, so it must have no side effects. The lifetime stays the
   * same unless `options` has another. If that is computed from the new value, both change together.
   * @returns the new value
   */
  update<T>(
    space: Space<T>,
    key: string,
    change: (value: T | undefined) => T | undefined,
    options?: UpdateOptions<T>,
  ): Promise<T | undefined>;
  /** @returns whether the value existed */
  delete<T>(space: Space<T>, key: string): Promise<boolean>;
  /**
   * All entries, in the order in which the keys were first put.
   * @param page asks for a part of them, in the order of the keys; the other values are not read
   */
  entries<T>(space: Space<T>, page?: PageQuery): Promise<[string, T][]>;
  /** Fires for each value that has expired. Does not fire for values that were deleted or taken. */
  readonly onDidExpire: Event<{ space: string; key: string; value: unknown }>;
  /**
   * Reports each change in a space, by any server. A change by this server is reported before the code that awaits it
   * continues. A change by another server is reported soon afterwards.
   */
  follow<T>(space: Space<T>, follower: SpaceFollower<T>): Disposable;
  /**
   * Resolves when the followers of this server were told of every change that ended before this call, by any server.
   * Await this before a decision on a copy that follows the store.
   */
  sync(): Promise<void>;
  /** Resolves when each value that is due to expire by now was reported as expired. */
  settleExpired(): Promise<void>;

  /**
   * Adds an entry at the end. The entries of one caller are in the order of its calls, even if it does not await them.
   * @returns the number of the entry; undefined if the log is full and keeps the oldest entries
   */
  append<T>(log: Log<T>, entry: Unwritten<T>): Promise<number | undefined>;
  /**
   * @param after number of the last known entry; 0 begins with the oldest
   * @param limit maximum number of entries
   */
  page<T>(log: Log<T>, after?: number, limit?: number): Promise<LogPage<T>>;
  /** The most recent entries, oldest first. */
  latest<T>(log: Log<T>, count: number): Promise<readonly LogEntry<T>[]>;
  /** Removes all entries. The next number stays the same. */
  clear<T>(log: Log<T>): Promise<void>;
  /**
   * Reports each new entry in order, as `follow` does for values. An entry is written out only if the listener reads
   * its value.
   */
  followLog<T>(log: Log<T>, listener: (entry: LogEntry<T>) => void): Disposable;

  /** All data as plain JSON, without local places by default. */
  snapshot(options?: SnapshotOptions): Promise<StoreSnapshot>;
  /**
   * Replaces all data, except that of local places by default. Single changes are not reported. Values that have
   * expired are reported by `onDidExpire` afterwards. Entries of logs get new numbers if theirs were used before. If it
   * rejects, nothing has changed.
   * @throws TypeError or RangeError if the snapshot is invalid or has data of a local place
   */
  restore(snapshot: StoreSnapshot, options?: SnapshotOptions): Promise<void>;

  /** Reports every change by this server, in any space or log, before other listeners are called. */
  watch(watcher: StoreWatcher): Disposable;
  /** Closes the store. Afterwards, nothing expires and no change is reported. */
  dispose(): void | Promise<void>;
}

/** A store that ends with its process. Code that writes the recovery state can read all data with it. */
export interface VolatileStore extends Store {
  /**
   * Reports minor changes that were not reported yet to the watchers, in slices. What changes meanwhile may be left out.
   * @param most maximum number of entries of each log; older ones are skipped
   */
  tellMinor(most?: number): Promise<void>;
  /**
   * Reports all data to one watcher, in the order in which it was added: a value or an entry in each step. That includes
   * values that are due to expire. What changes between two steps may be reported or not. With all changes since the
   * first step, in their order, it is the data at the end.
   */
  tellAll(watcher: StoreWatcher): Iterator<undefined>;
}

/** A space or a log, by its name. */
export interface Place {
  readonly name: string;
  /**
   * Whether the data belongs to this server only, such as a secret that belongs to no session. It is in no snapshot,
   * and neither restoring a snapshot nor a reset changes it. Local names are separate from other names.
   */
  readonly isLocal?: true;
  /**
   * Whether the data changes with every request and matters little. A crash of the server may lose its last changes.
   */
  readonly isMinor?: true;
  /**
   * Checks a value from outside, such as from a snapshot.
   * @param key the key of the value; for the entry of a log, its number
   * @param others reads the values that come with it
   * @returns what is wrong with it; undefined if nothing is
   */
  readonly check?: (value: unknown, key: string, others: Others) => string | undefined;
  /**
   * Whether and when its values expire. They never do if absent. It is called for values that `check` accepts only.
   */
  readonly expires?: Lifetime;
  /** Whether a value is no part of a snapshot, as it is not decided yet whether it stays. */
  readonly isPending?: (value: unknown) => boolean;
  /** Properties whose values occur only once in the place. */
  readonly unique?: readonly string[];
}

/**
 * When the values of a place expire. `known`: at a time that only the code which puts them knows. Otherwise, the time
 * follows from the value, its key, or other values.
 */
export type Lifetime = 'known' | ((value: never, key: string, others: Others) => Expiry);

/** Virtual milliseconds since 1970. `never` if the value does not expire, and `known` as in `Lifetime`. */
export type Expiry = number | 'never' | 'known';

/**
 * Reads a value that comes from outside together with another. It may not be checked yet, so it may have any form.
 * @returns undefined if there is no such value
 */
export type Others = (space: Place, key: string) => unknown;

/** The name of a map of values with one type. */
export interface Space<T> extends Place {
  /** Never set. It only connects the type of the values to the name. */
  readonly values?: T;
}

/** How long a value is kept. */
export interface PutOptions {
  /** Virtual milliseconds since 1970 at which the value expires. Without it, the value never expires. */
  readonly expiresAt?: number;
}

/** How long a value is kept after an update. */
export interface UpdateOptions<T> {
  /** As in `PutOptions`, or a function that computes it from the new value. */
  readonly expiresAt?: number | ((value: T) => number);
}

/** Receives the changes of a space. */
export interface SpaceFollower<T> {
  /** @param read creates the new value; undefined if the value was removed */
  changed?(key: string, read: (() => T) | undefined): void;
  /**
   * A long snapshot is about to be restored. What is made of it here takes the place of a call of `replaced`, which
   * would have to read everything at once.
   */
  replacing?(): SpaceReplacement<T>;
  /**
   * Called after a snapshot was restored, before the call of `restore` ends.
   * @param entries the keys, each with what creates its value; they can be read in this call only
   */
  replaced?(entries: Iterable<readonly [key: string, read: () => T]>): void;
}

/** What a follower puts together beside what it has, until a long snapshot was restored. It may never be. */
export interface SpaceReplacement<T> {
  /** Takes a value of the snapshot. The event loop may turn between two of them. */
  add(key: string, read: () => T): void;
  /** Called in place of `replaced`: all values were added. */
  done(): void;
}

export interface SnapshotOptions {
  /** Whether local data is included: for the same server after a crash. */
  readonly withLocal?: boolean;
}

/** All data of a store, as plain JSON. */
export interface StoreSnapshot {
  readonly entries: readonly StoredEntry[];
  readonly logs: readonly StoredLog[];
}

/** One value in a snapshot. */
export interface StoredEntry {
  readonly space: string;
  readonly isLocal?: true;
  readonly key: string;
  readonly value: unknown;
  readonly expiresAt?: number;
}

/** One log in a snapshot. */
export interface StoredLog {
  readonly log: string;
  readonly isLocal?: true;
  /** Number of the next entry. The entries in `values` have the numbers before it. */
  readonly next: number;
  /** Oldest first. */
  readonly values: readonly unknown[];
}
