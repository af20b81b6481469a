/**
 * A map that keeps what was used last, and forgets the rest. It has two parts: what was used lately, and what was used
 * before that. When the first is full, it becomes the second. So to look something up costs no more than in a map, where a
 * list in the order of use costs several times that.
 */
export class RecentMap<K, V> {
  private recent = new Map<K, V>();
  private before = new Map<K, V>();

  /** @param most as many keys are surely kept, and at most twice as many */
  constructor(private readonly most: number) {}

  get(key: K): V | undefined {
    const value = this.recent.get(key);
    if (value !== undefined || this.before.size === 0) return value;
    const older = this.before.get(key);
    if (older !== undefined) this.set(key, older);
    return older;
  }

  set(key: K, value: V): void {
    this.recent.set(key, value);
    if (this.recent.size < this.most) return;
    this.before = this.recent;
    this.recent = new Map();
  }

  delete(key: K): void {
    this.recent.delete(key);
    this.before.delete(key);
  }

  clear(): void {
    this.recent.clear();
    this.before.clear();
  }
}
