import { DeadlineHeap, type DueValue } from '../clock/deadlineHeap';
import type { Followers } from './followers';
import type { MemoryLog } from './memoryLog';
import { type Kept, valueIn } from './memoryValues';
import type { Place } from './store';
import type { StoreWatcher } from './storeWatcher';

/** A value in memory. */
export interface Held {
  readonly space: Place;
  readonly key: string;
  /** Later ones have greater numbers. */
  readonly order: number;
  kept: Kept;
  /** When the value expires; absent if it never does. */
  deadline: DueValue<Held> | undefined;
}

/** The values of a realm. What replaces them is put together beside them, and takes their place in one step. */
export class RealmValues {
  readonly spaces = new Map<string, Map<string, Held>>();
  readonly lifetimes = new DeadlineHeap<Held>();

  add(space: Place, key: string, order: number): Held {
    const held: Held = { space, key, order, kept: '', deadline: undefined };
    let values = this.spaces.get(space.name);
    if (!values) {
      values = new Map();
      this.spaces.set(space.name, values);
    }
    values.set(key, held);
    return held;
  }

  /** Puts a value of a snapshot in. */
  restore(space: Place, key: string, kept: Kept, expiresAt: number | undefined, order: number): void {
    const held = this.spaces.get(space.name)?.get(key) ?? this.add(space, key, order);
    held.kept = kept;
    this.setDeadline(held, expiresAt);
  }

  setDeadline(held: Held, expiresAt: number | undefined): void {
    if (held.deadline?.at === expiresAt) return;
    if (held.deadline) this.lifetimes.remove(held.deadline);
    held.deadline = expiresAt === undefined ? undefined : this.lifetimes.create(expiresAt, held);
    if (held.deadline) this.lifetimes.insert(held.deadline);
  }

  remove({ space, key, deadline }: Held): void {
    const values = this.spaces.get(space.name);
    values?.delete(key);
    if (values?.size === 0) this.spaces.delete(space.name);
    if (deadline) this.lifetimes.remove(deadline);
  }
}

/** All local spaces and logs, or all others. */
export interface Realm {
  readonly isLocal: boolean;
  values: RealmValues;
  readonly logs: Map<string, MemoryLog>;
  readonly followers: Followers;
}

export function emptyRealm(isLocal: boolean, followers: Followers): Realm {
  return { isLocal, values: new RealmValues(), logs: new Map(), followers };
}

/** The values of a space that have not expired. */
export function livingIn({ spaces }: RealmValues, space: string, now: number): Held[] {
  return [...(spaces.get(space)?.values() ?? [])].filter(({ deadline }) => !deadline || deadline.at > now);
}

/** The entries of a space for those who follow it. Nothing is collected before the first one is read. */
export function* entriesIn(
  values: RealmValues,
  space: string,
  now: number,
): Generator<readonly [key: string, read: () => unknown], void> {
  for (const { key, kept } of livingIn(values, space, now)) yield [key, () => valueIn(kept)];
}

/** The deadline that comes first. */
export function firstDue(one: Realm, other: Realm): DueValue<Held> | undefined {
  const [first, second] = [one.values.lifetimes.first, other.values.lifetimes.first];
  return first && second && second.at < first.at ? second : (first ?? second);
}

export function placeIn({ isLocal }: Realm, name: string): Place {
  return isLocal ? { name, isLocal } : { name };
}

/** Tells a watcher of a value as it is now. */
export function tellOf({ space, key, kept, deadline }: Held, watcher: StoreWatcher): void {
  watcher.put(space, key, String(kept), deadline?.at);
}

export function heldValue<T>(held: Held | undefined): T | undefined {
  return held && valueIn<T>(held.kept);
}

/**
 * Tells a watcher of everything that was there before a moment, a value or an entry in each step.
 * @param before the order of the first value that was added since
 */
export function* toldRealms(
  realms: readonly Realm[],
  before: number,
  watcher: StoreWatcher,
): Generator<undefined, undefined> {
  yield* toldRest(realms, realms, watcher, before);
}

/**
 * Tells a watcher of all logs, and of the values of some realms.
 * @param untold those whose values are told
 * @param before as in `toldRealms`
 */
export function* toldRest(
  realms: readonly Realm[],
  untold: readonly Realm[],
  watcher: StoreWatcher,
  before?: number,
): Generator<undefined, undefined> {
  yield* toldValues(
    untold.map(({ values }) => values),
    watcher,
    before,
  );
  for (const { logs } of realms) for (const memory of logs.values()) yield* memory.tellAll(watcher);
}

/** Tells a watcher of all values, as `toldRealms` does. */
export function* toldValues(
  all: readonly RealmValues[],
  watcher: StoreWatcher,
  before = Number.POSITIVE_INFINITY,
): Generator<undefined, undefined> {
  for (const { spaces } of all) for (const space of spaces.values()) yield* toldSpace(space, before, watcher);
}

function* toldSpace(
  space: ReadonlyMap<string, Held>,
  before: number,
  watcher: StoreWatcher,
): Generator<undefined, undefined> {
  for (const held of space.values()) {
    if (held.order >= before) return;
    tellOf(held, watcher);
    yield;
  }
}
