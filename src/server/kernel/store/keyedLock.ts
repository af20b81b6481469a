import { Mutex } from 'async-mutex';

/** A mutex for each key. It is created when it is needed, and removed when nobody holds it or waits for it. */
export class KeyedLock {
  private readonly mutexes = new Map<string, Mutex>();

  /**
   * Waits until the key is free. Callers get it in the order of their calls.
   * @returns a function that releases the key; a second call of it does nothing
   */
  async acquire(key: string): Promise<() => void> {
    const mutex = this.mutexes.get(key) ?? new Mutex();
    this.mutexes.set(key, mutex);
    const release = await mutex.acquire();
    return () => {
      release();
      if (!mutex.isLocked() && this.mutexes.get(key) === mutex) this.mutexes.delete(key);
    };
  }

  /** Runs `work` while it holds the key. Resolves or rejects like `work`. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const release = await this.acquire(key);
    try {
      return await work();
    } finally {
      release();
    }
  }
}
