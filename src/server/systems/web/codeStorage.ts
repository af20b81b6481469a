import { Mutex } from 'async-mutex';
import type { Store } from '../../kernel/store/store';
import type { SessionStorage } from './sessionOperations';
import { STORAGE } from './webSpaces';

const KEY = 'Storage';

/**
 * `Storage`: the shared object that the code of all requests sees, whatever their session. In the store: it outlives a
 * crash of the dev server, and goes with a reset; in 4D it goes with the server.
 */
export class SharedStorage {
  private readonly lock = new Mutex();

  constructor(private readonly store: Store) {}

  async get(): Promise<SessionStorage> {
    return (await this.store.get(STORAGE, KEY)) ?? {};
  }

  /** Waits until nobody else holds it. @returns releases it */
  acquire(): Promise<() => void> {
    return this.lock.acquire();
  }

  /** @param change may be called again after another's change, so it must only compute */
  async change(change: (value: SessionStorage) => SessionStorage): Promise<void> {
    await this.store.update(STORAGE, KEY, (value = {}) => change(value));
  }
}
