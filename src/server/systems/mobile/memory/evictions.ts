import type { EvictedMobileSession } from '../../../../core/systems/mobile/mobileSession';
import type { SystemStore } from '../../../kernel/system/systemStore';
import { EVICTED } from '../mobileSpaces';
import type { SessionPath } from '../mobileState';

/** The maximum number of evictions kept. The oldest are removed first. */
export const MAX_EVICTED = 500;

/** Why sessions were removed from memory. The store has them too, so that a snapshot contains them. */
export class Evictions {
  /** Oldest first. */
  private readonly byFile = new Map<SessionPath, EvictedMobileSession>();

  constructor(private readonly store: SystemStore) {}

  /** Reads the evictions from the store. */
  async load(): Promise<void> {
    this.byFile.clear();
    for (const [file, evicted] of await this.store.entries(EVICTED)) this.byFile.set(file, evicted);
  }

  of(file: SessionPath): EvictedMobileSession | undefined {
    return this.byFile.get(file);
  }

  /** All evictions, newest first. */
  list(): EvictedMobileSession[] {
    return [...this.byFile.values()].reverse();
  }

  async add(evicted: EvictedMobileSession): Promise<void> {
    const { file } = evicted;
    // Both keep the order of first arrival: it becomes the youngest.
    await this.forget(file);
    this.byFile.set(file, evicted);
    await this.store.put(EVICTED, file, evicted);
    for (const oldest of this.byFile.keys()) {
      if (this.byFile.size <= MAX_EVICTED) break;
      await this.forget(oldest);
    }
  }

  /** Call this when the session is in memory again. */
  async forget(file: SessionPath): Promise<void> {
    if (this.byFile.delete(file)) await this.store.delete(EVICTED, file);
  }
}
