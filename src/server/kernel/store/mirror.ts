import { type Disposable, Emitter } from '../../../core/base/event';
import type { Space, Store } from './store';

/** A copy of one value of the store, for code that cannot wait for the store. */
export class Mirror<T> implements Disposable {
  private readonly changed = new Emitter<{ before: T | undefined; now: T | undefined }>();
  /** Fires when the value was changed, but not when a snapshot was restored. */
  readonly onDidChange = this.changed.event;
  private copy: T | undefined;
  private readonly following: Disposable;

  constructor(
    private readonly store: Pick<Store, 'get' | 'follow'>,
    private readonly space: Space<T>,
    private readonly key: string,
  ) {
    this.following = store.follow(space, {
      changed: (changed, read) => {
        if (changed !== key) return;
        const before = this.copy;
        const now = read?.();
        this.copy = now;
        this.changed.fire({ before, now });
      },
      replaced: (entries) => {
        this.copy = undefined;
        for (const [each, read] of entries) if (each === key) this.copy = read();
      },
    });
  }

  get value(): T | undefined {
    return this.copy;
  }

  /** Reads the current value from the store. */
  async load(): Promise<T | undefined> {
    this.copy = await this.store.get(this.space, this.key);
    return this.copy;
  }

  dispose(): void {
    this.following.dispose();
    this.changed.dispose();
  }
}
