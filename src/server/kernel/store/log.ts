import type { Place } from './store';

/** The name of a bounded list to which entries are only appended. Each entry has a number that is never used again. */
export interface Log<T> extends Place {
  /** Maximum number of entries. Unlimited if absent. */
  readonly most?: number;
  /** Maximum size of all entries, in characters (approximate). Unlimited if absent. */
  readonly mostSize?: number;
  /**
   * Refuses new entries when the log is full. Otherwise, the oldest entries are dropped, and the most recent one always
   * stays.
   */
  readonly keepsOldest?: true;
  /** Never set. It only connects the type of the entries to the name. */
  readonly entries?: T;
}

/**
 * The source of an entry, which is written out when its number is known. A store in memory does that when the entry is
 * first read. So `write` must always give the same value, in a new object.
 */
export interface Unwritten<T> {
  /** Approximate size in characters. */
  readonly size: number;
  write(id: number): T;
}

/** An entry with its number. */
export interface LogEntry<T> {
  readonly id: number;
  /** Plain JSON. It must not be modified. */
  readonly value: T;
}

/** Some successive entries of a log. */
export interface LogPage<T> {
  readonly entries: readonly LogEntry<T>[];
  /** Number of entries between the known ones and these that were dropped. */
  readonly dropped: number;
  /** Whether more entries follow the last one here. */
  readonly more: boolean;
}

/** An entry whose value exists already. */
export class WrittenEntry<T> implements Unwritten<T> {
  constructor(
    readonly value: T,
    readonly size = sizeOf(value),
  ) {}

  write(): T {
    return this.value;
  }
}

/** The approximate length of a value as JSON, in characters, computed without creating the JSON. */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 8;
  let size = 2;
  for (const key in value) size += key.length + 4 + sizeOf((value as Record<string, unknown>)[key]);
  return size;
}
