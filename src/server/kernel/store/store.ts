import type { Disposable, Event } from '../../../core/base/event';
import type { Log, LogEntry, LogPage, Unwritten } from './log';
import type { StoreWatcher } from './storeWatcher';

/**
 * Where the server keeps what it must not lose between two requests: all of it. Every call is asynchronous and every
 * change is one atomic operation, so that a store shared by several servers (Redis) can stand behind it. Values are plain
 * JSON: nobody can change a value that the store holds.
 *
 * What is no state, and so is not here: what is read anew from files; copies of what the store has (`Mirror`); and what
 * ends with the process anyway, such as locks, worker threads, timers, open connections, and what waits to be told.
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
  /**
   * Tells of each change in a space, whichever server makes it: of one that is made here, before the one who makes it goes
   * on; of another's, soon after.
   */
  follow<T>(space: Space<T>, follower: SpaceFollower<T>): Disposable;

  /**
   * Adds an entry as the youngest. Entries of one caller are in the order of its calls, also when it does not wait.
   * @returns its number; undefined when the log is full and keeps the oldest
   */
  append<T>(log: Log<T>, entry: Unwritten<T>): Promise<number | undefined>;
  /**
   * @param after number of the last entry that is known already; 0 begins with the oldest
   * @param limit how many entries at most
   */
  page<T>(log: Log<T>, after?: number, limit?: number): Promise<LogPage<T>>;
  /** The youngest entries, the oldest of them first. */
  latest<T>(log: Log<T>, count: number): Promise<readonly LogEntry<T>[]>;
  /** Lets all entries go. Numbers go on growing. */
  clear<T>(log: Log<T>): Promise<void>;
  /**
   * Tells of each entry that is added, in their order, as `follow` does. Nothing is written out for it unless the listener
   * reads it.
   */
  followLog<T>(log: Log<T>, listener: (entry: LogEntry<T>) => void): Disposable;

  /** Everything that is not local, as plain JSON. */
  snapshot(options?: SnapshotOptions): Promise<StoreSnapshot>;
  /**
   * Replaces everything that is not local. Nobody hears of single changes; what is over by then expires afterwards, as
   * ever. Entries of logs get new numbers when theirs were given to others before. When it rejects, nothing has changed.
   *
   * Rejects with a TypeError or a RangeError when it is no snapshot, or has something local in it.
   */
  restore(snapshot: StoreSnapshot, options?: SnapshotOptions): Promise<void>;

  /** Tells of every change that is made here, in whatever space or log, before anybody else hears of it. */
  watch(watcher: StoreWatcher): Disposable;
  /** Nothing expires afterwards, and nobody is told of anything. */
  dispose(): void | Promise<void>;
}

/** A store that ends with its process. Who keeps what it has for the next process asks it for all of it. */
export interface VolatileStore extends Store {
  /** Tells the watchers of what is minor and was not told yet: of each log so many of the youngest entries at most. */
  tellMinor(most?: number): void;
  /** Tells of everything as it is, in the order in which it came, also of what is over and has not expired yet. */
  tellAll(watcher: StoreWatcher): void;
}

/** What has a name in a store: a space or a log. */
export interface Place {
  readonly name: string;
  /**
   * Of this server alone, such as a secret that belongs to no session: no snapshot has it, and neither a snapshot that is
   * put in nor a reset touches it. Local names are apart from the others.
   */
  readonly isLocal?: true;
  /** What changes with every request and matters little: a crash of the server may cost its last moments. */
  readonly isMinor?: true;
  /** Says what is wrong with a value that somebody else made; undefined when nothing is. */
  readonly check?: (value: unknown) => string | undefined;
}

/** A name for values of one kind. */
export interface Space<T> extends Place {
  /** Never there: it only ties the type of the values to the name. */
  readonly values?: T;
}

export interface PutOptions {
  /** Virtual milliseconds since 1970 from which on it counts as absent. Without it, it stays. */
  readonly expiresAt?: number;
}

export interface SpaceFollower<T> {
  /** @param value undefined when there is none any more */
  changed?(key: string, value: T | undefined): void;
  /** A snapshot was put in; it is called before the call of `restore` ends. */
  replaced?(entries: readonly (readonly [key: string, value: T])[]): void;
}

export interface SnapshotOptions {
  /** Also what is local: for the same server after a crash. */
  readonly withLocal?: boolean;
}

/** Plain JSON of everything in a store. */
export interface StoreSnapshot {
  readonly entries: readonly StoredEntry[];
  readonly logs: readonly StoredLog[];
}

export interface StoredEntry {
  readonly space: string;
  readonly isLocal?: true;
  readonly key: string;
  readonly value: unknown;
  readonly expiresAt?: number;
}

export interface StoredLog {
  readonly log: string;
  readonly isLocal?: true;
  /** Number of the next entry; those of `values` lead up to it. */
  readonly next: number;
  /** The oldest first. */
  readonly values: readonly unknown[];
}
