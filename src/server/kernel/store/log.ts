import type { Place } from './store';

/** A name for a list that only grows at its end and is bounded. Each entry has a number that is never given again. */
export interface Log<T> extends Place {
  /** How many entries it has at most. */
  readonly most?: number;
  /** About how much all entries may take, in characters of text. */
  readonly mostSize?: number;
  /** What has no room any more is not taken in; else the oldest go to make room, and the youngest always stays. */
  readonly keepsOldest?: true;
  /** Never there: it only ties the type of the entries to the name. */
  readonly entries?: T;
}

/**
 * What becomes an entry once it has its number. A store in memory lets it wait until somebody reads it, so `write` always
 * gives the same, in an object of its own.
 */
export interface Unwritten<T> {
  /** About how much it takes, in characters of text. */
  readonly size: number;
  write(id: number): T;
}

export interface LogEntry<T> {
  readonly id: number;
  /** Plain JSON that nobody may change. */
  readonly value: T;
}

export interface LogPage<T> {
  readonly entries: readonly LogEntry<T>[];
  /** How many entries were between those that are known and those here, and are gone. */
  readonly dropped: number;
  /** Whether there are more after the last of `entries`. */
  readonly more: boolean;
}

/** An entry that is a value already. */
export class Written<T> implements Unwritten<T> {
  constructor(
    readonly value: T,
    readonly size = sizeOf(value),
  ) {}

  write(): T {
    return this.value;
  }
}

/** About how many characters a value has as JSON, without making them. */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 8;
  let size = 2;
  for (const key in value) size += key.length + 4 + sizeOf((value as Record<string, unknown>)[key]);
  return size;
}
