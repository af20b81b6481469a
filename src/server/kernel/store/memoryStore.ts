import { type Disposable, Emitter } from '../../../core/base/event';
import type { Clock } from '../clock/clock';
import { idPageOf, type PageQuery } from '../slices/idPage';
import { inSlices, nextTurn, SLICE } from '../slices/inSlices';
import { Pauses } from '../slices/pauses';
import { Turns } from '../slices/turns';
import { Followers, type Replacements } from './followers';
import type { Log, LogEntry, LogPage, Unwritten } from './log';
import { readInSlices, storedLogs, tellInSlices } from './logReading';
import { type LogRange, MemoryLog } from './memoryLog';
import {
  emptyRealm,
  entriesIn,
  firstDue,
  type Held,
  heldValue,
  livingIn,
  placeIn,
  type Realm,
  RealmValues,
  tellOf,
  toldRealms,
  toldRest,
  toldValues,
} from './memoryRealm';
import { type Kept, keptOf, lifetimeOf, readSnapshot, valueIn } from './memoryValues';
import { type Preparations, preparationsOf } from './preparations';
import type {
  Place,
  PutOptions,
  SnapshotOptions,
  Space,
  SpaceFollower,
  StoredEntry,
  StoreSnapshot,
  UpdateOptions,
  VolatileStore,
} from './store';
import type { StoreWatcher } from './storeWatcher';

/**
 * A store in the memory of this process. Each change is made synchronously, so it is atomic. A caller that makes many
 * changes continues after some turns of the event loop, so that others get their turn.
 */
export class MemoryStore implements VolatileStore {
  private readonly expired = new Emitter<{ space: string; key: string; value: unknown }>();
  readonly onDidExpire = this.expired.event;
  private readonly shared = this.realm(false);
  private readonly local = this.realm(true);
  private watchers: readonly StoreWatcher[] = [];
  /** Values of minor spaces that changed and were not reported to watchers. */
  private readonly untold = new Set<Held>();
  /** The scheduled check for expired values. There is only one, for the earliest expiry. */
  private wake: Disposable | undefined;
  private wakeAt = Number.POSITIVE_INFINITY;
  private readonly calls = new Turns(SLICE);
  private readonly expiries = new Turns(SLICE);
  private later: NodeJS.Immediate | undefined;
  private added = 0;
  /** One for all, because each request of a session asks for it. */
  private readonly upToDate = Promise.resolve();
  private disposed = false;

  /** @param onError receives what a listener throws; it must not throw */
  constructor(
    private readonly clock: Clock,
    private readonly onError: (error: unknown) => void,
  ) {}

  async get<T>(space: Space<T>, key: string): Promise<T | undefined> {
    return this.inTurn(heldValue<T>(this.live(space, key)));
  }

  async put<T>(space: Space<T>, key: string, value: T, options?: PutOptions): Promise<void> {
    const kept = keptOf(value);
    const expiresAt = lifetimeOf(options);
    this.write(this.live(space, key) ?? this.add(space, key), kept, expiresAt, space);
    return this.inTurn(undefined);
  }

  async take<T>(space: Space<T>, key: string): Promise<T | undefined> {
    const held = this.live(space, key);
    if (held) this.remove(held);
    return this.inTurn(heldValue<T>(held));
  }

  async update<T>(
    space: Space<T>,
    key: string,
    change: (value: T | undefined) => T | undefined,
    { expiresAt: given }: UpdateOptions<T> = {},
  ): Promise<T | undefined> {
    const held = this.live(space, key);
    const value = change(heldValue<T>(held));
    if (value === undefined) {
      if (held) this.remove(held);
      return this.inTurn(undefined);
    }
    const kept = keptOf(value);
    // Read once, as this is in the way of each request that uses a session.
    const stored = valueIn<T>(kept);
    const asked = typeof given === 'function' ? given(stored) : given;
    const expiresAt = asked === undefined ? held?.deadline?.at : lifetimeOf({ expiresAt: asked });
    this.write(held ?? this.add(space, key), kept, expiresAt, space);
    return this.inTurn(stored);
  }

