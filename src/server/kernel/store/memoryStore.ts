import { type Disposable, Emitter } from '../../../core/base/event';
import type { Clock } from '../clock/clock';
import { type Deadline, DeadlineHeap } from '../clock/deadlineHeap';
import type { PutOptions, Space, Store, StoreSnapshot } from './store';

/** A number or a boolean as it is: it is the time of a request, with every request. */
type Kept = string | number | boolean;

/** Told of each change of a store, before anybody who waits for the change goes on. */
export interface StoreWatcher {
  /** @param json the value as JSON text */
  put(space: string, key: string, json: string, expiresAt: number | undefined): void;
  /** It was deleted or taken, or its time is over. */
  removed(space: string, key: string): void;
}

interface Held {
  readonly space: string;
  readonly key: string;
  /** The value as JSON text, so that nobody outside can hold a part of it; itself when it has no parts. */
  kept: Kept;
  /** When it is over; absent when it stays. */
  deadline: Deadline<Held> | undefined;
}

/** A store in the memory of this process. Each call does its work before it returns, so nothing comes in between. */
export class MemoryStore implements Store, Disposable {
  private readonly expired = new Emitter<{ space: string; key: string; value: unknown }>();
  readonly onDidExpire = this.expired.event;
  private spaces = new Map<string, Map<string, Held>>();
  private readonly lifetimes = new DeadlineHeap<Held>();
  /** One for the earliest end, however many values there are. */
  private wake: Disposable | undefined;
  private wakeAt = Number.POSITIVE_INFINITY;
  private disposed = false;
  private watcher: StoreWatcher | undefined;
  /** What the watcher has not been told of minor spaces. */
  private readonly untold = new Set<Held>();

  /** @param onError told what a listener throws; it must not throw */
  constructor(
    private readonly clock: Clock,
    private readonly onError: (error: unknown) => void,
  ) {}

  async get<T>(space: Space<T>, key: string): Promise<T | undefined> {
    return heldValue<T>(this.live(space.name, key));
  }

  async put<T>(space: Space<T>, key: string, value: T, options?: PutOptions): Promise<void> {
    const kept = keptOf(value);
    const expiresAt = lifetimeOf(options);
    this.write(this.live(space.name, key) ?? this.add(space.name, key), kept, expiresAt, space.isMinor);
  }

  async take<T>(space: Space<T>, key: string): Promise<T | undefined> {
    const held = this.live(space.name, key);
    if (held) this.remove(held);
    return heldValue<T>(held);
  }

  async update<T>(
    space: Space<T>,
    key: string,
    change: (value: T | undefined) => T | undefined,
    options?: PutOptions,
  ): Promise<T | undefined> {
    const held = this.live(space.name, key);
    const expiresAt = options?.expiresAt === undefined ? held?.deadline?.at : lifetimeOf(options);
    const value = change(heldValue<T>(held));
    if (value === undefined) {
      if (held) this.remove(held);
      return undefined;
    }
    const kept = keptOf(value);
    this.write(held ?? this.add(space.name, key), kept, expiresAt, space.isMinor);
    return valueIn<T>(kept);
  }

  async delete<T>(space: Space<T>, key: string): Promise<boolean> {
    const held = this.live(space.name, key);
    if (held) this.remove(held);
    return held !== undefined;
  }

  async entries<T>(space: Space<T>): Promise<[string, T][]> {
    return this.living(space.name).map((held) => [held.key, valueIn<T>(held.kept)]);
  }

  snapshot(): StoreSnapshot {
    const held = [...this.spaces.keys()].flatMap((space) => this.living(space));
    return {
      entries: held.map(({ space, key, kept, deadline }) => ({
        space,
        key,
        value: valueIn<unknown>(kept),
        ...(deadline && { expiresAt: deadline.at }),
      })),
    };
  }

  /**
   * Replaces everything, and tells nobody; what is over by then expires afterwards, as ever. When it throws, nothing has changed.
   * @throws TypeError or RangeError when an entry is none
   */
  restore(snapshot: StoreSnapshot): void {
    const entries = snapshot.entries.map((entry) => {
      const { space, key, value } = entry;
      if (typeof space !== 'string' || typeof key !== 'string')
        throw new TypeError('A value needs its space and its key.');
      return { space, key, kept: keptOf(value), expiresAt: lifetimeOf(entry) };
    });
    this.spaces = new Map();
    this.untold.clear();
    this.lifetimes.clear();
    this.wake?.dispose();
    this.wakeAt = Number.POSITIVE_INFINITY;
    const { watcher } = this;
    this.watcher = undefined;
    for (const { space, key, kept, expiresAt } of entries)
      this.write(this.spaces.get(space)?.get(key) ?? this.add(space, key), kept, expiresAt);
    this.watcher = watcher;
  }

  /** There is one watcher. `restore` is not told: everything is another then. */
  watch(watcher: StoreWatcher): void {
    this.watcher = watcher;
  }

