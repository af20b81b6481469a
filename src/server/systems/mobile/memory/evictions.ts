import type { Disposable } from '../../../../core/base/event';
import type { EvictedMobileSession } from '../../../../core/systems/mobile/mobileSession';
import { SpaceCopy } from '../../../kernel/store/spaceCopy';
import type { SystemStore } from '../../../kernel/system/systemStore';
import { EVICTED } from '../mobileSpaces';
import type { SessionPath } from '../mobileState';

/** The maximum number of evictions kept. The oldest are removed first. */
export const MAX_EVICTED = 500;

/** Why sessions were removed from memory. All of it is in the store. */
export class Evictions implements Disposable {
  /** Only the keys, to find the oldest. */
  private readonly files: SpaceCopy<EvictedMobileSession, true>;

  constructor(private readonly store: SystemStore) {
    this.files = new SpaceCopy(store, EVICTED, () => true);
  }

  load(): Promise<void> {
    return this.files.load();
  }

  of(file: SessionPath): Promise<EvictedMobileSession | undefined> {
    return this.store.get(EVICTED, file);
  }

  /** All evictions, newest first. */
  async list(): Promise<EvictedMobileSession[]> {
    return (await this.store.entries(EVICTED)).map(([, evicted]) => evicted).reverse();
  }

  async add(evicted: EvictedMobileSession): Promise<void> {
    const { file } = evicted;
    // The store keeps the order of first arrival: it becomes the youngest.
    await this.forget(file);
    await this.store.put(EVICTED, file, evicted);
    while (this.files.size > MAX_EVICTED && this.files.oldest !== undefined) await this.forget(this.files.oldest);
  }

  /** Call this when the session is in memory again. */
  async forget(file: SessionPath): Promise<void> {
    await this.store.delete(EVICTED, file);
  }

  dispose(): void {
    this.files.dispose();
  }
}