  async delete<T>(space: Space<T>, key: string): Promise<boolean> {
    const held = this.live(space, key);
    if (held) this.remove(held);
    return this.inTurn(held !== undefined);
  }

  async entries<T>(space: Space<T>, page: PageQuery = {}): Promise<[string, T][]> {
    // The values are those of this moment, though they are read in slices.
    const all = idPageOf(this.living(space), ({ key }) => key, page).map(({ key, kept }) => [key, kept] as const);
    return inSlices(all, ([key, kept]) => [key, valueIn<T>(kept)]);
  }

  follow<T>(space: Space<T>, follower: SpaceFollower<T>): Disposable {
    return this.realmOf(space).followers.ofSpace(space.name, follower as SpaceFollower<unknown>);
  }

  /** Followers are told at once. */
  sync(): Promise<void> {
    return this.upToDate;
  }

  async settleExpired(): Promise<void> {
    const until = this.clock.now();
    const isDue = () => !this.disposed && (firstDue(this.shared, this.local)?.at ?? Number.POSITIVE_INFINITY) <= until;
    for (; isDue(); await nextTurn()) this.expireAll();
  }

  async append<T>(log: Log<T>, entry: Unwritten<T>): Promise<number | undefined> {
    const memory = this.logOf(log);
    const id = memory.append(entry);
    if (id === undefined) return undefined;
    if (!log.isMinor) this.tellUntil(memory, id);
    else for (const watcher of this.watchers) watcher.waits();
    this.realmOf(log).followers.added(log.name, () => memory.entry(id, () => this.tellUntil(memory, id)));
    return id;
  }

  async page<T>(log: Log<T>, after = 0, limit = Number.POSITIVE_INFINITY): Promise<LogPage<T>> {
    const memory = this.logOf(log);
    const { dropped, ...range } = memory.pageAfter(after, limit);
    const entries = await this.read<T>(memory, range);
    return { entries, dropped, more: range.end < memory.next };
  }

  async latest<T>(log: Log<T>, count: number): Promise<readonly LogEntry<T>[]> {
    const memory = this.logOf(log);
    return this.read<T>(memory, memory.latest(count));
  }

  async clear<T>(log: Log<T>): Promise<void> {
    const memory = this.logOf(log);
    memory.clear();
    for (const watcher of this.watchers) watcher.cleared(log, memory.next);
  }

  followLog<T>(log: Log<T>, listener: (entry: LogEntry<T>) => void): Disposable {
    return this.realmOf(log).followers.ofLog(log.name, listener as (entry: LogEntry<unknown>) => void);
  }

  async snapshot(options: SnapshotOptions = {}): Promise<StoreSnapshot> {
    const realms = this.realms(options);
    // The entries of spaces and logs are those of this moment, though their values are read in slices.
    const kept = realms.flatMap((realm) =>
      [...realm.values.spaces.keys()].flatMap((name) =>
        this.living(placeIn(realm, name)).map(({ key, kept, deadline }) => ({ realm, name, key, kept, deadline })),
      ),
    );
    const logs = storedLogs(realms, (memory) => this.read(memory, memory.latest()));
    const entries = await inSlices(
      kept,
      ({ realm, name, key, kept, deadline }): StoredEntry => ({
        space: name,
        ...(realm.isLocal && { isLocal: true }),
        key,
        value: valueIn(kept),
        ...(deadline && { expiresAt: deadline.at }),
      }),
    );
    return { entries, logs: await logs };
  }

