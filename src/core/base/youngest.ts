/** A map that forgets what was put in first, so that it never has more than so many. */
export class Youngest<K, V> {
  private readonly values = new Map<K, V>();

  constructor(private readonly limit: number) {}

  get(key: K): V | undefined {
    return this.values.get(key);
  }

  set(key: K, value: V): void {
    this.values.set(key, value);
    if (this.values.size <= this.limit) return;
    for (const first of this.values.keys()) {
      this.values.delete(first);
      break;
    }
  }

  delete(key: K): void {
    this.values.delete(key);
  }

  clear(): void {
    this.values.clear();
  }
}
