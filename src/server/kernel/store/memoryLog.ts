import { frozen } from '../../../core/base/frozen';
import { type Log, type LogEntry, type LogPage, type Unwritten, WrittenEntry } from './log';
import type { StoreWatcher } from './storeWatcher';

/** When this many places at the beginning are empty, the other entries are moved there. */
const MOST_EMPTY = 1024;
/** Writing out as many characters takes some hundredths of a millisecond, as secrets are looked for in them. */
const PIECE = 100;
/** The highest number of an entry that a snapshot may have. Far above it, JavaScript numbers are not exact. */
export const LAST_NUMBER = 2 ** 48;

/** The numbers of successive entries. */
export interface LogRange {
  readonly start: number;
  /** The number after the last entry. */
  readonly end: number;
}

/** An entry that was read. It keeps the value only. The source of the value, which may hold secrets, is released. */
class Kept implements Unwritten<unknown> {
  constructor(
    readonly value: unknown,
    readonly size: number,
  ) {}

  write(): unknown {
    return this.value;
  }
}

/** An entry as JSON text, because the caller may modify its value later. */
class JsonText implements Unwritten<unknown> {
  constructor(
    readonly json: string,
    readonly size: number,
  ) {}

  write(): unknown {
    return JSON.parse(this.json);
  }
}

/** The entries of one log in memory. Each is written out when it is first read. */
export class MemoryLog {
  private items: (Unwritten<unknown> | undefined)[] = [];
  /** Index of the oldest entry. */
  private head = 0;
  private size = 0;
  private nextId = 1;
  /** Number of the oldest entry that was not reported to watchers. */
  untold = 1;

  /** @param named the log as it was named last; its bounds apply */
  constructor(private named: Log<unknown>) {}

  get place(): Log<unknown> {
    return this.named;
  }

  set place(log: Log<unknown>) {
    if (log === this.named) return;
    this.named = log;
    this.trim();
  }

  get next(): number {
    return this.nextId;
  }

  /** Number of the oldest entry. */
  get first(): number {
    return this.nextId - (this.items.length - this.head);
  }

  append(entry: Unwritten<unknown>): number | undefined {
    const { most = Number.POSITIVE_INFINITY, mostSize = Number.POSITIVE_INFINITY, keepsOldest } = this.named;
    const hasRoom = this.items.length - this.head < most && this.size + entry.size <= mostSize;
    if (keepsOldest && !hasRoom) return undefined;
    this.items.push(entry instanceof WrittenEntry ? new JsonText(storedJson(entry.value), entry.size) : entry);
    this.size += entry.size;
    const id = this.nextId++;
    if (!hasRoom) this.trim();
    return id;
  }

  /** The entries of a page, and how many before them were dropped. */
  pageAfter(after: number, limit: number): LogRange & Pick<LogPage<unknown>, 'dropped'> {
    const { first, next } = this;
    // Nobody has an id that was not given yet; what is asked for after it is empty.
    const start = Math.min(Math.max(after + 1, first), next);
    const end = Math.max(Math.min(start + limit, next), start);
    return { start, end, dropped: Math.max(first - 1 - Math.max(after, 0), 0) };
  }

  latest(count = Number.POSITIVE_INFINITY): LogRange {
    return { start: Math.max(this.first, this.next - count), end: this.next };
  }

  /** How long it takes to read an entry, as `Pauses` counts it. One that was read before takes no time. */
  piecesOf(id: number): number {
    const item = this.has(id) ? this.items[this.placeOf(id)] : undefined;
    return item === undefined || item instanceof Kept ? 0 : Math.ceil(item.size / PIECE);
  }

  /**
   * An entry whose value is written out when it is first read, even if the entry was dropped by then.
   * @param onRead called after the value was read for the first time
   */
  entry(id: number, onRead: () => void = () => {}): LogEntry<unknown> {
    const item = this.items[this.placeOf(id)] as Unwritten<unknown>;
    let value: unknown;
    let isRead = false;
    const read = () => {
      if (!isRead) {
        value = this.has(id) ? this.read(id) : frozen(item.write(id));
        isRead = true;
        onRead();
      }
      return value;
    };
    return {
      id,
      get value() {
        return read();
      },
    };
  }

  read(id: number): unknown {
    const place = this.placeOf(id);
    const item = this.items[place] as Unwritten<unknown>;
    if (item instanceof Kept) return item.value;
    // The size must stay the same, because it is subtracted when the entry is dropped.
    const kept = new Kept(frozen(item.write(id)), item.size);
    this.items[place] = kept;
    return kept.value;
  }

  /** An entry as JSON text. One that was put in as text is not read for it. */
  private jsonOf(id: number): string {
    const item = this.items[this.placeOf(id)];
    return item instanceof JsonText ? item.json : JSON.stringify(this.read(id));
  }

  /** Tells a watcher of the entries that there are now, one in each step. Those that are dropped meanwhile are left out. */
  *tellAll(watcher: StoreWatcher): Generator<undefined, undefined> {
    const { next, place } = this;
    if (next > 1) watcher.cleared(place, this.first);
    for (let id = this.first; id < next; id = Math.max(id + 1, this.first)) {
      watcher.appended(place, id, this.jsonOf(id), this.first);
      yield;
    }
  }

  clear(): void {
    this.items = [];
    this.head = 0;
    this.size = 0;
    this.untold = this.nextId;
  }

  /** Replaces all entries. Numbers that were used before are not used again. */
  restore(next: number, texts: readonly string[]): void {
    const first = Math.max(next - texts.length, this.nextId);
    this.items = texts.map((json) => new JsonText(json, json.length));
    this.head = 0;
    this.size = texts.reduce((size, json) => size + json.length, 0);
    this.nextId = first + texts.length;
    this.untold = this.nextId;
    this.trim();
  }

  private trim(): void {
    const { most = Number.POSITIVE_INFINITY, mostSize = Number.POSITIVE_INFINITY, keepsOldest } = this.named;
    if (keepsOldest) return;
    let count = this.items.length - this.head;
    for (; count > most || (this.size > mostSize && count > 1); count--) {
      this.size -= (this.items[this.head] as Unwritten<unknown>).size;
      this.items[this.head++] = undefined;
    }
    if (this.head < MOST_EMPTY) return;
    this.items = this.items.slice(this.head);
    this.head = 0;
  }

  private has(id: number): boolean {
    return id >= this.first && id < this.nextId;
  }

  private placeOf(id: number): number {
    return this.head + id - this.first;
  }
}

/** @throws TypeError if the value is not plain JSON */
export function storedJson(value: unknown): string {
  const json: string | undefined = JSON.stringify(value);
  if (json === undefined) throw new TypeError('A store holds plain JSON, and this is none.');
  return json;
}