  async restore(snapshot: StoreSnapshot, options: SnapshotOptions = {}): Promise<void> {
    const read = readSnapshot(snapshot, options);
    const { entries, logs } = read instanceof Promise ? await read : read;
    const restored = new Map(this.realms(options).map((realm) => [realm, new RealmValues()]));
    const entriesOf = (values: RealmValues) => (space: string) => entriesIn(values, space, this.clock.now());
    // Nobody sees them before they are complete.
    const filled = inSlices(entries, ({ isLocal, space, key, kept, expiresAt }) => {
      const realm = isLocal ? this.local : this.shared;
      restored.get(realm)?.restore(placeIn(realm, space), key, kept, expiresAt, this.added++);
    });
    let prepared: Preparations | undefined;
    const made = new Map<Realm, Replacements>();
    if (filled instanceof Promise) {
      await filled;
      prepared = await preparationsOf(this.watchers, (to) => toldValues([...restored.values()], to));
      for (const [realm, values] of restored) made.set(realm, await realm.followers.replacing(entriesOf(values)));
    }
    for (const [realm, values] of restored) this.replace(realm, values);
    for (const { isLocal, log, next, texts } of logs) {
      this.logOf(placeIn(isLocal ? this.local : this.shared, log), false).restore(next, texts);
    }
    this.wakeUpInTime();
    const all = [this.shared, this.local];
    for (const watcher of this.watchers) {
      const work = prepared?.get(watcher);
      const untold = work ? all.filter((realm) => !restored.has(realm)) : all;
      watcher.replaced((to) => toldRest(all, untold, to), work);
    }
    for (const realm of this.realms(options)) {
      realm.followers.replaced(entriesOf(realm.values), made.get(realm));
    }
  }

  watch(watcher: StoreWatcher): Disposable {
    this.watchers = [...this.watchers, watcher];
    return {
      dispose: () => {
        this.watchers = this.watchers.filter((other) => other !== watcher);
      },
    };
  }

  async tellMinor(most = Number.POSITIVE_INFINITY): Promise<void> {
    const pause = new Pauses();
    for (const held of [...this.untold]) {
      await pause.after();
      if (this.untold.delete(held)) for (const watcher of this.watchers) tellOf(held, watcher);
    }
    for (const memory of [this.shared, this.local].flatMap(({ logs }) => [...logs.values()])) {
      memory.untold = Math.max(memory.untold, memory.next - most);
      await tellInSlices(memory, memory.next, (id) => this.tellUntil(memory, id), pause);
    }
  }

  /** What is added from now on is told as a change only. Otherwise, keys would not be told in their order. */
  tellAll(watcher: StoreWatcher): Iterator<undefined> {
    return toldRealms([this.shared, this.local], this.added, watcher);
  }

  dispose(): void {
    this.disposed = true;
    this.watchers = [];
    for (const { followers } of [this.shared, this.local]) followers.dispose();
    this.wake?.dispose();
    clearImmediate(this.later);
    this.expired.dispose();
  }

  /** Passes a result on in this turn of the event loop if it has room, and otherwise in a later one. */
  private inTurn<T>(result: T): T | Promise<T> {
    return this.calls.pass()?.then(() => result) ?? result;
  }

  private realms({ withLocal = false }: SnapshotOptions): readonly Realm[] {
    return withLocal ? [this.shared, this.local] : [this.shared];
  }

  private realmOf({ isLocal }: Place): Realm {
    return isLocal ? this.local : this.shared;
  }

  /** @param isBound whether `log` has its bounds; false for a log that was read from a snapshot */
  private logOf(log: Log<unknown>, isBound = true): MemoryLog {
    const { logs } = this.realmOf(log);
    let memory = logs.get(log.name);
    if (!memory) {
      memory = new MemoryLog(log);
      logs.set(log.name, memory);
    } else if (isBound) memory.place = log;
    return memory;
  }

  private replace(realm: Realm, values: RealmValues): void {
    realm.values = values;
    for (const memory of realm.logs.values()) memory.clear();
    this.untold.clear();
    this.wake?.dispose();
    this.wakeAt = Number.POSITIVE_INFINITY;
  }

  /** The current value. If it has expired, it is removed now, because the scheduled check may run a moment later. */
  private live(space: Place, key: string): Held | undefined {
    const held = this.find(space, key);
    if (!held?.deadline || held.deadline.at > this.clock.now()) return held;
    this.expire(held);
    // A listener for the expiry may have put a new value.
    const next = this.find(space, key);
    return next?.deadline && next.deadline.at <= this.clock.now() ? undefined : next;
  }