  /** Tells the watcher of changes in minor spaces, of which it hears no sooner. */
  tellMinor(): void {
    if (this.watcher) for (const held of this.untold) tellOf(held, this.watcher);
    this.untold.clear();
  }

  /** Tells of everything, also of what is over and has not expired yet, in the order in which `entries` has it. */
  tellAll(watcher: StoreWatcher): void {
    for (const space of this.spaces.values()) for (const held of space.values()) tellOf(held, watcher);
    this.untold.clear();
  }

  /** Nothing expires afterwards. */
  dispose(): void {
    this.disposed = true;
    this.watcher = undefined;
    this.wake?.dispose();
    this.expired.dispose();
  }

  /** What is there now. One whose time is over goes here and now: the clock's turn may come a moment later. */
  private live(space: string, key: string): Held | undefined {
    const held = this.spaces.get(space)?.get(key);
    if (!held?.deadline || held.deadline.at > this.clock.now()) return held;
    this.expire(held);
    // Whoever heard of it may have put another.
    const next = this.spaces.get(space)?.get(key);
    return next?.deadline && next.deadline.at <= this.clock.now() ? undefined : next;
  }

  private living(space: string): Held[] {
    const now = this.clock.now();
    return [...(this.spaces.get(space)?.values() ?? [])].filter(({ deadline }) => !deadline || deadline.at > now);
  }

  private write(held: Held, kept: Kept, expiresAt: number | undefined, isMinor = false): void {
    const isTimely = held.deadline?.at === expiresAt;
    if (isTimely && held.kept === kept) return;
    held.kept = kept;
    if (!isTimely) {
      if (held.deadline) this.lifetimes.remove(held.deadline);
      held.deadline = expiresAt === undefined ? undefined : this.lifetimes.create(expiresAt, held);
      if (held.deadline) this.lifetimes.insert(held.deadline);
      this.wakeUpInTime();
    }
    if (!this.watcher) return;
    if (isMinor) this.untold.add(held);
    else tellOf(held, this.watcher);
  }

  private add(space: string, key: string): Held {
    const held: Held = { space, key, kept: '', deadline: undefined };
    let values = this.spaces.get(space);
    if (!values) {
      values = new Map();
      this.spaces.set(space, values);
    }
    values.set(key, held);
    return held;
  }

  private remove(held: Held): void {
    const { space, key, deadline } = held;
    const values = this.spaces.get(space);
    values?.delete(key);
    if (values?.size === 0) this.spaces.delete(space);
    if (deadline) this.lifetimes.remove(deadline);
    if (!this.watcher) return;
    this.untold.delete(held);
    this.watcher.removed(space, key);
  }

  private expire(held: Held): void {
    this.remove(held);
    try {
      this.expired.fire({ space: held.space, key: held.key, value: valueIn<unknown>(held.kept) });
    } catch (error) {
      this.onError(error);
    }
  }

  /** A wake that comes too early, because the earliest was taken, costs less than scheduling anew at every `take`. */
  private wakeUpInTime(): void {
    const { first } = this.lifetimes;
    if (!first || this.disposed || first.at >= this.wakeAt) return;
    this.wake?.dispose();
    this.wakeAt = first.at;
    this.wake = this.clock.schedule(first.at, () => {
      this.wakeAt = Number.POSITIVE_INFINITY;
      this.expireAll();
      this.wakeUpInTime();
    });
  }

  /** Collected first: a listener that puts what is over already must not keep the event loop here. */
  private expireAll(): void {
    const now = this.clock.now();
    const over: Held[] = [];
    let { first } = this.lifetimes;
    while (first && first.at <= now) {
      this.lifetimes.remove(first);
      over.push(first.value);
      first = this.lifetimes.first;
    }
    for (const held of over) {
      if (this.spaces.get(held.space)?.get(held.key) === held) this.expire(held);
    }
  }
}

function tellOf({ space, key, kept, deadline }: Held, watcher: StoreWatcher): void {
  watcher.put(space, key, String(kept), deadline?.at);
}

function heldValue<T>(held: Held | undefined): T | undefined {
  return held && valueIn<T>(held.kept);
}

function valueIn<T>(kept: Kept): T {
  return (typeof kept === 'string' ? JSON.parse(kept) : kept) as T;
}

function keptOf(value: unknown): Kept {
  if (typeof value === 'boolean') return value;
  // JSON has no -0.
  if (typeof value === 'number' && Number.isFinite(value)) return value + 0;
  const json: string | undefined = JSON.stringify(value);
  if (json === undefined) throw new TypeError('A store holds plain JSON, and this is none.');
  return json;
}

/** Undefined when it stays for ever. */
function lifetimeOf(options: PutOptions | undefined): number | undefined {
  const expiresAt = options?.expiresAt;
  if (Number.isNaN(expiresAt)) throw new RangeError('`expiresAt` is no time.');
  return expiresAt === Number.POSITIVE_INFINITY ? undefined : expiresAt;
}
