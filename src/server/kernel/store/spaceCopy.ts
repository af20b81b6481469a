import type { Disposable } from '../../../core/base/event';
import type { Space, Store } from './store';

/** Receives the changes of a copy, by this server or another. The copy has the change already. */
export interface CopyListener<P> {
  /** @param now undefined if the value was removed */
  changed?(key: string, now: P | undefined, before: P | undefined): void;
  /** A snapshot was restored, or the copy was loaded. */
  replaced?(): void;
}

/** As many changes, or as many as there are keys if these are more, are worth to keep an iterator for. */
const MOST_UNSEEN = 1_000;

/**
 * A copy of one part of each value in a space, in the order of the store. It is for code that needs all keys at once, or
 * cannot wait for the store. It follows the store, so it is the same in all servers that share one.
 * Code that decides something by it must await `sync` of the store before.
 */
export class SpaceCopy<T, P> implements Disposable {
  private parts = new Map<string, P>();
  private readonly following: Disposable;
  /**
   * The keys that follow `first`. A new iterator would pass keys that were removed, one by one. This one keeps in memory
   * what was removed since it was last asked, so it is given up after many changes.
   */
  private later: IterableIterator<string> | undefined;
  /** How many changes there were since `later` was last asked. */
  private unseen = 0;
  private first: string | undefined;
  /** The changes since the loading began; undefined when nothing is loaded. */
  private meanwhile: [key: string, part: P | undefined][] | undefined;

  /** @param partOf the part of a value that is copied; it calls `read` only if it needs the value */
  constructor(
    private readonly store: Pick<Store, 'entries' | 'follow'>,
    private readonly space: Space<T>,
    private readonly partOf: (read: () => T) => P,
    private readonly listener: CopyListener<P> = {},
  ) {
    this.following = store.follow(space, {
      changed: (key, read) => {
        const part = read && partOf(read);
        this.meanwhile?.push([key, part]);
        this.change(key, part);
      },
      replacing: () => {
        const parts = new Map<string, P>();
        return {
          add: (key, read) => parts.set(key, partOf(read)),
          done: () => this.replace(parts),
        };
      },
      replaced: (entries) => this.replace(this.partsOf(entries)),
    });
  }

  get size(): number {
    return this.parts.size;
  }

  /** The key that was put first. */
  get oldest(): string | undefined {
    if (this.first === undefined) {
      let next = this.later?.next();
      if (!next || next.done) {
        this.later = this.parts.keys();
        next = this.later.next();
      }
      this.unseen = 0;
      this.first = next.value;
    }
    return this.first;
  }

  has(key: string): boolean {
    return this.parts.has(key);
  }

  /** The keys with their parts. Those that were put first come first. */
  entries(): IterableIterator<[string, P]> {
    return this.parts.entries();
  }

  keys(): IterableIterator<string> {
    return this.parts.keys();
  }

  /** Reads the space. Changes that are reported meanwhile are not lost. */
  async load(): Promise<void> {
    const meanwhile: [string, P | undefined][] = [];
    this.meanwhile = meanwhile;
    const entries = await this.store.entries(this.space);
    // The copy was replaced meanwhile, or is loaded again.
    if (this.meanwhile !== meanwhile) return;
    this.replace(this.partsOf(entries.map(([key, value]) => [key, () => value])));
    for (const [key, part] of meanwhile) this.change(key, part);
  }

  dispose(): void {
    this.following.dispose();
  }

  private partsOf(entries: Iterable<readonly [key: string, read: () => T]>): Map<string, P> {
    const parts = new Map<string, P>();
    for (const [key, read] of entries) parts.set(key, this.partOf(read));
    return parts;
  }

  private replace(parts: Map<string, P>): void {
    this.meanwhile = undefined;
    this.parts = parts;
    this.first = undefined;
    this.later = undefined;
    this.listener.replaced?.();
  }

  private change(key: string, part: P | undefined): void {
    const before = this.parts.get(key);
    if (++this.unseen > Math.max(MOST_UNSEEN, this.parts.size)) this.later = undefined;
    if (part !== undefined) this.parts.set(key, part);
    else {
      this.parts.delete(key);
      if (key === this.first) this.first = undefined;
    }
    this.listener.changed?.(key, part, before);
  }
}