  private find(space: Place, key: string): Held | undefined {
    return this.realmOf(space).values.spaces.get(space.name)?.get(key);
  }

  private living(space: Place): Held[] {
    return livingIn(this.realmOf(space).values, space.name, this.clock.now());
  }

  private write(held: Held, kept: Kept, expiresAt: number | undefined, { isMinor }: Place): void {
    if (held.deadline?.at === expiresAt && held.kept === kept) return;
    held.kept = kept;
    this.realmOf(held.space).values.setDeadline(held, expiresAt);
    this.wakeUpInTime();
    if (isMinor && this.watchers.length > 0) {
      this.untold.add(held);
      for (const watcher of this.watchers) watcher.waits();
    } else for (const watcher of this.watchers) tellOf(held, watcher);
    this.realmOf(held.space).followers.changed(held.space.name, held.key, () => valueIn(kept));
  }

  private add(space: Place, key: string): Held {
    return this.realmOf(space).values.add(space, key, this.added++);
  }

  private remove(held: Held): void {
    const { space, key } = held;
    const { values, followers } = this.realmOf(space);
    values.remove(held);
    this.untold.delete(held);
    for (const watcher of this.watchers) watcher.removed(space, key);
    followers.changed(space.name, key, undefined);
  }

  private expire(held: Held): void {
    this.remove(held);
    try {
      this.expired.fire({ space: held.space.name, key: held.key, value: valueIn<unknown>(held.kept) });
    } catch (error) {
      this.onError(error);
    }
  }

  /**
   * Schedules the check for expired values. The check may run too early, if the value that expires first was taken.
   * That costs less than scheduling again after each `take`.
   */
  private wakeUpInTime(): void {
    const first = firstDue(this.shared, this.local);
    if (!first || this.disposed || this.later || first.at >= this.wakeAt) return;
    this.wake?.dispose();
    this.wakeAt = first.at;
    this.wake = this.clock.schedule(first.at, () => this.wakeUp());
  }

  private wakeUp(): void {
    this.wakeAt = Number.POSITIVE_INFINITY;
    this.expireAll();
    // A move of the clock runs everything that it passes before it ends, so what is left must not wait for the clock.
    if (this.expiries.isFull) this.later ??= setImmediate(() => this.wakeUpLater());
    else this.wakeUpInTime();
  }

  private wakeUpLater(): void {
    this.later = undefined;
    if (!this.disposed) this.wakeUp();
  }

  /**
   * Removes expired values, as many as one turn of the event loop has room for. The others are not read any more, and
   * are removed in the next turns. They are collected first, because a listener may put expired values again.
   */
  private expireAll(): void {
    const now = this.clock.now();
    const over: Held[] = [];
    let first = firstDue(this.shared, this.local);
    while (first && first.at <= now && this.expiries.take()) {
      this.realmOf(first.value.space).values.lifetimes.remove(first);
      over.push(first.value);
      first = firstDue(this.shared, this.local);
    }
    for (const held of over) if (this.find(held.space, held.key) === held) this.expire(held);
  }

  private read<T>(memory: MemoryLog, range: LogRange): Promise<LogEntry<T>[]> {
    if (this.watchers.length === 0) memory.untold = Math.max(memory.untold, range.start);
    return readInSlices(memory, range, (id) => this.tellUntil(memory, id)) as Promise<LogEntry<T>[]>;
  }

  /** Reports the entries of a log to watchers, up to this number. */
  private tellUntil(memory: MemoryLog, id: number): void {
    const { place, first, untold } = memory;
    if (untold > id) return;
    memory.untold = id + 1;
    if (this.watchers.length === 0) return;
    for (let each = Math.max(first, untold); each <= id; each++) {
      const json = JSON.stringify(memory.read(each));
      for (const watcher of this.watchers) watcher.appended(place, each, json, first);
    }
  }

  private realm(isLocal: boolean): Realm {
    const settle = () => this.watchers.forEach((watcher) => void watcher.settle());
    return emptyRealm(isLocal, new Followers(settle, (error) => this.onError(error)));
  }
}
