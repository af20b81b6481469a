import { nextTurn } from '../slices/inSlices';
import type { Preparation, StoreWatcher, Telling } from './storeWatcher';

/** What each watcher has prepared. Those that prepare nothing are absent. */
export type Preparations = ReadonlyMap<StoreWatcher, Preparation>;

/** Lets watchers prepare for values that come. The event loop turns after each slice. */
export async function preparationsOf(watchers: readonly StoreWatcher[], tell: Telling): Promise<Preparations> {
  const prepared = new Map<StoreWatcher, Preparation>();
  for (const watcher of watchers) {
    const work = watcher.replacing?.(tell);
    if (!work) continue;
    prepared.set(watcher, work);
    while (work.next()) await nextTurn();
  }
  return prepared;
}
