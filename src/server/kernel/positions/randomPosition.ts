import type { Disposable } from '../../../core/base/event';
import type { SeededRandom } from '../random/seededRandom';
import type { Space, Store } from '../store/store';

/** Local: a snapshot of the past that is put in must not make the server give out the same ids again. */
export const RANDOM: Space<number> = { name: 'random', isLocal: true };
const KEY = 'position';

/** How far seeded randomness was used, in the store: what was given out is not given out again after a crash. */
export class RandomPosition implements Disposable {
  private readonly drawn: Disposable;

  /** @param onError told when a position cannot be written; it must not throw */
  constructor(
    private readonly store: Store,
    private readonly random: SeededRandom,
    onError: (error: unknown) => void,
  ) {
    this.drawn = random.onDidDraw(() => {
      store.put(RANDOM, KEY, random.position).catch(onError);
    });
  }

  /** Goes where the store says. Nothing may be drawn before. */
  async load(): Promise<void> {
    this.random.position = (await this.store.get(RANDOM, KEY)) ?? 0;
  }

  dispose(): void {
    this.drawn.dispose();
  }
}
