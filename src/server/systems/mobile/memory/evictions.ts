import type { EvictedMobileSession } from '../../../../core/systems/mobile/mobileSession';
import type { Store } from '../../../kernel/store/store';
import { EVICTED } from '../mobileSpaces';
import type { SessionPath } from '../mobileState';

/** So many are remembered; the oldest go. */
export const MAX_EVICTED = 500;

/** Why sessions that were in memory are not any more. In the store too, for the sake of snapshots. */
export class Evictions {
  /** The oldest first. */
  private readonly byFile = new Map<SessionPath, EvictedMobileSession>();

  constructor(private readonly store: Store) {}

  /** Learns what is in the store. */
  async load(): Promise<void> {
    this.byFile.clear();
    for (const [file, evicted] of await this.store.entries(EVICTED)) this.byFile.set(file, evicted);
  }

  of(file: SessionPath): EvictedMobileSession | undefined {
    return this.byFile.get(file);
  }

  /** The youngest first. */
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

  /** The session is in memory again. */
  async forget(file: SessionPath): Promise<void> {
    if (this.byFile.delete(file)) await this.store.delete(EVICTED, file);
  }
}
