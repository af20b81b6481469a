import { Mutex } from 'async-mutex';
import type { SessionStorage } from './sessionOperations';

/** `Storage`: the shared object that the code of all requests sees, whatever their session. Gone with the server, as in 4D. */
export class SharedStorage {
  private readonly lock = new Mutex();
  private current: SessionStorage = {};

  get value(): SessionStorage {
    return this.current;
  }

  /** Waits until nobody else holds it. @returns releases it */
  acquire(): Promise<() => void> {
    return this.lock.acquire();
  }

  change(change: (value: SessionStorage) => SessionStorage): void {
    this.current = change(this.current);
  }
}
