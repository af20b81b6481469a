import type { Disposable } from '../../../core/base/event';
import type { SeededRandom } from '../random/seededRandom';
import type { Space, Store } from '../store/store';

/** It is local, so that restoring an old snapshot cannot make the server create the same ids again. */
export const RANDOM: Space<number> = { name: 'random', isLocal: true };
const KEY = 'position';

/** Keeps the position of seeded randomness in the store, so that values are not used again after a crash. */
export class RandomPosition implements Disposable {
  private readonly drawn: Disposable;

  /** @param onError receives the error if a position cannot be written; it must not throw */
  constructor(
    private readonly store: Store,
    private readonly random: SeededRandom,
    onError: (error: unknown) => void,
  ) {
    this.drawn = random.onDidDraw(() => {
      store.put(RANDOM, KEY, random.position).catch(onError);
    });
  }

  /** Sets the position from the store. It must be called before the first random value is drawn. */
  async load(): Promise<void> {
    this.random.position = (await this.store.get(RANDOM, KEY)) ?? 0;
  }

  dispose(): void {
    this.drawn.dispose();
  }
}
