import type { DueValue } from '../clock/deadlineHeap';
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

/** All local spaces and logs, or all others. */
export interface Realm {
  readonly isLocal: boolean;
  readonly spaces: Map<string, Map<string, Held>>;
  readonly logs: Map<string, MemoryLog>;
  readonly followers: Followers;
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
  for (const { spaces, logs } of realms) {
    for (const space of spaces.values()) yield* toldSpace(space, before, watcher);
    for (const memory of logs.values()) yield* memory.tellAll(watcher);
  }
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
