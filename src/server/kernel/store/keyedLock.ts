import { Mutex } from 'async-mutex';

/** A mutex for each key, made when it is needed and dropped when nobody holds it or waits for it. */
export class KeyedLock {
  private readonly mutexes = new Map<string, Mutex>();

  /**
   * Waits until the key is free; those who wait get it in the order in which they came.
   * @returns releases the key; a second call does nothing
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

  /** Runs `work` while it holds the key. Resolves or rejects as `work` does. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const release = await this.acquire(key);
    try {
      return await work();
    } finally {
      release();
    }
  }
}
