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
