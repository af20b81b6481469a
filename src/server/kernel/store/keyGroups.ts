import type { Disposable } from '../../../core/base/event';
import { SpaceCopy } from './spaceCopy';
import type { Space, Store } from './store';

/**
 * The keys of a space by a name that their values have, in the order in which they got it. It follows the store, so that
 * nobody who looks for the values with one name must read all others.
 */
export class KeyGroups<T> implements Disposable {
  private readonly groups = new Map<string, Set<string>>();
  private readonly names: SpaceCopy<T, string>;

  constructor(
    private readonly store: Pick<Store, 'entries' | 'follow' | 'get' | 'sync'>,
    private readonly space: Space<T>,
    nameOf: (value: T) => string,
  ) {
    this.names = new SpaceCopy(store, space, (read) => nameOf(read()), {
      changed: (key, now, before) => {
        if (now === before) return;
        if (before !== undefined) this.remove(before, key);
        if (now !== undefined) this.add(now, key);
      },
      replaced: () => {
        this.groups.clear();
        for (const [key, name] of this.names.entries()) this.add(name, key);
      },
    });
  }

  /** Reads what there is already. */
  load(): Promise<void> {
    return this.names.load();
  }

  /** The values with a name. */
  async of(name: string): Promise<readonly T[]> {
    await this.store.sync();
    const keys = [...(this.groups.get(name) ?? [])];
    const values = await Promise.all(keys.map((key) => this.store.get(this.space, key)));
    return values.filter((value) => value !== undefined);
  }

  dispose(): void {
    this.names.dispose();
  }

  private add(name: string, key: string): void {
    const group = this.groups.get(name);
    if (group) group.add(key);
    else this.groups.set(name, new Set([key]));
  }

  private remove(name: string, key: string): void {
    const group = this.groups.get(name);
    group?.delete(key);
    if (group?.size === 0) this.groups.delete(name);
  }
}
